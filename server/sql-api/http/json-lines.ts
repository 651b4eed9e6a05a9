import { OID } from "../encode/oids.ts";
import { decodeTextRows } from "../encode/decode.ts";
import type { Column, RowBatch } from "../result.ts";

/** Names of types as Cube's clients know them from cubesql. */
const COLUMN_TYPES = new Map<number, string>([
  [OID.bool, "Boolean"],
  [OID.int8, "Int64"],
  [OID.float8, "Double"],
  [OID.timestamp, "Timestamp"],
  [21, "Int64"],
  [23, "Int64"],
  [700, "Double"],
  [1700, "Decimal"],
  [1082, "Date"],
  [1184, "Timestamp"],
  [1186, "Interval"],
]);

type Reader = (text: string) => unknown;

/** What JSON has no word for stays text: Infinity, and whole numbers it would round. */
const number: Reader = (text) => {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
};
const whole: Reader = (text) => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
};
const time: Reader = (text) => {
  const [day, clock = "00:00:00"] = text.split(" ");
  const [seconds, fraction = ""] = clock.split(".");
  return `${day}T${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}`;
};

const READERS = new Map<number, Reader>([
  [OID.bool, (text) => text === "t"],
  [OID.int8, whole],
  [21, whole],
  [23, whole],
  [OID.float8, number],
  [700, number],
  [OID.timestamp, time],
]);

/** The first line of an answer. */
export const schemaLine = (columns: Column[]): string =>
  line({
    schema: columns.map(({ name, typeOid }) => ({
      name,
      column_type: COLUMN_TYPES.get(typeOid) ?? "String",
    })),
  });

/** Rows as the other lines. */
export function dataLine(batch: RowBatch, columns: Column[]): string {
  const readers = columns.map(({ typeOid }) => READERS.get(typeOid));
  const data = decodeTextRows(batch).map((row) =>
    row.map((text, column) =>
      text === null ? null : (readers[column]?.(text) ?? text),
    ),
  );
  return line({ data });
}

export const line = (value: object): string => `${JSON.stringify(value)}\n`;
