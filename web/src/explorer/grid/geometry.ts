import type { Grid } from "../../pivot/grid/grid.ts";
import { TOTAL_NODE } from "../../pivot/grid/nodes.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import { formatFigure, valueTitle, valueUnit } from "./cell-format.ts";
import type { GridColumn } from "./columns.ts";

/** Pixels; the same in grid.css. */
export const ROW_HEIGHT = 26;
export const INDENT = 16;

const DIGIT = 7.4;
const LETTER = 6.4;
const PADDING = 22;
const STATUS_WIDTH = 120;
const LEAST = 84;
const MOST = 240;
/** How much of the width pinned totals may take. */
const PINNED_SHARE = 0.45;

/** Wide enough for its heading and its grand total, the longest number as a rule. */
const valueWidth = (grid: Grid, value: PlannedValue): number => {
  const total = grid.cell(TOTAL_NODE, TOTAL_NODE, value);
  const longest = formatFigure(total.current ?? null, {
    ...value,
    figure: value.figure === "delta" ? "delta" : "value",
  });
  const heading = `${valueTitle(value)} ${valueUnit(value)}`.trim();
  const words = Math.max(...heading.split(" ").map((word) => word.length));
  const title =
    heading.length > 16
      ? Math.max(words, heading.length / 1.6)
      : heading.length;
  return Math.round(
    Math.max(
      LEAST,
      Math.min(
        MOST,
        Math.max((longest.length + 1) * DIGIT, (title + 3) * LETTER) + PADDING,
      ),
    ),
  );
};

/** Width of each column, in pixels. */
export function columnWidths(
  grid: Grid,
  columns: readonly GridColumn[],
): number[] {
  const widths = new Map(
    grid.plan.values.map((value) => [value.key, valueWidth(grid, value)]),
  );
  return columns.map((column) =>
    column.kind === "status"
      ? STATUS_WIDTH
      : (widths.get(column.value.key) ?? LEAST),
  );
}

/**
 * How many leading columns stay in sight: the totals, where there is room for
 * them beside others.
 */
export function pinnedColumns(
  columns: readonly GridColumn[],
  widths: readonly number[],
  room: number,
): number {
  const first = columns.findIndex(
    (column) => column.kind === "status" || column.node.kind !== "total",
  );
  if (first <= 0) return 0;
  const width = widths.slice(0, first).reduce((sum, item) => sum + item, 0);
  return width <= room * PINNED_SHARE ? first : 0;
}
