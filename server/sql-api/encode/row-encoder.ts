import type { Format, RowBatch } from "../result.ts";
import type { SqlType } from "../tables.ts";
import {
  boolText,
  float8Text,
  int8Text,
  plainText,
  timestampText,
} from "./text.ts";

/** Reads a value of one row. */
export type CellReader = (row: number) => unknown;

export interface OutputColumn {
  type: SqlType;
  format: Format;
}

const FIRST_BYTES = 64 * 1024;
/** Type, length and number of columns of a DataRow. */
const HEADER_BYTES = 7;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
const DATA_ROW = 0x44;
/** 2000-01-01, from which Postgres counts, in milliseconds since 1970. */
const POSTGRES_EPOCH_MS = 946_684_800_000n;
const MICROSECONDS = 1000n;

/**
 * Writes values as DataRow messages:
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class RowEncoder {
  readonly #columns: readonly OutputColumn[];
  #buffer: Buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #at = 0;
  #ends: number[] = [];

  constructor(columns: readonly OutputColumn[]) {
    this.#columns = columns;
  }

  get bytes(): number {
    return this.#at;
  }

  get rows(): number {
    return this.#ends.length;
  }

  /** @throws SqlError 22P02 for a value that its type cannot hold */
  add(read: (column: number) => unknown): void {
    const start = this.#at;
    this.#reserve(HEADER_BYTES);
    this.#buffer[start] = DATA_ROW;
    this.#buffer.writeInt16BE(this.#columns.length, start + 5);
    this.#at = start + HEADER_BYTES;
    for (let column = 0; column < this.#columns.length; column++) {
      this.#addValue(this.#columns[column]!, read(column));
    }
    this.#buffer.writeInt32BE(this.#at - start - 1, start + 1);
    this.#ends.push(this.#at);
  }

  /** What was added since the last call. */
  take(): RowBatch {
    const batch = {
      bytes: this.#buffer.subarray(0, this.#at),
      ends: this.#ends,
    };
    this.#buffer = Buffer.allocUnsafe(Math.max(FIRST_BYTES, this.#at));
    this.#at = 0;
    this.#ends = [];
    return batch;
  }

  #addValue({ type, format }: OutputColumn, value: unknown): void {
    if (value === null || value === undefined) {
      this.#reserve(LENGTH_BYTES);
      this.#buffer.writeInt32BE(NULL_LENGTH, this.#at);
      this.#at += LENGTH_BYTES;
    } else if (format === 0) {
      this.#addText(textOf(type, value), type === "text");
    } else this.#addBinary(type, value);
  }

  #addText(text: string, unicode: boolean): void {
    // At most three bytes of UTF-8 for a unit of UTF-16.
    this.#reserve(LENGTH_BYTES + text.length * (unicode ? 3 : 1));
    const from = this.#at + LENGTH_BYTES;
    const length = unicode
      ? this.#buffer.write(text, from, "utf8")
      : this.#buffer.write(text, from, "latin1");
    this.#buffer.writeInt32BE(length, this.#at);
    this.#at = from + length;
  }

  #addBinary(type: SqlType, value: unknown): void {
    if (type === "text") {
      this.#addText(plainText(value), true);
      return;
    }
    const size = type === "bool" ? 1 : 8;
    this.#reserve(LENGTH_BYTES + size);
    this.#buffer.writeInt32BE(size, this.#at);
    const at = this.#at + LENGTH_BYTES;
    switch (type) {
      case "bool":
        this.#buffer[at] = boolText(value) === "t" ? 1 : 0;
        break;
      case "int8":
        this.#buffer.writeBigInt64BE(BigInt(int8Text(value)), at);
        break;
      case "float8":
        this.#buffer.writeDoubleBE(Number(float8Text(value)), at);
        break;
      case "timestamp":
        this.#buffer.writeBigInt64BE(microseconds(value), at);
        break;
    }
    this.#at = at + size;
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(
      Math.max(needed, this.#buffer.length * 2),
    );
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

export function textOf(type: SqlType, value: unknown): string {
  switch (type) {
    case "int8":
      return int8Text(value);
    case "float8":
      return float8Text(value);
    case "bool":
      return boolText(value);
    case "timestamp":
      return timestampText(value);
    case "text":
      return plainText(value);
  }
}

function microseconds(value: unknown): bigint {
  const [day, clock = ""] = timestampText(value).split(" ");
  const [seconds, fraction = ""] = clock.split(".");
  const milliseconds = BigInt(Date.parse(`${day}T${seconds}Z`));
  return (
    (milliseconds - POSTGRES_EPOCH_MS) * MICROSECONDS +
    BigInt(fraction.padEnd(6, "0"))
  );
}
