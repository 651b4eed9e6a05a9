import { createClient, type ClickHouseClient } from "@clickhouse/client";
import type { Query } from "@cubejs-client/core";
import { QueryClient } from "@tanstack/react-query";
import seedrandom from "seedrandom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readViews } from "../../../web/src/model/read-views.ts";
import type { View } from "../../../web/src/model/view.ts";
import { readAnswer } from "../../../web/src/pivot/answer.ts";
import { AnswerStore } from "../../../web/src/pivot/answers/answer-store.ts";
import { settleGrid } from "../../unit/web/pivot/answers/settle-grid.ts";
import { encodePath } from "../../../web/src/pivot/member-path.ts";
import { type Limits, LIMITS } from "../../../web/src/pivot/plan/limits.ts";
import { shownState } from "../../../web/src/pivot/state/mode.ts";
import { planPivot } from "../../../web/src/pivot/plan/pivot-plan.ts";
import type { DayRange } from "../../../web/src/pivot/state/pivot-state.ts";
import { DIMENSIONS, FROM, MEASURES } from "../../support/oracle.ts";
import { checkBranches, checkCells, nothingChecked } from "./pivot-check.ts";
import { ExpectedPivot } from "./pivot-expected.ts";
import {
  type DayLabels,
  PivotCalendar,
  readDayLabels,
} from "./pivot-calendar.ts";
import { PivotFacts } from "./pivot-facts.ts";
import {
  type Chooser,
  chooser,
  levelNames,
  randomFieldsState,
  withRandomOptions,
} from "./random-pivot.ts";
import { sharedStack, type SharedStack } from "../../support/shared-stack.ts";

const PIVOTS = 500;
const AT_ONCE = 4;
/** Levels of an axis that are compared: two open ones above. */
const DEPTH = 3;
const SMALL: Limits = { page: 5, whole: 5, columns: 5, answer: 25 };

let stack: SharedStack;
let clickhouse: ClickHouseClient;
let view: View;
let days: string[] = [];
let labels: DayLabels;
const samples: Record<string, string[]> = {};

interface LoadBody {
  data: Record<string, string | null>[];
  error?: string;
}

async function load(query: Query, signal?: AbortSignal) {
  for (;;) {
    const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/load`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
      signal,
    });
    const body = (await response.json()) as LoadBody;
    // 503: not answered in time, by a busy machine; it may be asked again.
    if (body.error === "Continue wait" || response.status === 503) continue;
    if (body.error !== undefined) {
      throw new Error(`${body.error}: ${JSON.stringify(query)}`);
    }
    return readAnswer(body as Parameters<typeof readAnswer>[0], 0, Date.now());
  }
}

async function sql(text: string) {
  const result = await clickhouse.query({ query: text, format: "JSONEachRow" });
  return result.json<Record<string, unknown>>();
}

const daysIn = (range: DayRange | null) =>
  range === null
    ? days
    : days.filter((day) => day >= range[0] && day <= range[1]);

function randomDates({ below, chance }: Chooser): DayRange {
  const from = below(days.length);
  const to = chance(0.3) ? from : from + below(days.length - from);
  return [days[from] ?? "", days[to] ?? ""];
}

/** One random pivot, settled and compared in every number; its state names it. */
async function checkPivot(
  choose: Chooser,
  turn: number,
  checked: ReturnType<typeof nothingChecked>,
  limits: Limits,
): Promise<void> {
  const drawn = randomFieldsState(choose, view, samples, turn);
  const dates = choose.chance(0.8) ? randomDates(choose) : null;
  const comparison = choose.chance(0.4) ? randomDates(choose) : null;
  const fields = shownState(drawn, view);
  if (fields.values.length === 0) return;
  const levels = (axis: "rows" | "columns") =>
    fields[axis].fields
      .flatMap((field) => levelNames(view, field))
      .slice(0, DEPTH);
  // A top-N may rank by what is not shown.
  const measures = [
    ...new Set([
      ...fields.values.map(({ measure }) => measure),
      ...choose.some(view.measures, 2).map(({ name }) => name),
    ]),
  ];
  const facts = new PivotFacts({
    sql,
    rows: levels("rows"),
    columns: levels("columns"),
    measures,
    filters: fields.filters,
    dates: { current: dates, comparison },
    calendar: new PivotCalendar(labels, {
      current: daysIn(dates),
      comparison: daysIn(comparison),
    }),
  });
  const pathsOf = async (axis: "rows" | "columns") => [
    ...(await facts.paths(axis, "current")),
    ...(comparison === null ? [] : await facts.paths(axis, "comparison")),
  ];
  const paths = {
    rows: await pathsOf("rows"),
    columns: await pathsOf("columns"),
  };
  const axis = (name: "rows" | "columns") => {
    const options = withRandomOptions(
      choose,
      view,
      fields,
      name,
      paths,
      measures,
    );
    const expanded = options.expanded.filter((path) => path.length < DEPTH);
    return { ...options, expanded };
  };
  const state = shownState(
    { ...fields, rows: axis("rows"), columns: axis("columns") },
    view,
  );
  try {
    const plan = planPivot(view, state, dates, comparison, limits, days);
    const store = new AnswerStore(
      new QueryClient({
        defaultOptions: { queries: { retry: false, staleTime: Infinity } },
      }),
      load,
    );
    const opening = (axis: "rows" | "columns") => ({
      expanded: new Set(state[axis].expanded.map(encodePath)),
      pages: new Set<string>(),
    });
    const grid = await settleGrid(store, {
      plan,
      mode: state.mode,
      rows: opening("rows"),
      columns: opening("columns"),
    });
    const expected = new ExpectedPivot(view, state, facts, comparison !== null);
    await checkBranches(grid.rows, expected, checked);
    await checkBranches(grid.columns, expected, checked);
    await checkCells(grid, expected, checked);
    store.clear();
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}\npivot ${turn}: ${JSON.stringify({ ...state, dates, comparison })}`,
      { cause: error },
    );
  }
}

/** Pivots by their number, so that one that fails can be run alone. */
async function checkPivots(seed: string, count: number, limits: Limits) {
  const checked = nothingChecked();
  const failures: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const turn = next;
      next += 1;
      const choose = chooser(seedrandom(`${seed} ${turn}`));
      await checkPivot(choose, turn, checked, limits).catch((error: Error) =>
        failures.push(error.message),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { checked, failures };
}

beforeAll(async () => {
  stack = await sharedStack("rest");
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
  const meta = await fetch(`${stack.apiUrl}/cubejs-api/v1/meta`);
  const found = readViews(await meta.json()).find(
    ({ name }) => name === "trade_metrics",
  );
  if (found === undefined) throw new Error("no view trade_metrics");
  // oracle.test.ts sees to it that these are all.
  const measures = found.measures.filter(({ name }) => name in MEASURES);
  view = { ...found, measures };
  for (const { name } of view.dimensions) {
    const rows = await sql(
      `SELECT DISTINCT ${DIMENSIONS[name]} AS v ${FROM} WHERE v != '' ORDER BY cityHash64(v) LIMIT 8`,
    );
    samples[name] = rows.map((row) => String(row["v"]));
  }
  labels = await readDayLabels(sql, FROM);
  days = [...labels.keys()];
});

afterAll(async () => {
  await clickhouse?.close();
});

describe("pivots against raw SQL over the facts", () => {
  it(`shows ${PIVOTS} random ones right in every number and order`, async () => {
    const { checked, failures } = await checkPivots("pivot", PIVOTS, LIMITS);
    expect(failures.slice(0, 3)).toEqual([]);
    expect(checked.others).toBeGreaterThan(PIVOTS / 20);
    expect(checked.thresholds).toBeGreaterThan(PIVOTS / 20);
    expect(checked.ranks).toBeGreaterThan(PIVOTS / 4);
    expect(checked.compared).toBeGreaterThan(PIVOTS);
    expect(checked.aligned).toBeGreaterThan(PIVOTS);
  }, 1_200_000);

  it("shows nothing wrong and says what is missing where every limit is 5", async () => {
    const { checked, failures } = await checkPivots(
      "limits",
      PIVOTS / 5,
      SMALL,
    );
    expect(failures.slice(0, 3)).toEqual([]);
    expect(checked.cut).toBeGreaterThan(PIVOTS / 100);
  }, 1_200_000);
});
