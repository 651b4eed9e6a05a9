import {
  boolText,
  float8Text,
  int8Text,
  plainText,
  timestampText,
} from "../encode/text.ts";
import { OID } from "../encode/oids.ts";
import { SqlError } from "../sql-error.ts";
import type { SqlType } from "../tables.ts";

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
/** 2000-01-01, from which Postgres counts, in milliseconds since 1970. */
const POSTGRES_EPOCH = 946_684_800_000;
const WORD = 2 ** 32;

/**
 * Values as a binary array of Postgres, one dimension from 1: `array_recv` in
 * https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/arrayfuncs.c
 *
 * @throws SqlError 22P02 for a value that the type cannot hold
 */
export function arrayOf(type: SqlType, values: ArrayLike<unknown>): Buffer {
  const encoder = new ArrayEncoder(OID[type], values.length);
  const add = ADD[type];
  for (let place = 0; place < values.length; place++) {
    const value = values[place];
    if (value === null || value === undefined) encoder.addNull();
    else add(encoder, value);
  }
  return encoder.finish();
}

const ADD: Record<SqlType, (encoder: ArrayEncoder, value: unknown) => void> = {
  text: (encoder, value) => encoder.addText(plainText(value)),
  bool: (encoder, value) => encoder.addByte(boolText(value) === "t" ? 1 : 0),
  int8: addInt8,
  float8: addFloat8,
  timestamp: addTimestamp,
};

class ArrayEncoder {
  #bytes: Buffer;
  #at = HEADER_BYTES;

  constructor(oid: number, length: number) {
    this.#bytes = Buffer.allocUnsafe(HEADER_BYTES + length * 16);
    this.#bytes.writeInt32BE(length === 0 ? 0 : 1, 0);
    // Whether there are NULLs, which Postgres finds out itself.
    this.#bytes.writeInt32BE(0, 4);
    this.#bytes.writeInt32BE(oid, 8);
    this.#bytes.writeInt32BE(length, 12);
    this.#bytes.writeInt32BE(1, 16);
  }

  addNull(): void {
    this.#reserve(LENGTH_BYTES);
    this.#at = this.#bytes.writeInt32BE(-1, this.#at);
  }

  addText(text: string): void {
    // At most three bytes of UTF-8 for a unit of UTF-16.
    this.#reserve(LENGTH_BYTES + text.length * 3);
    const from = this.#at + LENGTH_BYTES;
    const length = this.#bytes.write(text, from);
    this.#bytes.writeInt32BE(length, this.#at);
    this.#at = from + length;
  }

  addByte(value: number): void {
    this.#element(1);
    this.#at = this.#bytes.writeUInt8(value, this.#at);
  }

  addDouble(value: number): void {
    this.#element(8);
    this.#at = this.#bytes.writeDoubleBE(value, this.#at);
  }

  /** @param value a safe integer */
  addInteger(value: number): void {
    this.#element(8);
    const high = Math.floor(value / WORD);
    this.#bytes.writeInt32BE(high, this.#at);
    this.#at = this.#bytes.writeUInt32BE(value - high * WORD, this.#at + 4);
  }

  addBigInt(value: bigint): void {
    this.#element(8);
    this.#at = this.#bytes.writeBigInt64BE(value, this.#at);
  }

  finish(): Buffer {
    const isEmpty = this.#bytes.readInt32BE(0) === 0;
    return this.#bytes.subarray(0, isEmpty ? 12 : this.#at);
  }

  #element(size: number): void {
    this.#reserve(LENGTH_BYTES + size);
    this.#at = this.#bytes.writeInt32BE(size, this.#at);
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#at * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

/** Few enough digits for a number to hold all of them. */
const SHORT_INTEGER = /^-?\d{1,15}$/;

function addInt8(encoder: ArrayEncoder, value: unknown): void {
  if (typeof value === "number" && Number.isSafeInteger(value)) {
    encoder.addInteger(value);
  } else if (typeof value === "string" && SHORT_INTEGER.test(value)) {
    encoder.addInteger(Number(value));
  } else {
    encoder.addBigInt(int64(BigInt(int8Text(value))));
  }
}

/** @throws SqlError 22003 */
function int64(value: bigint): bigint {
  if (BigInt.asIntN(64, value) === value) return value;
  throw new SqlError(
    "22003",
    `value "${value.toString()}" is out of range for type bigint`,
  );
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

function addFloat8(encoder: ArrayEncoder, value: unknown): void {
  const isPlain = typeof value === "string" && DECIMAL.test(value);
  encoder.addDouble(Number(isPlain ? value : float8Text(value)));
}

/** What Cube writes, years that `Date.UTC` takes for years, and all months up to day 28. */
const PLAIN_TIME =
  /^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}$/;

function addTimestamp(encoder: ArrayEncoder, value: unknown): void {
  if (typeof value === "string" && PLAIN_TIME.test(value)) {
    const milliseconds = Date.UTC(
      digits(value, 0, 4),
      digits(value, 5, 7) - 1,
      digits(value, 8, 10),
      digits(value, 11, 13),
      digits(value, 14, 16),
      digits(value, 17, 19),
      digits(value, 20, 23),
    );
    const microseconds = (milliseconds - POSTGRES_EPOCH) * 1000;
    if (Number.isSafeInteger(microseconds)) {
      encoder.addInteger(microseconds);
      return;
    }
  }
  encoder.addBigInt(microsecondsOf(timestampText(value)));
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) {
    number = number * 10 + text.charCodeAt(at) - 48;
  }
  return number;
}

/** @throws SqlError 22008 */
function microsecondsOf(text: string): bigint {
  const milliseconds = Date.parse(
    `${text.slice(0, 10)}T${text.slice(11, 19)}Z`,
  );
  const day = Number(text.slice(8, 10));
  // Date.parse takes the 31st of April for the 1st of May.
  if (new Date(milliseconds).getUTCDate() !== day) {
    throw new SqlError(
      "22008",
      `date/time field value out of range: "${text}"`,
      { hint: "correct the type of the member in the model" },
    );
  }
  return (
    BigInt(milliseconds - POSTGRES_EPOCH) * 1000n +
    BigInt(text.slice(20).padEnd(6, "0"))
  );
}
