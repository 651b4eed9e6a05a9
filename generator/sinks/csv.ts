import type { Chunk } from "../chunk.ts";
import {
  COLUMNS,
  DECIMAL_COLUMNS,
  DECIMAL_NAMES,
  type Dictionaries,
  type Slot,
  TEXT_COLUMNS,
  type TextColumn,
} from "../columns.ts";
import { writeDecimal, writeTime } from "./digits.ts";

const COMMA = 44;
const NEWLINE = 10;
const SPACE = 32;

/** Longest text of a decimal: sign, 16 digits, point, comma. */
const DECIMAL_BYTES = 20;
const DATE_AND_TIME_BYTES = 40;

/** A CSV field, quoted when it must be (RFC 4180). */
export const csvField = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** One line of CSV text. */
export const csvLine = (fields: readonly (string | number)[]): string =>
  `${fields.map((field) => csvField(String(field))).join(",")}\n`;

/** Neighbouring text columns of one slot, joined: one copy per row for all of them. */
interface Segment {
  slot: Slot;
  bytes: Uint8Array;
  /** Where entry n starts; entry n + 1 follows it. */
  starts: Uint32Array;
}

function textSegments(dictionaries: Dictionaries): Segment[] {
  const columns = Object.keys(TEXT_COLUMNS) as TextColumn[];
  const runs: TextColumn[][] = [];
  for (const column of columns) {
    const run = runs.at(-1);
    if (run && TEXT_COLUMNS[run[0]!] === TEXT_COLUMNS[column]) run.push(column);
    else runs.push([column]);
  }
  return runs.map((run) => {
    const entries = dictionaries[run[0]!].map((_, entry) =>
      Buffer.from(
        run
          .map((column) => `${csvField(dictionaries[column][entry]!)},`)
          .join(""),
      ),
    );
    const starts = new Uint32Array(entries.length + 1);
    entries.forEach((entry, index) => {
      starts[index + 1] = starts[index]! + entry.length;
    });
    return {
      slot: TEXT_COLUMNS[run[0]!],
      bytes: Buffer.concat(entries),
      starts,
    };
  });
}

const longest = ({ starts }: Segment) =>
  starts.reduce(
    (most, end, i) => Math.max(most, end - (starts[i - 1] ?? 0)),
    0,
  );

/** Writes chunks as CSV into one buffer that it keeps. */
export class CsvEncoder {
  static readonly header = Buffer.from(`${COLUMNS.join(",")}\n`);

  readonly #segments: Segment[];
  readonly #rowBytes: number;

  constructor(dictionaries: Dictionaries) {
    this.#segments = textSegments(dictionaries);
    this.#rowBytes =
      DATE_AND_TIME_BYTES +
      this.#segments.reduce((sum, segment) => sum + longest(segment), 0) +
      DECIMAL_NAMES.length * DECIMAL_BYTES;
  }

  /** Without header; in `into` when it is large enough, else in a new buffer. */
  encode(chunk: Chunk, into?: Uint8Array): Uint8Array {
    const most = chunk.rows * this.#rowBytes;
    const buffer =
      into !== undefined && into.length >= most
        ? into
        : new Uint8Array(Math.ceil(most * 1.1));
    const day = Buffer.from(`${chunk.date},${chunk.date}`);
    const segments = this.#segments;
    const indices = segments.map(({ slot }) => chunk.index[slot]);
    const decimals = DECIMAL_NAMES.map((name) => DECIMAL_COLUMNS[name]);
    const values = DECIMAL_NAMES.map((name) => chunk.decimal[name]);
    let at = 0;
    for (let row = 0; row < chunk.rows; row++) {
      for (let i = 0; i < day.length; i++) buffer[at++] = day[i]!;
      buffer[at++] = SPACE;
      at = writeTime(buffer, at, chunk.time[row]!);
      buffer[at++] = COMMA;
      for (let s = 0; s < segments.length; s++) {
        const { bytes, starts } = segments[s]!;
        const entry = indices[s]![row]!;
        const end = starts[entry + 1]!;
        for (let i = starts[entry]!; i < end; i++) buffer[at++] = bytes[i]!;
      }
      for (let c = 0; c < values.length; c++) {
        at = writeDecimal(buffer, at, values[c]!, row, decimals[c]!);
        buffer[at++] = COMMA;
      }
      buffer[at - 1] = NEWLINE;
    }
    return buffer.subarray(0, at);
  }
}
