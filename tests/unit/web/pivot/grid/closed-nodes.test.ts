import { describe, expect, it } from "vitest";
import type { Grid } from "../../../../../web/src/pivot/grid/grid.ts";
import {
  type AxisNode,
  TOTAL_NODE,
} from "../../../../../web/src/pivot/grid/nodes.ts";
import { type Fact, fakeGrid, type PivotOptions } from "./fake-api.ts";

const day = "2026-01-01";
const FACTS: Fact[] = [
  { day, desk: "A", book: "1", region: "A", notional: 8 },
  { day, desk: "A", book: "2", region: "west", notional: 4 },
  { day, desk: "B", book: "3", region: "A", notional: 2 },
];

const gridOf = (options: PivotOptions) => fakeGrid(FACTS, options).grid;

function nodeOf(grid: Grid, axis: "rows" | "columns", key: string): AxisNode {
  for (const item of grid[axis].items) {
    if (item.kind === "node" && item.key === key) return item.node;
  }
  throw new Error(`no node ${key} on the ${axis}`);
}

const open = gridOf({
  rows: ["desk", "book"],
  axes: { rows: { expanded: [["A"]] } },
});
const book = nodeOf(open, "rows", "A/1");
const desk = nodeOf(open, "rows", "A");

const valueIn = (grid: Grid, row: AxisNode, column: AxisNode = TOTAL_NODE) => {
  const [value] = grid.plan.values;
  if (value === undefined) throw new Error("the plan has no value");
  return grid.cell(row, column, value).value;
};

describe("a cell of a row kept from an earlier grid", () => {
  it("has the row's value while the row is there", () => {
    expect(valueIn(open, book)).toBe(8);
    expect(valueIn(gridOf({ rows: ["desk"] }), desk)).toBe(12);
  });

  it("is not known once the row is closed, whatever the column", () => {
    const closed = gridOf({ rows: ["desk", "book"], columns: ["region"] });
    const region = nodeOf(closed, "columns", "A");
    expect(closed.shows(book, TOTAL_NODE)).toBe(false);
    expect(valueIn(closed, book)).toBeUndefined();
    expect(valueIn(closed, book, region)).toBeUndefined();
    expect(valueIn(closed, desk, region)).toBe(8);
  });

  it("is not known once its axis is the other one", () => {
    const swapped = gridOf({ rows: ["region"], columns: ["desk"] });
    expect(valueIn(swapped, nodeOf(swapped, "rows", "A"))).toBe(10);
    // The region A has the key of the desk A, and is another thing.
    expect(valueIn(swapped, desk)).toBeUndefined();
    expect(valueIn(swapped, TOTAL_NODE, desk)).toBe(12);
  });

  it("asks for nothing that is not shown", () => {
    const { grid, queries } = fakeGrid(FACTS, { rows: ["desk", "book"] });
    const before = queries.length;
    valueIn(grid, book);
    expect(queries).toHaveLength(before);
  });
});
