import type { RowBatch } from "../../server/sql-api/result.ts";

/** DataRow messages: https://www.postgresql.org/docs/current/protocol-message-formats.html */
export function batchOf(rows: (Buffer | null)[][]): RowBatch {
  const ends: number[] = [];
  let size = 0;
  for (const row of rows) {
    size +=
      7 + row.reduce((bytes, value) => bytes + 4 + (value?.length ?? 0), 0);
    ends.push(size);
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  rows.forEach((row, index) => {
    const start = at;
    bytes[at] = "D".charCodeAt(0);
    bytes.writeInt32BE(ends[index]! - start - 1, at + 1);
    bytes.writeInt16BE(row.length, at + 5);
    at += 7;
    for (const value of row) {
      bytes.writeInt32BE(value?.length ?? -1, at);
      at += 4 + (value?.copy(bytes, at + 4) ?? 0);
    }
  });
  return { bytes, ends };
}
