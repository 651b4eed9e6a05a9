import type { Filter, Query } from "@cubejs-client/core";
import { describe, expect, it } from "vitest";
import {
  type Drill,
  drillFilters,
  drillQuery,
  FIRST_PAGE,
  nextPage,
  type PageStart,
} from "../../../../../web/src/explorer/drawer/drill-query.ts";
import { drillFile } from "../../../../../web/src/explorer/drawer/drill-file.ts";
import { drillColumns } from "../../../../../web/src/explorer/drawer/drill-text.ts";
import type { Answer, Row } from "../../../../../web/src/pivot/answer.ts";
import { TOTAL_NODE } from "../../../../../web/src/pivot/grid/nodes.ts";
import { planPivot } from "../../../../../web/src/pivot/plan/pivot-plan.ts";
import { defaultState } from "../../../../../web/src/pivot/state/default-state.ts";
import type { Dimension, View } from "../../../../../web/src/model/view.ts";
import { readCsv } from "../../../../support/read-csv.ts";
import { VIEW } from "../../pivot/state/view-fixture.ts";

const more = (name: string, type: Dimension["type"]): Dimension => ({
  ...VIEW.dimensions[1]!,
  member: `trade_metrics.${name}`,
  name,
  title: name,
  type,
});

const TRADES: View = {
  ...VIEW,
  dimensions: [
    ...VIEW.dimensions,
    more("ts", "time"),
    more("trade_id", "number"),
    more("exposure_type", "string"),
  ],
};

const drillOf = (view: View, measure = "row_count"): Drill => ({
  plan: planPivot(view, defaultState(view), null, null),
  row: TOTAL_NODE,
  column: TOTAL_NODE,
  measure: view.measures.find(({ name }) => name === measure)!,
  period: "current",
});

/** Row of the facts: seconds, trade, kind and holding. */
type Fact = readonly [
  second: number,
  trade: number,
  kind: string,
  held: string,
];

const toRow = ([second, trade, kind, held]: Fact): Row => ({
  "trade_metrics.ts": `2024-01-01T00:00:${String(second).padStart(2, "0")}.000`,
  "trade_metrics.trade_id": String(trade),
  "trade_metrics.exposure_type": kind,
  "trade_metrics.underlying_symbol": held,
  "trade_metrics.row_count": "1",
});

function keeps(filter: Filter, row: Row): boolean {
  if ("and" in filter) return filter.and.every((item) => keeps(item, row));
  if ("or" in filter) return filter.or.some((item) => keeps(item, row));
  const key = String(row["member" in filter ? (filter.member ?? "") : ""]);
  const value = String("values" in filter ? filter.values?.[0] : "");
  const { operator } = filter;
  if (operator === "afterDate") return key > value;
  if (operator === "afterOrOnDate") return key >= value;
  if (operator === "gte") return Number(key) >= Number(value);
  throw new Error(`not expected here: ${operator}`);
}

const ORDER = ["ts", "trade_id", "exposure_type", "underlying_symbol"];

const compareRows = (one: Row, other: Row) => {
  for (const name of ORDER) {
    const [a, b] = [one, other].map((row) => {
      const value = String(row[`trade_metrics.${name}`]);
      return name === "trade_id" ? value.padStart(20, "0") : value;
    }) as [string, string];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
};

const answer = (facts: readonly Fact[], query: Query): Answer => {
  const offset = query.offset ?? 0;
  const rows = facts
    .map(toRow)
    .filter((row) => (query.filters ?? []).every((item) => keeps(item, row)))
    .sort(compareRows)
    .slice(offset, offset + (query.limit ?? 0));
  return {
    rows,
    rollups: [],
    refreshedAt: undefined,
    total: undefined,
    milliseconds: 0,
    arrivedAt: 0,
  };
};

/** Many trades at one second, and trades of many rows. */
const FACTS: Fact[] = [
  [1, 10, "ETF", "SPY"],
  ...["A", "B", "C", "D", "E", "F", "G"].map((held): Fact => [
    1,
    10,
    "Constituent",
    held,
  ]),
  [1, 9, "Direct", "X"],
  [1, 100, "Direct", "X"],
  [0, 500, "Direct", "Y"],
  [2, 3, "ETC", "GLD"],
  [2, 3, "Constituent", "GOLD"],
  [2, 4, "Direct", "X"],
  [3, 1, "Direct", "Z"],
];

async function readPages(
  limit: number,
  load: (query: Query, page: number) => Promise<Answer> | Answer,
): Promise<Row[]> {
  const drill = drillOf(TRADES);
  const rows: Row[] = [];
  let start: PageStart | undefined = FIRST_PAGE;
  for (let page = 0; start !== undefined && page < 100; page += 1) {
    const query = drillQuery(drill, [], start, limit);
    const found: Row[] = (await load(query, page)).rows;
    rows.push(...found);
    start = nextPage(TRADES, found, start, limit);
  }
  return rows;
}

describe("paging through single rows", () => {
  const all = FACTS.map(toRow).sort(compareRows);

  it.each([1, 2, 3, 4, 5, 7, 14, 15, 16])(
    "gives every row once with %i rows a page, ties included",
    async (limit) => {
      expect(await readPages(limit, (query) => answer(FACTS, query))).toEqual(
        all,
      );
    },
  );

  it("repeats nothing when an earlier trade arrives between two pages", async () => {
    const rows = await readPages(4, (query, page) =>
      answer(page === 0 ? FACTS : [...FACTS, [0, 1, "Direct", "LATE"]], query),
    );
    expect(rows).toEqual(all);
  });

  it("goes on by offset where a view has no trades", () => {
    const start = nextPage(VIEW, [{}, {}], { from: undefined, skip: 4 }, 2);
    expect(start).toEqual({ from: undefined, skip: 6 });
  });

  it("asks for rows as they are and in a fixed order", () => {
    const query = drillQuery(drillOf(TRADES), ["desk"], FIRST_PAGE, 200);
    expect(query.ungrouped).toBe(true);
    expect(query.order).toEqual(
      ORDER.map((name) => [`trade_metrics.${name}`, "asc"]),
    );
    expect(query.dimensions).toContain("trade_metrics.desk");
  });
});

describe("the rows a measure counts", () => {
  const kindsOf = (measure: string) =>
    drillFilters(drillOf(TRADES, measure)).map((filter) =>
      "operator" in filter ? [filter.operator, filter.values] : filter,
    );
  it.each([
    ["notional", [["notEquals", ["Constituent"]]]],
    ["look_through_notional", [["equals", ["Direct", "Constituent"]]]],
    ["coverage", []],
    ["row_count", []],
  ])("%s", (measure, expected) => {
    expect(kindsOf(measure)).toEqual(expected);
  });
});

describe("drillFile", () => {
  it("has all rows under their titles", async () => {
    const drill = drillOf(TRADES);
    const names = ["trade_id", "underlying_symbol"];
    const columns = drillColumns(TRADES, names, drill.measure);
    const told: number[] = [];
    const parts = await drillFile(
      drill,
      names,
      columns,
      (query) => Promise.resolve(answer(FACTS, query)),
      (rows) => told.push(rows),
      new AbortController().signal,
    );
    const rows = readCsv(await new Blob(parts).text());
    expect(rows[0]).toEqual(["trade_id", "Held symbol", "Rows"]);
    expect(rows.slice(1)).toEqual(
      FACTS.map(toRow)
        .sort(compareRows)
        .map((row) => [
          row["trade_metrics.trade_id"],
          row["trade_metrics.underlying_symbol"],
          "1",
        ]),
    );
    expect(told).toEqual([FACTS.length]);
  });
});
