import type { Grid } from "../../pivot/grid/grid.ts";
import { TOTAL_NODE } from "../../pivot/grid/nodes.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import type { LabelWidths } from "../../pivot/state/pivot-state.ts";
import { levelWidth, MOST_WIDTH } from "../../pivot/state/widths.ts";
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

/** Pixels of names from which on their header has room for a button. */
const ROOMY = 200;
/** Pixels of the button that opens rows down to a level; the same in CornerHeader.css. */
const LEVELS_BUTTON = 32;

/** What of the grid resized labels leave to the numbers, at least. */
const RESIZED_LABEL_SHARE = 0.8;

export interface LabelLayout {
  layout: "compact" | "tabular";
  /** Pixels of each label column. */
  widths: readonly number[];
  /** Pixels of all label columns. */
  width: number;
  /** Pixels they may take. */
  most: number;
  /** True when the chosen layout did not fit. */
  crowded: boolean;
}

const sum = (widths: readonly number[]) =>
  widths.reduce((total, width) => total + width, 0);

/**
 * Narrower where together they are too wide: each by the same share of what it
 * has above the width its names need, so that a narrow one stays readable.
 *
 * @param most pixels, at least what the names of all levels need
 */
function shrink(widths: readonly number[], most: number): readonly number[] {
  const width = sum(widths);
  if (width <= most) return widths;
  const needed = widths.map((each) => Math.min(each, LEAST_LEVEL_WIDTH));
  const share = (most - sum(needed)) / (width - sum(needed));
  return widths.map((each, at) => {
    const least = needed[at] ?? each;
    return least + Math.floor((each - least) * share);
  });
}

/**
 * The layout of the frozen labels that leaves room for numbers.
 *
 * @param levels names of the levels, coarse to fine
 * @param room pixels of the grid; 0 = not known yet
 * @param chosen widths in place of the usual ones, as far as there is room
 */
export function labelLayout(
  layout: "compact" | "tabular",
  levels: readonly string[],
  room: number,
  chosen: LabelWidths,
): LabelLayout {
  const narrow = room > 0 && room < NARROW;
  const share = narrow ? LABEL_SHARE : RESIZED_LABEL_SHARE;
  const most = room === 0 ? Infinity : Math.floor(room * share);
  const crowded = layout === "tabular" && levels.length > 1;
  const compact = (usual: number, isCrowded: boolean): LabelLayout => {
    // A room that is still being laid out moves nothing that is painted.
    const widest = Math.max(usual, most);
    const width = Math.min(chosen.names ?? usual, widest);
    return {
      layout: "compact",
      widths: [width],
      width,
      most: widest,
      crowded: isCrowded,
    };
  };
  if (narrow) return compact(NARROW_LABEL, crowded);
  if (layout === "compact") return compact(COMPACT_LABEL, false);
  const columns = Math.max(1, levels.length);
  const fitting = Math.floor((room * LABEL_SHARE) / columns);
  const each = room === 0 ? LEVEL_WIDTH : Math.min(LEVEL_WIDTH, fitting);
  if (each < LEAST_LEVEL_WIDTH) return compact(COMPACT_LABEL, crowded);
  const wanted = levels.map((level) => levelWidth(chosen, level) ?? each);
  const widths = shrink(wanted.length === 0 ? [each] : wanted, most);
  return { layout, widths, width: sum(widths), most, crowded: false };
}

/**
 * Whether the header of the names has the button that opens rows down to a level.
 *
 * @param width pixels of all label columns
 */
export const hasLevelsButton = (levels: number, width: number): boolean =>
  levels > 1 && width >= ROOMY;

/**
 * The whole pixels that show both names and their header, its button included.
 *
 * @param names pixels of the widest name
 * @param title pixels of the header without the button
 */
export function namesWidth(
  names: number,
  title: number,
  levels: number,
): number {
  const width = Math.ceil(Math.max(names, title));
  return hasLevelsButton(levels, width)
    ? Math.max(width, Math.ceil(title + LEVELS_BUTTON))
    : width;
}

/** Of totals, which are bold: the widest numbers there are. */
const NUMBER_FONT = { size: 13, weight: 650 };
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
  const digit = textWidth("0", NUMBER_FONT.size, NUMBER_FONT.weight);
  return Math.round(Math.max(LEAST, title, digits * digit + PADDING));
};

/** Pixels a column can have beside the labels; 0 = their room is not known yet. */
export const widestColumn = (room: number): number =>
  room > LEAST ? Math.min(room, MOST_WIDTH) : MOST_WIDTH;

/**
 * Width of each column, in pixels.
 *
 * @param room pixels beside the labels, which no resized column exceeds
 */
export function columnWidths(
  grid: Grid,
  columns: readonly GridColumn[],
  room: number,
): number[] {
  const most = widestColumn(room);
  const widths = new Map(
    grid.plan.values.map((value) => [
      value.key,
      value.width === undefined
        ? valueWidth(grid, value)
        : Math.min(value.width, most),
    ]),
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
  return sum(widths.slice(0, first)) <= room * PINNED_SHARE ? first : 0;
}
