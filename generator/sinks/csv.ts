import type { Chunk } from "../chunk.ts";
import {
  COLUMNS,
  DECIMAL_COLUMNS,
  DECIMAL_NAMES,
  type DecimalColumn,
  type Dictionaries,
  type Slot,
  TEXT_COLUMNS,
  type TextColumn,
} from "../columns.ts";
import { COPIED_COLUMNS, COPIED_SLOTS } from "../trades/explode.ts";
import { type Decimals, writeDecimals, writeTime } from "./digits.ts";
import { TextTable } from "./text-table.ts";

const NEWLINE = 10;

/** Longest text of a decimal: sign, 16 digits, point, comma. */
const DECIMAL_BYTES = 20;
const DATE_AND_TIME_BYTES = 40;

/** A CSV field, quoted when it must be (RFC 4180). */
export const csvField = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** One line of CSV text. */
export const csvLine = (fields: readonly (string | number)[]): string =>
  `${fields.map((field) => csvField(String(field))).join(",")}\n`;

/** What all rows of a trade have in common; the bucket is the traded instrument's. */
const SHARED: readonly (Slot | DecimalColumn)[] = [
  ...COPIED_SLOTS,
  "riskBucket",
  ...COPIED_COLUMNS,
];

/** Neighbouring text columns of one slot, joined: one write for all of them. */
interface Segment {
  slot: Slot;
  table: TextTable;
}

function textSegments(dictionaries: Dictionaries): Segment[] {
  const columns = Object.keys(TEXT_COLUMNS) as TextColumn[];
  const runs: TextColumn[][] = [];
  for (const column of columns) {
    const run = runs.at(-1);
    if (run && TEXT_COLUMNS[run[0]!] === TEXT_COLUMNS[column]) run.push(column);
    else runs.push([column]);
  }
  return runs.map((run) => ({
    slot: TEXT_COLUMNS[run[0]!],
    table: new TextTable(
      dictionaries[run[0]!].map((_, entry) =>
        run
          .map((column) => `${csvField(dictionaries[column][entry]!)},`)
          .join(""),
      ),
    ),
  }));
}

/** Neighbouring decimal columns with the same number of decimals. */
interface DecimalRun {
  decimals: Decimals;
  columns: DecimalColumn[];
}

/**
 * Neighbouring columns that are all shared by the rows of a trade, or all not:
 * shared text is copied from the trade's first row, which is faster than to
 * write it again.
 */
class Part {
  readonly shared: boolean;
  readonly segments: Segment[] = [];
  readonly runs: DecimalRun[] = [];
  /** Where the text of the latest row that was written lies. */
  from = 0;
  to = 0;
  #indices: Uint16Array[] = [];
  #values: Float64Array[][] = [];

  constructor(shared: boolean) {
    this.shared = shared;
  }

  /** Writes rows of this chunk from now on. */
  take({ index, decimal }: Chunk): void {
    this.#indices = this.segments.map(({ slot }) => index[slot]);
    this.#values = this.runs.map(({ columns }) =>
      columns.map((column) => decimal[column]),
    );
  }

  write(view: DataView, at: number, row: number): number {
    const { segments, runs } = this;
    for (let s = 0; s < segments.length; s++) {
      at = segments[s]!.table.write(view, at, this.#indices[s]![row]!);
    }
    for (let r = 0; r < runs.length; r++) {
      at = writeDecimals(view, at, this.#values[r]!, row, runs[r]!.decimals);
    }
    return at;
  }
}

function layOut(segments: readonly Segment[]): Part[] {
  const parts = [new Part(true)];
  const partOf = (name: Slot | DecimalColumn) => {
    const shared = SHARED.includes(name);
    if (parts.at(-1)!.shared !== shared) parts.push(new Part(shared));
    return parts.at(-1)!;
  };
  for (const segment of segments) {
    partOf(segment.slot).segments.push(segment);
  }
  for (const column of DECIMAL_NAMES) {
    const decimals = DECIMAL_COLUMNS[column];
    const { runs } = partOf(column);
    const run = runs.at(-1);
    if (run?.decimals === decimals) run.columns.push(column);
    else runs.push({ decimals, columns: [column] });
  }
  return parts;
}

/** Writes chunks as CSV. */
export class CsvEncoder {
  static readonly header = Buffer.from(`${COLUMNS.join(",")}\n`);

  readonly #parts: readonly Part[];
  readonly #rowBytes: number;

  constructor(dictionaries: Dictionaries) {
    const segments = textSegments(dictionaries);
    this.#parts = layOut(segments);
    this.#rowBytes =
      DATE_AND_TIME_BYTES +
      segments.reduce((sum, { table }) => sum + table.width, 0) +
      DECIMAL_NAMES.length * DECIMAL_BYTES;
  }

  /** Without header; in `into` when it is large enough, else in a new buffer. */
  encode(chunk: Chunk, into?: Uint8Array): Uint8Array {
    // One row more: writers may touch bytes after their text.
    const most = (chunk.rows + 1) * this.#rowBytes;
    const buffer =
      into !== undefined && into.length >= most
        ? into
        : new Uint8Array(Math.ceil(most * 1.1));
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    const parts = this.#parts;
    for (const part of parts) part.take(chunk);
    const day = new TextTable([`${chunk.date},${chunk.date} `]);
    const { rows, time } = chunk;
    const { trade_id } = chunk.decimal;
    let at = 0;
    for (let row = 0; row < rows; row++) {
      const sameTrade = row > 0 && trade_id[row] === trade_id[row - 1];
      for (let p = 0; p < parts.length; p++) {
        const part = parts[p]!;
        const { from, to } = part;
        if (sameTrade && part.shared) {
          buffer.copyWithin(at, from, to);
          at += to - from;
          continue;
        }
        part.from = at;
        if (p === 0) at = writeTime(view, day.write(view, at, 0), time[row]!);
        at = part.write(view, at, row);
        part.to = at;
      }
      buffer[at - 1] = NEWLINE;
    }
    return buffer.subarray(0, at);
  }
}
