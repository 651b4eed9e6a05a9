import type { RowBatch } from "../result.ts";

/** Type and length of a message. */
const MESSAGE_HEADER = 5;
const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;

/** DataRow messages with all columns as text, read back. */
export function decodeTextRows({ bytes, ends }: RowBatch): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let start = 0;
  for (let row = 0; row < ends.length; row++) {
    const count = bytes.readInt16BE(start + MESSAGE_HEADER);
    const values: (string | null)[] = [];
    let at = start + MESSAGE_HEADER + COUNT_BYTES;
    for (let column = 0; column < count; column++) {
      const length = bytes.readInt32BE(at);
      at += LENGTH_BYTES;
      if (length < 0) values.push(null);
      else {
        values.push(bytes.toString("utf8", at, at + length));
        at += length;
      }
    }
    rows.push(values);
    start = ends[row]!;
  }
  return rows;
}
