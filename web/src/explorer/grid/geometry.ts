import type { Grid } from "../../pivot/grid/grid.ts";
import { TOTAL_NODE } from "../../pivot/grid/nodes.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import { formatFigure, valueTitle, valueUnit } from "./cell-format.ts";
import type { GridColumn } from "./columns.ts";
import { textWidth } from "./text-width.ts";

/** Pixels; the same in grid.css. */
export const ROW_HEIGHT = 26;

const COMPACT_LABEL = 280;
const LEVEL_WIDTH = 132;
/** A level's name can be told from others in this much. */
const LEAST_LEVEL_WIDTH = 84;
/** How much of the grid its labels may take: the numbers need the rest. */
const LABEL_SHARE = 0.5;
const NARROW = 560;
const NARROW_LABEL = 148;

export interface LabelLayout {
  layout: "compact" | "tabular";
  /** Pixels of all label columns. */
  width: number;
  /** True when the chosen layout did not fit. */
  crowded: boolean;
}

/**
 * The layout of the frozen labels that leaves room for numbers.
 *
 * @param room pixels of the grid; 0 = not known yet
 */
export function labelLayout(
  layout: "compact" | "tabular",
  levels: number,
  room: number,
): LabelLayout {
  const crowded = layout === "tabular" && levels > 1;
  if (room > 0 && room < NARROW) {
    return { layout: "compact", width: NARROW_LABEL, crowded };
  }
  const compact = { layout: "compact", width: COMPACT_LABEL } as const;
  if (layout === "compact") return { ...compact, crowded: false };
  const columns = Math.max(1, levels);
  const fitting = Math.floor((room * LABEL_SHARE) / columns);
  const each = room === 0 ? LEVEL_WIDTH : Math.min(LEVEL_WIDTH, fitting);
  return each < LEAST_LEVEL_WIDTH
    ? { ...compact, crowded }
    : { layout, width: columns * each, crowded: false };
}

const DIGIT = 7.4;
const PADDING = 22;
/** Between a title and its unit, and before it the arrow of a sort with its place. */
const TITLE_EXTRAS = 14;
const HEADER_FONT_SIZE = 12;
const STATUS_WIDTH = 120;
const LEAST = 84;
/** Of a title; numbers are never cut. */
const MOST = 240;
/** Characters of amounts that can be longer than their total: gains and losses, averages. */
const LEAST_DIGITS = 12;
/** How much of the width pinned totals may take. */
const PINNED_SHARE = 0.55;

const headerWidth = (value: PlannedValue): number =>
  textWidth(valueTitle(value), HEADER_FONT_SIZE, 600) +
  textWidth(valueUnit(value), HEADER_FONT_SIZE, 400) +
  TITLE_EXTRAS;

/** Wide enough for its heading and its grand total, the longest number as a rule. */
const valueWidth = (grid: Grid, value: PlannedValue): number => {
  const total = grid.cell(TOTAL_NODE, TOTAL_NODE, value);
  const longest = formatFigure(total.current ?? null, {
    ...value,
    figure: value.figure === "delta" ? "delta" : "value",
  });
  const { additive, unit } = value.planned;
  const digits = Math.max(
    longest.length + 1,
    additive && !unit.startsWith("currency") ? 0 : LEAST_DIGITS,
  );
  const title = Math.min(headerWidth(value) + PADDING, MOST);
  return Math.round(Math.max(LEAST, title, digits * DIGIT + PADDING));
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
