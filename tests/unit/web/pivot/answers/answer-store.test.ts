import type { Query } from "@cubejs-client/core";
import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it } from "vitest";
import { AnswerStore } from "../../../../../web/src/pivot/answers/answer-store.ts";
import { nodesOf } from "../../../../../web/src/pivot/grid/axis-tree.ts";
import { settleGrid } from "./settle-grid.ts";
import { assembleGrid } from "../../../../../web/src/pivot/grid/grid.ts";
import type { MemberPath } from "../../../../../web/src/pivot/member-path.ts";
import {
  type Fact,
  fakeAnswer,
  gridOptions,
  type PivotOptions,
} from "../grid/fake-api.ts";

const FACTS: Fact[] = ["A", "B"].flatMap((desk) =>
  ["x", "y"].flatMap((book) =>
    ["east", "west"].map((region, index) => ({
      day: "2026-01-01",
      desk,
      book: desk + book,
      region,
      symbol: `s${index}`,
      notional: 1,
    })),
  ),
);

const stores: AnswerStore[] = [];

afterEach(() => {
  for (const store of stores.splice(0)) store.clear();
});

/** A store over a few facts, which counts what it asks. */
function countingStore(facts: Fact[] = FACTS) {
  const asked: Query[] = [];
  const aborted: Query[] = [];
  const held: (() => void)[] = [];
  const api = { hold: false, fails: false };
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Infinity } },
  });
  const stages: ((stage: string) => void)[] = [];
  const store = new AnswerStore(client, async (query, signal, onStage) => {
    asked.push(query);
    if (onStage) stages.push(onStage);
    signal.addEventListener("abort", () => aborted.push(query));
    if (api.hold) await new Promise<void>((resolve) => held.push(resolve));
    if (api.fails) throw new Error("no luck");
    return fakeAnswer(facts, query);
  });
  stores.push(store);
  const release = () => {
    api.hold = false;
    for (const resolve of held.splice(0)) resolve();
  };
  return { store, asked, aborted, stages, api, release };
}

const open = (rows: MemberPath[], more: PivotOptions = {}): PivotOptions => ({
  rows: ["desk", "book"],
  axes: { rows: { expanded: rows } },
  ...more,
});

/** Puts a grid's questions without waiting for their answers. */
function show(store: AnswerStore, options: PivotOptions) {
  const { ask, commit } = store.pass();
  const grid = assembleGrid({ ...gridOptions(options), ask });
  for (const row of nodesOf(grid.rows)) {
    for (const column of nodesOf(grid.columns)) {
      for (const value of grid.plan.values) grid.cell(row, column, value);
    }
  }
  commit();
  return grid;
}

describe("an expand", () => {
  it("costs one query without columns", async () => {
    const { store, asked } = countingStore();
    await settleGrid(store, gridOptions(open([])));
    asked.length = 0;
    await settleGrid(store, gridOptions(open([["A"]])));
    expect(asked).toHaveLength(1);
  });

  it("costs one query, and one per open level of the columns", async () => {
    const { store, asked } = countingStore();
    const columns = ["region", "symbol"];
    const options = (rows: MemberPath[]): PivotOptions => ({
      rows: ["desk", "book"],
      columns,
      axes: {
        rows: { expanded: rows },
        columns: { expanded: [["east"], ["west"]] },
      },
    });
    await settleGrid(store, gridOptions(options([])));
    asked.length = 0;
    await settleGrid(store, gridOptions(options([["A"]])));
    expect(asked).toHaveLength(1 + columns.length);
  });

  it("asks nothing when it was open before", async () => {
    const { store, asked } = countingStore();
    await settleGrid(store, gridOptions(open([["A"]])));
    await settleGrid(store, gridOptions(open([])));
    asked.length = 0;
    const grid = await settleGrid(store, gridOptions(open([["A"]])));
    expect(asked).toEqual([]);
    expect(grid.rows.items).toHaveLength(4);
  });

  it("ends its query when it is collapsed before the answer", async () => {
    const { store, asked, aborted, api, release } = countingStore();
    await settleGrid(store, gridOptions(open([])));
    api.hold = true;
    asked.length = 0;
    show(store, open([["A"]]));
    await Promise.resolve();
    expect(asked).toHaveLength(1);
    show(store, open([]));
    expect(aborted).toEqual(asked);
    release();
    await settleGrid(store, gridOptions(open([["A"]])));
    expect(asked).toHaveLength(2);
  });
});

describe("AnswerStore", () => {
  it("says that a failed question failed, and asks it again on demand", async () => {
    const { store, api } = countingStore();
    api.fails = true;
    await expect(settleGrid(store, gridOptions(open([])))).rejects.toThrow(
      "no luck",
    );
    const [failed] = store.asked();
    expect(failed?.load).toMatchObject({ answer: undefined, fetching: false });
    api.fails = false;
    for (const { question } of store.asked()) store.retry(question);
    const grid = await settleGrid(store, gridOptions(open([])));
    expect(grid.failed()).toEqual([]);
    expect(grid.rows.items).toHaveLength(2);
  });

  it("keeps old answers while it asks everything again", async () => {
    const facts = [...FACTS];
    const { store, asked, api, release } = countingStore(facts);
    const total = () => {
      const grid = show(store, open([]));
      const [row] = nodesOf(grid.rows);
      const [column] = nodesOf(grid.columns);
      const [value] = grid.plan.values;
      return row && column && value && grid.cell(row, column, value).value;
    };
    await settleGrid(store, gridOptions(open([])));
    const before = asked.length;
    facts.push({ day: "2026-01-01", desk: "A", notional: 10 });
    api.hold = true;
    const refreshed = store.refresh();
    await Promise.resolve();
    expect(total()).toBe(8);
    expect(store.asked().every(({ load }) => load.fetching)).toBe(true);
    release();
    await refreshed;
    expect(total()).toBe(18);
    expect(asked).toHaveLength(2 * before);
  });

  it("counts its version up with every answer, and tells who listens", async () => {
    const { store } = countingStore();
    let told = 0;
    const stop = store.subscribe(() => (told += 1));
    const before = store.version();
    await settleGrid(store, gridOptions(open([])));
    expect(store.version()).toBeGreaterThan(before);
    expect(told).toBeGreaterThan(0);
    stop();
    const heard = told;
    await store.refresh();
    expect(told).toBe(heard);
  });

  it("tells who listens when it goes back to answers that are there", async () => {
    const { store, api, release } = countingStore();
    const whole = open([]);
    await settleGrid(store, gridOptions(whole));
    api.hold = true;
    show(store, { ...whole, rows: ["book"] });
    let fetching: boolean[] = [];
    const stop = store.subscribe(() => {
      fetching = store.asked().map(({ load }) => load.fetching);
    });
    const before = [store.version(), store.askedVersion()] as const;
    show(store, whole);
    stop();
    release();
    expect(store.askedVersion()).toBeGreaterThan(before[1]);
    expect(store.version()).toBe(before[0]);
    expect(fetching).not.toEqual([]);
    expect(fetching).not.toContain(true);
  });

  it("says since when a question is under way, and what the server says it does", async () => {
    const { store, stages, api, release } = countingStore();
    api.hold = true;
    show(store, open([]));
    await Promise.resolve();
    const [first] = store.asked();
    const progress = () => first && store.progressOf(first.question);
    const since = progress()?.since;
    expect(since).toBeLessThanOrEqual(performance.now());
    expect(progress()?.stage).toBeUndefined();
    let told = 0;
    const stop = store.subscribe(() => (told += 1));
    stages[0]?.("#2 in queue");
    stop();
    expect(told).toBe(1);
    expect(progress()).toEqual({ since, stage: "#2 in queue" });
    release();
    await settleGrid(store, gridOptions(open([])));
    expect(progress()).toBeUndefined();
  });

  it("ends what is cancelled, says so, and asks it again on demand", async () => {
    const { store, asked, aborted, api, release } = countingStore();
    await settleGrid(store, gridOptions(open([])));
    api.hold = true;
    asked.length = 0;
    show(store, open([["A"]]));
    await Promise.resolve();
    store.cancel();
    await expect
      .poll(() => store.asked().some(({ load }) => load.fetching))
      .toBe(false);
    expect(aborted).toEqual(asked);
    const grid = show(store, open([["A"]]));
    const [failed] = grid.failed();
    expect(failed && store.isCancelled(failed)).toBe(true);
    expect(grid.rows.items.map(({ kind }) => kind)).toContain("error");
    release();
    if (failed) store.retry(failed);
    await settleGrid(store, gridOptions(open([["A"]])));
    expect(failed && store.isCancelled(failed)).toBe(false);
  });

  it("keeps the answers there were when asking again is cancelled", async () => {
    const { store, api } = countingStore();
    await settleGrid(store, gridOptions(open([])));
    api.hold = true;
    void store.refresh();
    await Promise.resolve();
    store.cancel();
    await expect
      .poll(() => store.asked().some(({ load }) => load.fetching))
      .toBe(false);
    const loads = store.asked().map(({ load }) => load);
    expect(loads.every(({ answer }) => answer !== undefined)).toBe(true);
    expect(loads.every(({ error }) => error === undefined)).toBe(true);
    expect(
      store.asked().every((item) => store.isCancelled(item.question)),
    ).toBe(true);
  });

  it("lets go of everything when it is cleared", () => {
    const { store, asked, aborted, api } = countingStore();
    api.hold = true;
    show(store, open([["A"]]));
    expect(store.asked()).not.toEqual([]);
    store.clear();
    expect(store.asked()).toEqual([]);
    expect(aborted).toHaveLength(asked.length);
  });
});
