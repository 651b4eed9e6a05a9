import { describe, expect, it } from "vitest";
import { TOTAL_NODE } from "../../../../../web/src/pivot/grid/nodes.ts";
import type { Figure } from "../../../../../web/src/pivot/state/pivot-state.ts";
import { cells, type Fact, fakeGrid, names } from "./fake-api.ts";

const NOW = ["2026-01-02", "2026-01-02"] as const;
const BEFORE = ["2026-01-01", "2026-01-01"] as const;
const FACTS: Fact[] = [
  { day: "2026-01-01", desk: "kept", notional: 10 },
  { day: "2026-01-02", desk: "kept", notional: 14 },
  { day: "2026-01-01", desk: "vanished", notional: 5 },
  { day: "2026-01-02", desk: "new", notional: 3 },
];

describe("a comparison", () => {
  it("counts new and vanished members, so that changes add up to the total's", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["desk"],
      values: [
        ["notional", "value"],
        ["notional", "previous"],
        ["notional", "delta"],
        ["notional", "delta_percent"],
      ],
      dates: NOW,
      comparison: BEFORE,
    });
    expect(cells(grid)).toEqual({
      total: { total: [17, 15, 2, 2 / 15] },
      kept: { total: [14, 10, 4, 0.4] },
      new: { total: [3, null, 3, null] },
      vanished: { total: [null, 5, -5, -1] },
    });
  });

  it("has no change of an average that one period lacks", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["desk"],
      values: [["avg_price", "delta"]],
      dates: NOW,
      comparison: BEFORE,
    });
    expect(cells(grid)).toMatchObject({
      kept: { total: [4] },
      new: { total: [null] },
      vanished: { total: [null] },
    });
  });

  it("orders by change, members of both periods, those without any last", () => {
    const descending = (figure: "delta" | "delta_percent") =>
      names(
        fakeGrid(FACTS, {
          rows: ["desk"],
          axes: {
            rows: {
              sort: [
                {
                  by: "value",
                  measure: "notional",
                  figure,
                  at: [],
                  descending: true,
                },
              ],
            },
          },
          dates: NOW,
          comparison: BEFORE,
        }).grid,
      );
    expect(descending("delta")).toEqual(["kept", "new", "vanished"]);
    expect(descending("delta_percent")).toEqual(["kept", "vanished", "new"]);
  });

  it("has vanished members in Other", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["desk"],
      axes: {
        rows: {
          fields: [
            {
              name: "desk",
              from: null,
              subtotals: true,
              levels: {
                desk: {
                  sort: [],
                  top: {
                    count: 1,
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
      values: [
        ["notional", "value"],
        ["notional", "previous"],
      ],
      dates: NOW,
      comparison: BEFORE,
    });
    expect(cells(grid)).toMatchObject({
      kept: { total: [14, 10] },
      other: { total: [3, 5] },
    });
    const other = grid.rows.items.at(-1);
    expect(other).toMatchObject({ node: { kind: "other", members: 2 } });
  });

  it("has no change in % of what is 0 but for rounding, and says why", () => {
    const facts = (previous: number, now = 1e6): Fact[] => [
      { day: "2026-01-01", desk: "A", notional: previous },
      { day: "2026-01-02", desk: "A", notional: now },
    ];
    const [row, column] = [TOTAL_NODE, TOTAL_NODE];
    const change = (from: Fact[], figure: Figure = "delta_percent") => {
      const { grid } = fakeGrid(from, {
        values: [["notional", figure]],
        dates: NOW,
        comparison: BEFORE,
      });
      const [value] = grid.plan.values;
      if (value === undefined) throw new Error("no value");
      const cell = grid.cell(row, column, value);
      return [cell.value, cell.problem !== ""];
    };
    // Notional shows two places: half a cent is the least it does not show as 0.
    expect(change(facts(0))).toEqual([null, true]);
    expect(change(facts(1.2e-10))).toEqual([null, true]);
    expect(change(facts(-0.0049, 1))).toEqual([null, true]);
    expect(change(facts(0.005, 0.01))).toEqual([1, false]);
    expect(change(facts(0.01, 1e8))).toEqual([null, true]);
    expect(change(facts(-4, 1))).toEqual([1.25, false]);
    expect(change(facts(1.2e-10), "delta")).toEqual([1e6 - 1.2e-10, false]);
  });

  it("means nothing for a change without a period to compare with", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["desk"],
      values: [["notional", "delta"]],
    });
    expect(cells(grid)).toMatchObject({ kept: { total: [null] } });
  });
});
