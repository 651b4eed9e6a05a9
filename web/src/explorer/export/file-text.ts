import { BYTE_ORDER_MARK, csvLine, type FileValue } from "../../files/csv.ts";
import type { FileNotes } from "../../files/file-line.ts";
import type { FileHead, FileTable } from "./file-table.ts";

export const headerOf = ({ levels, columns }: FileHead): string[] => [
  ...levels,
  ...columns.map(({ title }) => title),
];

/**
 * A table and its notes as CSV, in parts of one file, which the browser may keep
 * on disk. Numbers are unrounded.
 */
export async function csvParts(
  table: FileTable,
  notes: FileNotes,
): Promise<Blob[]> {
  const parts = [new Blob([BYTE_ORDER_MARK, csvLine(headerOf(table))])];
  for await (const lines of table.batches) {
    const text = lines.map(({ labels, values }) =>
      csvLine([...labels, ...values]),
    );
    parts.push(new Blob([text.join("")]));
  }
  const ends: readonly (readonly FileValue[])[] = [[], ...notes];
  parts.push(new Blob(ends.map(csvLine)));
  return parts;
}
