import { describe, expect, it } from "vitest";
import { nodeFilters } from "../../../../../web/src/pivot/grid/node-filters.ts";
import type { SortKey } from "../../../../../web/src/pivot/state/pivot-state.ts";
import { cells, type Fact, fakeGrid, names } from "./fake-api.ts";

// Wednesday to Friday, compared with Monday and Tuesday before or with longer.
const NOW = ["2026-01-14", "2026-01-16"] as const;
const BEFORE = ["2026-01-12", "2026-01-13"] as const;
const WEEK_BEFORE = ["2026-01-05", "2026-01-08"] as const;
const DAYS = [
  "2026-01-05",
  "2026-01-06",
  "2026-01-07",
  "2026-01-08",
  "2026-01-09",
  "2026-01-12",
  "2026-01-13",
  "2026-01-14",
  "2026-01-15",
  "2026-01-16",
];

const fact = (day: string, desk: string, notional: number): Fact => ({
  day,
  desk,
  notional,
});
const FACTS: Fact[] = [
  fact("2026-01-05", "A", 1),
  fact("2026-01-06", "A", 2),
  fact("2026-01-07", "B", 3),
  fact("2026-01-08", "A", 4),
  fact("2026-01-12", "A", 10),
  fact("2026-01-12", "B", 5),
  fact("2026-01-13", "A", 20),
  fact("2026-01-14", "A", 12),
  fact("2026-01-15", "A", 15),
  fact("2026-01-15", "B", 6),
  fact("2026-01-16", "A", 18),
];

const ALL = [
  ["notional", "value"],
  ["notional", "previous"],
  ["notional", "delta"],
  ["notional", "delta_percent"],
] as const;

const by = (
  figure: "value" | "delta" | "previous",
  at: string[],
  descending = true,
): SortKey => ({ by: "value", measure: "notional", figure, at, descending });

describe("days that are compared by position", () => {
  it("stand in one column with their counterpart; the longer period keeps its rest", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["desk"],
      columns: ["trade_day"],
      values: ALL,
      dates: NOW,
      comparison: BEFORE,
      days: DAYS,
    });
    expect(cells(grid)).toEqual({
      total: {
        total: [51, 35, 16, 16 / 35],
        "2026-01-14": [12, 15, -3, -3 / 15],
        "2026-01-15": [21, 20, 1, 1 / 20],
        "2026-01-16": [18, null, 18, null],
      },
      A: {
        total: [45, 30, 15, 0.5],
        "2026-01-14": [12, 10, 2, 0.2],
        "2026-01-15": [15, 20, -5, -0.25],
        "2026-01-16": [18, null, 18, null],
      },
      B: {
        total: [6, 5, 1, 0.2],
        "2026-01-14": [null, 5, -5, -1],
        "2026-01-15": [6, null, 6, null],
        "2026-01-16": [null, null, null, null],
      },
    });
  });

  it("show the days that only the compared period has, after the others", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["desk"],
      columns: ["trade_day"],
      values: ALL.slice(0, 3),
      dates: NOW,
      comparison: WEEK_BEFORE,
      days: DAYS,
    });
    expect(names(grid, "columns")).toEqual([
      "2026-01-14",
      "2026-01-15",
      "2026-01-16",
      "vs 2026-01-08",
    ]);
    expect(cells(grid)["A"]).toEqual({
      total: [45, 7, 38],
      "2026-01-14": [12, 1, 11],
      "2026-01-15": [15, 2, 13],
      "2026-01-16": [18, null, 18],
      "vs 2026-01-08": [null, 4, -4],
    });
    const pairs = grid.columns.items.map((item) =>
      item.kind === "node" && item.node.kind === "member"
        ? item.node.pair
        : undefined,
    );
    expect(pairs).toEqual([
      { shown: "2026-01-14", compared: "2026-01-05" },
      { shown: "2026-01-15", compared: "2026-01-06" },
      { shown: "2026-01-16", compared: "2026-01-07" },
      { shown: null, compared: "2026-01-08" },
    ]);
  });

  it("are told apart where the periods overlap", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["trade_day"],
      values: ALL.slice(0, 2),
      dates: ["2026-01-15", "2026-01-16"],
      comparison: ["2026-01-13", "2026-01-16"],
      days: DAYS,
    });
    expect(cells(grid)).toEqual({
      total: { total: [39, 71] },
      "2026-01-15": { total: [21, 20] },
      "2026-01-16": { total: [18, 12] },
      "vs 2026-01-15": { total: [null, 21] },
      "vs 2026-01-16": { total: [null, 18] },
    });
  });

  it("sort others by the change of one, and are sorted by that of a row", () => {
    const options = {
      rows: ["desk"],
      columns: ["trade_day"],
      dates: NOW,
      comparison: BEFORE,
      days: DAYS,
    };
    const rows = (at: string) =>
      names(
        fakeGrid(FACTS, {
          ...options,
          axes: { rows: { sort: [by("delta", [at])] } },
        }).grid,
      );
    expect(rows("2026-01-14")).toEqual(["A", "B"]);
    // A is 5 less than on 13 January, B 6 more than nothing.
    expect(rows("2026-01-15")).toEqual(["B", "A"]);
    const columns = fakeGrid(FACTS, {
      ...options,
      axes: { columns: { sort: [by("delta", ["A"])] } },
    });
    expect(names(columns.grid, "columns")).toEqual([
      "2026-01-16",
      "2026-01-14",
      "2026-01-15",
    ]);
  });

  it("have a top-N, with the counterparts of the others in Other", () => {
    const top = {
      count: 1,
      measure: "notional",
      bottom: false,
      other: true,
    };
    const { grid } = fakeGrid(FACTS, {
      rows: ["trade_day"],
      values: ALL.slice(0, 2),
      axes: {
        rows: {
          fields: [
            {
              name: "trade_day",
              from: null,
              subtotals: true,
              levels: { trade_day: { sort: [], top } },
            },
          ],
        },
      },
      dates: NOW,
      comparison: WEEK_BEFORE,
      days: DAYS,
    });
    expect(cells(grid)).toEqual({
      total: { total: [51, 10] },
      "2026-01-15": { total: [21, 2] },
      other: { total: [30, 8] },
    });
  });

  it("align within their month, so that they add up to it", () => {
    const facts = [
      fact("2025-11-27", "A", 1),
      fact("2025-11-28", "A", 2),
      fact("2025-12-01", "A", 4),
      fact("2025-12-29", "A", 10),
      fact("2026-01-02", "A", 20),
      fact("2026-01-05", "A", 40),
    ];
    const days = facts.map(({ day }) => day);
    const { grid } = fakeGrid(facts, {
      rows: ["calendar"],
      axes: {
        rows: { expanded: [["2025-12"], ["2026-01"]] },
      },
      values: ALL.slice(0, 2),
      dates: ["2025-12-29", "2026-01-05"],
      comparison: ["2025-11-27", "2025-12-01"],
      days,
    });
    expect(cells(grid)).toEqual({
      total: { total: [70, 7] },
      "2025-12": { total: [10, 3] },
      "2025-12-29": { total: [10, 1] },
      "vs 2025-11-28": { total: [null, 2] },
      "2026-01": { total: [60, 4] },
      "2026-01-02": { total: [20, 4] },
      "2026-01-05": { total: [40, null] },
    });
  });

  it("keep their counterpart when a filter keeps or leaves out a day", () => {
    const shown = (keep: boolean) =>
      cells(
        fakeGrid(FACTS, {
          rows: ["trade_day"],
          values: ALL.slice(0, 2),
          filters: [
            {
              kind: "path",
              dimensions: ["trade_day"],
              path: ["2026-01-15"],
              keep,
            },
          ],
          dates: NOW,
          comparison: BEFORE,
          days: DAYS,
        }).grid,
      );
    expect(shown(true)).toEqual({
      total: { total: [21, 20] },
      "2026-01-15": { total: [21, 20] },
    });
    expect(shown(false)).toEqual({
      total: { total: [30, 15] },
      "2026-01-14": { total: [12, 15] },
      "2026-01-16": { total: [18, null] },
    });
  });

  it("are drilled into by their counterpart's facts", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["trade_day"],
      axes: {
        rows: {
          fields: [
            {
              name: "trade_day",
              from: null,
              subtotals: true,
              levels: {
                trade_day: {
                  sort: [{ by: "label", descending: false }],
                  top: {
                    count: 2,
                    measure: "notional",
                    bottom: false,
                    other: true,
                  },
                },
              },
            },
          ],
        },
      },
      dates: NOW,
      comparison: WEEK_BEFORE,
      days: DAYS,
    });
    const { alignment } = grid.plan;
    const filters = grid.rows.items.flatMap((item) =>
      item.kind === "node"
        ? [
            nodeFilters(alignment, "current", item.node),
            nodeFilters(alignment, "comparison", item.node),
          ]
        : [],
    );
    const member = "trade_metrics.trade_day";
    const equals = (day: string) => [
      { member, operator: "equals", values: [day] },
    ];
    expect(filters).toEqual([
      equals("2026-01-15"),
      equals("2026-01-06"),
      equals("2026-01-16"),
      equals("2026-01-07"),
      [
        {
          member,
          operator: "notEquals",
          values: ["2026-01-15", "2026-01-16"],
        },
      ],
      [
        {
          member,
          operator: "notEquals",
          values: ["2026-01-06", "2026-01-07"],
        },
      ],
    ]);
  });

  it("ask for no more than what stands beside them where the others are too many to list", () => {
    const { grid } = fakeGrid(FACTS.toReversed(), {
      rows: ["desk"],
      columns: ["trade_day"],
      values: ALL.slice(0, 2),
      dates: ["2026-01-14", "2026-01-14"],
      comparison: ["2026-01-12", "2026-01-16"],
      days: DAYS,
      // The compared period has five days, and seven sums by desk and day; those
      // of the first day come last.
      limits: { whole: 3, answer: 3 },
    });
    expect(cells(grid)).toMatchObject({
      A: { "2026-01-14": [12, 10] },
      B: { "2026-01-14": [null, 5] },
    });
  });

  it("are compared with themselves where nothing says which days there are", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["trade_day"],
      values: ALL.slice(0, 2),
      dates: ["2026-01-15", "2026-01-16"],
      comparison: ["2026-01-14", "2026-01-15"],
    });
    expect(cells(grid)).toMatchObject({ "2026-01-15": { total: [21, 21] } });
  });
});
