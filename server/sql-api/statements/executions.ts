import type { Execution } from "../executor.ts";
import type { PgResult } from "../postgres/database.ts";
import type { Notice, RowBatch } from "../result.ts";
import { OID } from "../encode/oids.ts";
import { RowEncoder } from "../encode/row-encoder.ts";

const none: () => Notice[] = () => [];

/** A SELECT at work. */
export const executionOf = (
  rows: AsyncIterable<RowBatch> | Iterable<RowBatch>,
): Execution => ({
  rows: asynchronous(rows),
  tag: (count) => `SELECT ${count}`,
  notices: none,
});

/** Something that is done and gives no rows. */
export const doneExecution = (
  tag: string,
  notices: Notice[] = [],
): Execution => ({
  rows: asynchronous([]),
  tag: () => tag,
  notices: () => notices,
});

/** What Postgres has answered. */
export const pgExecution = ({ rows, tag, notices }: PgResult): Execution => ({
  rows: asynchronous(rows.ends.length === 0 ? [] : [rows]),
  tag: (count) => tag.replace(/^SELECT \d+$/, `SELECT ${count}`),
  notices: () => notices.map(readNotice),
});

/** Lines of text as rows of one column. */
export function textExecution(lines: string[], tag: string): Execution {
  const encoder = new RowEncoder([{ type: "text", format: 0 }]);
  for (const line of lines) encoder.add(() => line);
  return { ...executionOf([encoder.take()]), tag: () => tag };
}

export const TEXT_COLUMN = {
  tableOid: 0,
  columnNumber: 0,
  typeOid: OID.text,
  typeSize: -1,
  typeModifier: -1,
};

async function* asynchronous(
  rows: AsyncIterable<RowBatch> | Iterable<RowBatch>,
): AsyncGenerator<RowBatch> {
  yield* rows;
}

/** Type and length of a message. */
const MESSAGE_HEADER = 5;

function readNotice(message: Buffer): Notice {
  const fields = new Map(
    message
      .toString("utf8", MESSAGE_HEADER)
      .split("\0")
      .map((field) => [field[0], field.slice(1)] as const),
  );
  const hint = fields.get("H");
  return {
    severity: fields.get("V") === "WARNING" ? "WARNING" : "NOTICE",
    code: fields.get("C") ?? "00000",
    message: fields.get("M") ?? "",
    ...(hint === undefined ? {} : { hint }),
  };
}
