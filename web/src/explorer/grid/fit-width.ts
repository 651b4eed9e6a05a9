import { namesWidth } from "./geometry.ts";
import type { ColumnSize } from "./sizes.ts";

/** Of a text whose width is not a whole number of pixels. */
const ROUNDING = 1;

/** Between the names of two levels. */
const LEVEL_GAP = 10;

/** Pixels around what a cell holds. */
function frameOf(cell: Element): number {
  const style = getComputedStyle(cell);
  return [
    style.paddingLeft,
    style.paddingRight,
    style.borderLeftWidth,
    style.borderRightWidth,
  ].reduce((sum, text) => sum + Number.parseFloat(text), ROUNDING);
}

const widest = (widths: readonly number[]) => Math.max(0, ...widths);

/** The whole content of elements side by side, parts that are cut included. */
const contentWidth = (parts: Iterable<Element>, gap: number) =>
  [...parts].reduce((sum, part) => sum + part.scrollWidth + gap, -gap);

function valueContent(grid: Element, measure: string, figure: string): number {
  const cells = [
    ...grid.querySelectorAll(
      `[data-measure="${CSS.escape(measure)}"][data-figure="${figure}"]`,
    ),
  ];
  const texts = cells.flatMap((cell) => [
    ...cell.querySelectorAll(".number-text, button"),
  ]);
  const [first] = cells;
  return first === undefined
    ? 0
    : frameOf(first) + widest(texts.map((text) => text.scrollWidth));
}

/** Of the compact layout: indented, with the names of levels after them. */
function nameContent(grid: Element, levels: number): number {
  const labels = [...grid.querySelectorAll(".grid-cell.label")];
  const header = grid.querySelector(".values-row .corner");
  const title = header?.querySelector("button")?.scrollWidth ?? 0;
  const [first] = labels;
  if (first === undefined) return 0;
  const gap = Number.parseFloat(getComputedStyle(first).columnGap) || 0;
  const names = labels.map(
    (label) => frameOf(label) + contentWidth(label.children, gap),
  );
  return namesWidth(
    widest(names),
    header === null ? 0 : frameOf(header) + title,
    levels,
  );
}

/** Of a level of the tabular layout. */
function levelContent(grid: Element, at: number): number {
  const columns = [
    ...grid.querySelectorAll(`.label-column:nth-child(${at + 1})`),
  ];
  return (
    widest(columns.map((column) => contentWidth(column.children, 0))) +
    LEVEL_GAP +
    ROUNDING
  );
}

/** The pixels that a column needs for what of it is rendered in a grid. */
export function fitWidth(
  grid: Element,
  { column, shown, at, levels }: ColumnSize,
): number {
  switch (column.kind) {
    case "value":
      return valueContent(grid, shown?.value.planned.name ?? "", column.figure);
    case "names":
      return nameContent(grid, levels);
    case "level":
      return levelContent(grid, at);
  }
}
