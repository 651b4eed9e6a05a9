import type { Query } from "@cubejs-client/core";
import { QueryClient } from "@tanstack/react-query";
import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { AnswerStore } from "../../../../../web/src/pivot/answers/answer-store.ts";
import { batchedLoad } from "../../../../../web/src/pivot/answers/batched-load.ts";
import { nodesOf } from "../../../../../web/src/pivot/grid/axis-tree.ts";
import type { Grid } from "../../../../../web/src/pivot/grid/grid.ts";
import type { MemberPath } from "../../../../../web/src/pivot/member-path.ts";
import { axisField } from "../../../../../web/src/pivot/state/default-state.ts";
import type { LevelOptions } from "../../../../../web/src/pivot/state/pivot-state.ts";
import {
  type Fact,
  fakeAnswer,
  fakeGrid,
  gridOptions,
  type PivotOptions,
} from "../grid/fake-api.ts";
import { settleGrid } from "./settle-grid.ts";

const never = new AbortController().signal;

/** An API over some facts, which notes what it is asked. */
function fakeLoad(facts: readonly Fact[]) {
  const asked: Query[] = [];
  const load = batchedLoad((query) => {
    asked.push(query);
    return Promise.resolve(fakeAnswer(facts, query));
  });
  return { asked, load };
}

async function settled(facts: readonly Fact[], options: PivotOptions) {
  const asked: Query[] = [];
  const store = new AnswerStore(
    new QueryClient({
      defaultOptions: { queries: { retry: false, staleTime: Infinity } },
    }),
    (query) => {
      asked.push(query);
      return Promise.resolve(fakeAnswer(facts, query));
    },
  );
  const grid = await settleGrid(store, gridOptions(options));
  store.clear();
  return { grid, asked };
}

/** All that a grid shows: its lines, and the value of each cell. */
const shown = (grid: Grid) => ({
  rows: grid.rows.items.map((item) =>
    item.kind === "notice"
      ? [item.key, item.reason, item.shown, item.count]
      : item.key,
  ),
  columns: grid.columns.items.map(({ key }) => key),
  cells: nodesOf(grid.rows).map((row) =>
    nodesOf(grid.columns).map((column) =>
      grid.plan.values.map((value) => grid.cell(row, column, value).value),
    ),
  ),
});

const DESKS = ["A", "B", "", null];
const BOOKS = ["1", "2", "3", "", null];
const SYMBOLS = ["x", "y", null];
const LEVELS = ["desk", "book", "symbol"];

function randomPivot(seed: string): [Fact[], PivotOptions] {
  const random = seedrandom(seed);
  const oneOf = <T>(items: readonly [T, ...T[]] | readonly T[]): T =>
    items[Math.floor(random() * items.length)] as T;
  const facts = Array.from({ length: 60 }, (): Fact => ({
    day: oneOf(["2026-01-01", "2026-01-02"]),
    desk: oneOf(DESKS),
    book: oneOf(BOOKS),
    symbol: oneOf(SYMBOLS),
    region: oneOf(["east", "west", null]),
    notional: Math.ceil(random() * 1e6),
  }));
  const expanded: MemberPath[] = [
    ...DESKS.map((desk) => [desk]),
    ...DESKS.flatMap((desk) => BOOKS.map((book) => [desk, book])),
  ].filter(() => random() < 0.8);
  const options = (): LevelOptions => ({
    sort: oneOf([
      [],
      [{ by: "label", descending: true }],
      [
        {
          by: "value",
          measure: "notional",
          figure: "value",
          at: oneOf([[], ["east"]]),
          descending: true,
        },
      ],
    ]),
    top: oneOf([
      null,
      { count: 1, measure: "notional", bottom: false, other: true },
      { count: 2, measure: "notional", bottom: true, other: random() < 0.5 },
      { bound: 2e6, measure: "notional", bottom: false, other: true },
    ]),
  });
  const fields = LEVELS.map((name) => ({
    ...axisField(name),
    levels: random() < 0.5 ? {} : { [name]: options() },
  }));
  const columns = oneOf([[], ["region"], ["region", "trade_day"]]);
  const isCompared = random() < 0.3;
  return [
    facts,
    {
      rows: LEVELS,
      columns,
      values: [
        ["notional", "value"],
        ["avg_price", isCompared ? "delta" : "value"],
        ["notional", oneOf(["percent_of_parent", "rank"])],
      ],
      axes: {
        rows: { fields, expanded },
        columns: { expanded: [["east"], [null]] },
      },
      ...(isCompared && {
        dates: ["2026-01-02", "2026-01-02"],
        comparison: ["2026-01-01", "2026-01-01"],
      }),
      limits: oneOf([{}, { page: 2 }, { page: 3, columns: 2 }]),
    },
  ];
}

describe("questions that are asked together", () => {
  it("give the grid that each gives by itself, in fewer queries", async () => {
    let [together, alone] = [0, 0];
    for (let turn = 0; turn < 60; turn += 1) {
      const [facts, options] = randomPivot(`batch ${turn}`);
      const one = fakeGrid(facts, options);
      const expected = shown(one.grid);
      const { grid, asked } = await settled(facts, options);
      expect(shown(grid), `pivot ${turn}`).toEqual(expected);
      together += asked.length;
      alone += one.queries.length;
    }
    expect(together).toBeLessThan(alone / 2);
  }, 60_000);

  it("open a level in one query, whatever it hangs under", async () => {
    const facts = Array.from({ length: 90 }, (_, index): Fact => ({
      day: "2026-01-01",
      desk: `d${index % 3}`,
      book: `b${index % 9}`,
      symbol: `s${index}`,
      notional: index,
    }));
    const desks = ["d0", "d1", "d2"];
    const open = (expanded: MemberPath[]) =>
      settled(facts, { rows: LEVELS, axes: { rows: { expanded } } });
    const { asked: closed } = await open([]);
    const { grid, asked } = await open([
      ...desks.map((desk) => [desk]),
      ...facts.map(({ desk = null, book = null }) => [desk, book]),
    ]);
    expect(asked).toHaveLength(closed.length + 2);
    expect(grid.rows.items).toHaveLength(3 + 9 + 90);
  });

  it("make Other of many branches one query", async () => {
    const facts = ["A", "B", "C"].flatMap((desk, index) =>
      ["x", "y", "z"].map((book, place): Fact => ({
        day: "2026-01-01",
        desk,
        book: desk + book,
        notional: 10 ** index * (place + 1),
      })),
    );
    const top = { count: 1, measure: "notional", bottom: false, other: true };
    const { grid, asked } = await settled(facts, {
      rows: ["desk", "book"],
      axes: {
        rows: {
          fields: [
            axisField("desk"),
            { ...axisField("book"), levels: { book: { sort: [], top } } },
          ],
          expanded: [["A"], ["B"], ["C"]],
        },
      },
    });
    const others = nodesOf(grid.rows).filter(({ kind }) => kind === "other");
    const [value] = grid.plan.values;
    const [column] = nodesOf(grid.columns);
    expect(
      others.map(
        (row) => value && column && grid.cell(row, column, value).value,
      ),
    ).toEqual([3, 30, 300]);
    // The total, desks, books, and Other: how many there are the books say.
    expect(asked).toHaveLength(4);
  });
});

describe("batchedLoad", () => {
  const LIST = { measures: ["v.notional"], dimensions: ["v.book"], limit: 50 };
  const under = (desk: string, more: Query = {}): Query => ({
    ...LIST,
    ...more,
    filters: [{ member: "v.desk", operator: "equals", values: [desk] }],
  });
  const fact = (desk: string, book: string): Fact => ({
    day: "2026-01-01",
    desk,
    book,
    notional: 1,
  });

  it("asks a question by itself where it is the only one, as it is", async () => {
    const { asked, load } = fakeLoad([fact("A", "1")]);
    const answer = await load({ query: under("A") }, never);
    expect(asked).toEqual([under("A")]);
    expect(answer.shared).toBeUndefined();
  });

  it("leaves apart what is asked one after the other, and what differs", async () => {
    const { asked, load } = fakeLoad([fact("A", "1"), fact("B", "2")]);
    await load({ query: under("A") }, never);
    await load({ query: under("B") }, never);
    await Promise.all([
      load({ query: under("A") }, never),
      load({ query: under("B", { measures: ["v.trade_count"] }) }, never),
      load({ query: under("B", { offset: 1 }) }, never),
    ]);
    expect(asked).toHaveLength(5);
  });

  it("gives each its rows, cut at its limit, and how many there are", async () => {
    const facts = ["1", "2", "3"].flatMap((book) => [
      fact("A", book),
      fact("B", `b${book}`),
    ]);
    const { asked, load } = fakeLoad(facts);
    const order = { order: [["v.book", "desc"]] as [string, "desc"][] };
    const [one, other, none] = await Promise.all(
      ["A", "B", "C"].map((desk) =>
        load({ query: under(desk, { ...order, limit: 2 }) }, never),
      ),
    );
    expect(asked).toHaveLength(1);
    expect(one?.rows.map((row) => row["v.book"])).toEqual(["3", "2"]);
    expect(other?.rows.map((row) => row["v.book"])).toEqual(["b3", "b2"]);
    expect([one?.total, other?.total, none?.total]).toEqual([3, 3, 0]);
    expect(one?.shared).toEqual({ query: asked[0], questions: 3 });
  });

  it("asks in smaller batches where an answer may lack rows", async () => {
    const facts = ["A", "B", "C"].flatMap((desk) =>
      Array.from({ length: 4_000 }, (_, index) => fact(desk, String(index))),
    );
    const { asked, load } = fakeLoad(facts);
    const answers = await Promise.all(
      ["A", "B", "C"].map((desk) => load({ query: under(desk) }, never)),
    );
    // By itself, as it was asked: nobody counted.
    const alone = [50, undefined];
    expect(answers.map(({ rows, total }) => [rows.length, total])).toEqual([
      alone,
      alone,
      alone,
    ]);
    expect(asked.map(({ limit }) => limit)).toEqual([10_000, 50, 50, 50]);
  });

  it("learns from a full answer how much it may ask for at once", async () => {
    const desks = Array.from({ length: 60 }, (_, index) => `d${index}`);
    const facts = desks.flatMap((desk) =>
      Array.from({ length: 250 }, (_, index) => fact(desk, String(index))),
    );
    const { asked, load } = fakeLoad(facts);
    const all = () =>
      Promise.all(desks.map((desk) => load({ query: under(desk) }, never)));
    const answers = await all();
    expect(new Set(answers.map(({ total }) => total))).toEqual(new Set([250]));
    // 15,000 rows: one answer too few, then a quarter of 10,000 each.
    const first = asked.length;
    expect(first).toBeLessThanOrEqual(1 + 5);
    await all();
    expect(asked).toHaveLength(first + (first - 1));
  });

  it("asks no more rows at once than one answer holds, where it knows", async () => {
    const { asked, load } = fakeLoad([]);
    await Promise.all(
      ["A", "B", "C"].map((desk) =>
        load({ query: under(desk), rows: 4_000 }, never),
      ),
    );
    expect(asked.map(({ limit }) => limit)).toEqual([10_000, 50]);
  });

  it("asks for a total of nothing by itself, whose value only that tells", async () => {
    const { asked, load } = fakeLoad([fact("A", "1")]);
    const total = { dimensions: undefined, limit: undefined };
    const [one, none] = await Promise.all(
      ["A", "B"].map((desk) => load({ query: under(desk, total) }, never)),
    );
    expect(one?.rows).toMatchObject([{ "v.notional": 1 }]);
    expect(none?.rows).toEqual([{ "v.notional": 0 }]);
    expect(asked).toHaveLength(2);
  });

  it("rejects all where the query cannot even be sent", async () => {
    const load = batchedLoad(() => {
      throw new Error("no luck");
    });
    const results = await Promise.allSettled(
      ["A", "B"].map((desk) => load({ query: under(desk) }, never)),
    );
    expect(results.map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
    ]);
  });

  it("tells every question how far the query is, and of its error", async () => {
    const stages: string[] = [];
    const load = batchedLoad((_, __, onStage) => {
      onStage?.("Executing query");
      return Promise.reject(new Error("no luck"));
    });
    const results = await Promise.allSettled(
      ["A", "B"].map((desk) =>
        load({ query: under(desk) }, never, (stage) =>
          stages.push(`${desk} ${stage}`),
        ),
      ),
    );
    expect(stages).toEqual(["A Executing query", "B Executing query"]);
    expect(results).toMatchObject([
      { status: "rejected", reason: { message: "no luck" } },
      { status: "rejected", reason: { message: "no luck" } },
    ]);
  });

  it("ends its query when all of its questions are aborted, and not before", async () => {
    const signals: AbortSignal[] = [];
    const load = batchedLoad((_, signal) => {
      signals.push(signal);
      return new Promise(() => {});
    });
    const [one, other] = [new AbortController(), new AbortController()];
    const results = Promise.allSettled([
      load({ query: under("A") }, one.signal),
      load({ query: under("B") }, other.signal),
    ]);
    await Promise.resolve();
    one.abort(new Error("A is closed"));
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    other.abort(new Error("B is closed"));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(await results).toMatchObject([
      { reason: { message: "A is closed" } },
      { reason: { message: "B is closed" } },
    ]);
  });

  it("does not ask what was aborted before its turn", async () => {
    const { asked, load } = fakeLoad([]);
    const controller = new AbortController();
    const result = load({ query: under("A") }, controller.signal);
    controller.abort(new Error("closed"));
    await expect(result).rejects.toThrow("closed");
    expect(asked).toEqual([]);
  });
});
