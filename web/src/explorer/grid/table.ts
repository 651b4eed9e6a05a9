import type { Grid } from "../../pivot/grid/grid.ts";
import { type GridColumn, gridColumns } from "./columns.ts";
import { type GridRow, gridRows, TOTAL_ROW } from "./rows.ts";

/** A pivot as lines and columns, in the order in which they are shown. */
export interface GridTable {
  grid: Grid;
  /** The grand total first. */
  rows: readonly GridRow[];
  columns: readonly GridColumn[];
}

export const gridTable = (grid: Grid, totals: "top" | "bottom"): GridTable => ({
  grid,
  rows: [TOTAL_ROW, ...gridRows(grid)],
  columns: gridColumns(grid, totals),
});
