import { describe, expect, it } from "vitest";
import {
  contains,
  edgesOf,
  placeAfter,
} from "../../../../web/src/sql/grid/cell-range.ts";
import { columnWidths } from "../../../../web/src/sql/grid/column-widths.ts";

const SIZE = { rows: 100, columns: 5, page: 10 };
const HERE = { row: 50, column: 2 };

describe("placeAfter", () => {
  it.each([
    ["ArrowUp", false, 49, 2],
    ["ArrowDown", false, 51, 2],
    ["ArrowRight", false, 50, 3],
    ["ArrowLeft", true, 50, 0],
    ["ArrowDown", true, 99, 2],
    ["PageUp", false, 40, 2],
    ["PageDown", false, 60, 2],
    ["Home", false, 50, 0],
    ["End", false, 50, 4],
    ["Home", true, 0, 0],
    ["End", true, 99, 4],
  ])(
    "%s (control: %s) leads to row %i, column %i",
    (key, edge, row, column) => {
      expect(placeAfter(key, edge, HERE, SIZE)).toEqual({ row, column });
    },
  );

  it("stays in the grid, and knows no other keys", () => {
    expect(placeAfter("PageUp", false, { row: 3, column: 0 }, SIZE)?.row).toBe(
      0,
    );
    expect(placeAfter("toString", false, HERE, SIZE)).toBeUndefined();
    expect(placeAfter("a", false, HERE, SIZE)).toBeUndefined();
  });
});

describe("edgesOf", () => {
  it("holds the cells between two corners, in whatever order", () => {
    const edges = edgesOf({
      anchor: { row: 5, column: 0 },
      active: { row: 3, column: 2 },
    });
    expect(edges).toEqual({ top: 3, bottom: 5, left: 0, right: 2 });
    expect(contains(edges, { row: 4, column: 1 })).toBe(true);
    expect(contains(edges, { row: 4, column: 3 })).toBe(false);
  });
});

describe("columnWidths", () => {
  const widthOf = (text: string) => text.length * 10;
  const column = (name: string, type = "String") => ({ name, type });

  it("gives a column as much as its longest text or its name", () => {
    const [a = 0, b = 0] = columnWidths(
      [column("desk"), column("a_long_name")],
      [["Program Trading", "x"]],
      widthOf,
    );
    expect(a).toBeGreaterThanOrEqual(150);
    expect(b).toBeGreaterThanOrEqual(110);
  });

  it("has a limit, but for a column alone", () => {
    const long = "x".repeat(150);
    const [first = 0] = columnWidths(
      [column("a"), column("b")],
      [[long, "y"]],
      widthOf,
    );
    const [alone = 0] = columnWidths([column("a")], [[long]], widthOf);
    expect(first).toBe(420);
    expect(alone).toBeGreaterThanOrEqual(1_500);
  });
});
