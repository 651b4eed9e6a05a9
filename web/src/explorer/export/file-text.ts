import { BYTE_ORDER_MARK, csvLine, type FileValue } from "../../files/csv.ts";
import type { FileTable } from "./file-table.ts";

/** What a file says of itself at its end. */
export type FileNotes = readonly (readonly [string, string])[];

/** Lines that are handed to the browser as one part, which it may keep on disk. */
const LINES_PER_PART = 5_000;

export const headerOf = ({ levels, columns }: FileTable): string[] => [
  ...levels,
  ...columns.map(({ title }) => title),
];

/** A table and its notes as CSV, in parts of one file. Numbers are unrounded. */
export function csvParts(table: FileTable, notes: FileNotes): Blob[] {
  const parts = [new Blob([BYTE_ORDER_MARK, csvLine(headerOf(table))])];
  const { lines } = table;
  for (let from = 0; from < lines.length; from += LINES_PER_PART) {
    const text = lines
      .slice(from, from + LINES_PER_PART)
      .map(({ labels, numbers }) => csvLine([...labels, ...numbers]));
    parts.push(new Blob(text));
  }
  const ends: readonly (readonly FileValue[])[] = [[], ...notes];
  parts.push(new Blob(ends.map(csvLine)));
  return parts;
}
