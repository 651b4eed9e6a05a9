import { describe, expect, it } from "vitest";
import {
  findSelection,
  keepSelection,
} from "../../../../../web/src/explorer/grid/kept-selection.ts";
import {
  type Selection,
  selectionText,
  summariseSelection,
} from "../../../../../web/src/explorer/grid/selection.ts";
import {
  type GridTable,
  gridTable,
} from "../../../../../web/src/explorer/grid/table.ts";
import { TOTAL_NODE } from "../../../../../web/src/pivot/grid/nodes.ts";
import {
  type Fact,
  fakeGrid,
  type PivotOptions,
} from "../../pivot/grid/fake-api.ts";

const day = "2026-01-01";
const FACTS: Fact[] = [
  { day, desk: "A", book: "1", region: "east", symbol: "X", notional: 1 },
  { day, desk: "A", book: "2", region: "east", symbol: "Y", notional: 2 },
  { day, desk: "B", book: "3", region: "east", symbol: "X", notional: 4 },
  { day, desk: "C", book: "4", region: "west", symbol: "X", notional: 8 },
];

const tableOf = (options: PivotOptions): GridTable =>
  gridTable(fakeGrid(FACTS, options).grid, "top");

/** Rows and columns from 0; row 0 is the grand total, and so is column 0. */
const range = (
  top: number,
  left: number,
  bottom: number,
  right: number,
): Selection => ({
  anchor: { row: top, column: left },
  focus: { row: bottom, column: right },
});

const summary = (options: PivotOptions, selection: Selection) =>
  summariseSelection(tableOf(options), selection);

describe("summariseSelection", () => {
  it("adds up members that share no facts", () => {
    expect(summary({ rows: ["desk"] }, range(1, 0, 3, 0))).toBe(
      "3 cells · sum 15.00 · min 3.00 · max 8.00",
    );
  });

  it("adds up the one total of each of several rows, whatever else is selected with it", () => {
    // From the rows' names.
    expect(summary({ rows: ["desk"] }, range(1, -1, 2, 0))).toBe(
      "2 cells · sum 7.00 · min 3.00 · max 4.00",
    );
  });

  it("adds up no row with its children or with the grand total", () => {
    const open = { rows: { expanded: [["A"]] } };
    const options = { rows: ["desk", "book"], axes: open };
    expect(summary(options, range(1, 0, 3, 0))).toBe(
      "3 cells · min 1.00 · max 3.00",
    );
    expect(summary(options, range(0, 0, 1, 0))).toBe(
      "2 cells · min 3.00 · max 15.00",
    );
    expect(summary(options, range(2, 0, 3, 0))).toBe(
      "2 cells · sum 3.00 · min 1.00 · max 2.00",
    );
  });

  it("adds up no column with its children or with the total", () => {
    // Columns: total, east X, east Y, east itself, west.
    const options = {
      rows: ["desk"],
      columns: ["region", "symbol"],
      axes: { columns: { expanded: [["east"]] } },
    };
    expect(summary(options, range(1, 1, 1, 3))).toBe(
      "3 cells · min 1.00 · max 3.00",
    );
    expect(summary(options, range(1, 0, 1, 1))).toBe(
      "2 cells · min 1.00 · max 3.00",
    );
    expect(summary(options, range(1, 1, 1, 2))).toBe(
      "2 cells · sum 3.00 · min 1.00 · max 2.00",
    );
    // One column of several rows counts nothing twice.
    expect(summary(options, range(1, 3, 2, 3))).toBe(
      "2 cells · sum 7.00 · min 3.00 · max 4.00",
    );
  });

  it("adds up no averages, and no values of different measures", () => {
    const options = (measures: string[]): PivotOptions => ({
      rows: ["desk"],
      values: measures.map((name) => [name, "value"] as const),
    });
    expect(summary(options(["avg_price"]), range(1, 0, 3, 0))).toBe(
      "3 cells · min 1.50 · max 8.00",
    );
    expect(
      summary(options(["notional", "trade_count"]), range(1, 0, 2, 1)),
    ).toBe("4 cells");
  });
});

describe("selectionText", () => {
  const options: PivotOptions = { rows: ["desk"], columns: ["symbol"] };

  it("has headers, and the numbers as they are shown or as they are", () => {
    expect(selectionText(tableOf(options), range(1, 1, 2, 2), false)).toBe(
      "\tX Notional\tY Notional\nA\t1.00\t2.00\nB\t4.00\t–",
    );
    expect(selectionText(tableOf(options), range(1, 1, 2, 2), true)).toBe(
      "\tX Notional\tY Notional\nA\t1\t2\nB\t4\t",
    );
  });

  it("says what is not loaded, and so does the summary", () => {
    const { grid } = fakeGrid(FACTS, options);
    const waiting = {
      ...grid.cell(TOTAL_NODE, TOTAL_NODE, grid.plan.values[0]!),
      value: undefined,
    };
    const table = gridTable(
      {
        ...grid,
        cell: (row, column, value) =>
          row.key === "B" && column.key === "Y"
            ? waiting
            : grid.cell(row, column, value),
      },
      "top",
    );
    expect(selectionText(table, range(2, 1, 2, 2), false)).toBe(
      "\tX Notional\tY Notional\nB\t4.00\tnot loaded",
    );
    expect(summariseSelection(table, range(1, 1, 2, 2))).toBe(
      "4 cells · not all loaded",
    );
  });
});

describe("a kept selection", () => {
  const byNotional = (descending: boolean): PivotOptions => ({
    rows: ["desk"],
    axes: {
      rows: {
        sort: [
          {
            by: "value",
            measure: "notional",
            figure: "value",
            at: [],
            descending,
          },
        ],
      },
    },
  });

  it("finds its cells again after a sort", () => {
    // C, B, A.
    const before = tableOf(byNotional(true));
    const kept = keepSelection(before, range(1, 0, 2, 0));
    // A, B, C.
    const after = tableOf(byNotional(false));
    const found = findSelection(after, kept);
    expect(found).toEqual(range(3, 0, 2, 0));
    expect(summariseSelection(after, found)).toBe(
      summariseSelection(before, range(1, 0, 2, 0)),
    );
  });

  it("takes in what opens between its cells", () => {
    const kept = keepSelection(
      tableOf({ rows: ["desk", "book"] }),
      range(1, 0, 2, 0),
    );
    const open = tableOf({
      rows: ["desk", "book"],
      axes: { rows: { expanded: [["A"]] } },
    });
    const found = findSelection(open, kept);
    expect(found).toEqual(range(1, 0, 4, 0));
    expect(summariseSelection(open, found)).toBe(
      "4 cells · min 1.00 · max 4.00",
    );
  });

  it("is one cell once a corner of it is gone", () => {
    const open = tableOf({
      rows: ["desk", "book"],
      axes: { rows: { expanded: [["A"]] } },
    });
    const closed = tableOf({ rows: ["desk", "book"] });
    // From book 1 to desk B, and back.
    expect(
      findSelection(closed, keepSelection(open, range(2, 0, 4, 0))),
    ).toEqual(range(2, 0, 2, 0));
    expect(
      findSelection(closed, keepSelection(open, range(4, 0, 2, 0))),
    ).toEqual(range(2, 0, 2, 0));
  });

  it("stays within a smaller table of other members", () => {
    const kept = keepSelection(
      tableOf({ rows: ["desk"], columns: ["symbol"] }),
      range(1, 1, 3, 2),
    );
    const other = tableOf({ rows: ["region"] });
    expect(findSelection(other, kept)).toEqual(range(2, 0, 2, 0));
  });
});
