import { cellText, type ResultColumn, type Row } from "./result.ts";

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Of RFC 4180; an empty text is quoted, which tells it from NULL. */
const csvText = (text: string) =>
  text === "" || /[",\r\n]/.test(text) ? quoted(text) : text;

/** Of the clipboard of spreadsheets. */
const tsvText = (text: string) =>
  /["\t\r\n]/.test(text) ? quoted(text) : text;

export const csvHeader = (columns: readonly ResultColumn[]): string =>
  `${columns.map(({ name }) => csvText(name)).join(",")}\r\n`;

/** Rows as lines of CSV; NULL is nothing. */
export const csvRows = (
  rows: readonly Row[],
  columns: readonly ResultColumn[],
): string =>
  rows
    .map((row) => {
      const cells = columns.map((column, index) => {
        const value = row[index] ?? null;
        return value === null ? "" : csvText(cellText(value, column));
      });
      return `${cells.join(",")}\r\n`;
    })
    .join("");

/** A part of a result for the clipboard, with names of columns unless it is one cell. */
export function tsv(
  rows: readonly Row[],
  columns: readonly ResultColumn[],
): string {
  const cells = rows.map((row) =>
    row.map((value, index) => {
      const column = columns[index];
      return column === undefined ? "" : tsvText(cellText(value, column));
    }),
  );
  const header = columns.map(({ name }) => tsvText(name));
  const lines = rows.length * columns.length === 1 ? cells : [header, ...cells];
  return lines.map((line) => line.join("\t")).join("\n");
}
