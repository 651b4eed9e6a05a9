import {
  isNumeric,
  type ResultColumn,
  type Row,
  shownText,
} from "../result.ts";

/** Pixels around a text. */
const PADDING = 24;
/** Of a character, where nothing can be measured. */
const CHARACTER = 8;
const NARROWEST = 56;
const WIDEST = 420;
/** A result of one column, such as a plan, may use the page. */
const WIDEST_ALONE = 2_000;
/** What NULL takes, and a number of later rows may. */
const LEAST = { text: "NULL", number: "00000000" };

/** Part of the longest text's length from which a text may be the widest. */
const WORTH_MEASURING = 0.6;
/** What bold letters take more. */
const BOLD = 1.08;

/** Rows that decide; texts of later ones are cut off where they are longer. */
export const DECIDING_ROWS = 200;

/**
 * Widths that show names and values, in pixels.
 *
 * @param widthOf pixels of a text in the grid's font
 */
export function columnWidths(
  columns: readonly ResultColumn[],
  rows: readonly Row[],
  widthOf: (text: string) => number,
): number[] {
  const deciding = rows.slice(0, DECIDING_ROWS);
  const widest = columns.length === 1 ? WIDEST_ALONE : WIDEST;
  return columns.map((column, index) => {
    const least = isNumeric(column) ? LEAST.number : LEAST.text;
    const texts = deciding.map((row) => shownText(row[index] ?? null, column));
    const longest = Math.max(least.length, ...texts.map((text) => text.length));
    // A text of few wide letters may take more than one of many narrow ones.
    const widths = [...new Set([least, ...texts])]
      .filter((text) => text.length >= longest * WORTH_MEASURING)
      .map(widthOf);
    const width = Math.max(...widths, widthOf(column.name) * BOLD);
    return Math.ceil(Math.max(NARROWEST, Math.min(widest, width + PADDING)));
  });
}

/** Measures texts in a font, given as CSS has it. */
export function textMeasure(font: string): (text: string) => number {
  const canvas = document.createElement("canvas").getContext("2d");
  if (canvas === null) return (text) => text.length * CHARACTER;
  canvas.font = font;
  return (text) => canvas.measureText(text).width;
}
