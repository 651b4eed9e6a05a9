import type { Chunk } from "../chunk.ts";
import {
  COLUMNS,
  DECIMAL_COLUMNS,
  type DecimalColumn,
  type Dictionaries,
  TEXT_COLUMNS,
  type TextColumn,
} from "../columns.ts";
import { COLUMN_TYPES } from "../column-types.ts";
import {
  copyBytes,
  fillIndices,
  fillWords,
  int64,
  lowCardinality,
  string,
  uint64,
  varint,
} from "./native-bytes.ts";

const MS_PER_DAY = 86_400_000;

/** Writes one column of a chunk and returns the place after it. */
type ColumnWriter = (out: Uint8Array, at: number, chunk: Chunk) => number;

/**
 * Writes chunks as blocks of ClickHouse's `Native` format, revision 0 as HTTP
 * has it: varint columns, varint rows, then per column name, type and values,
 * little endian. Blocks may follow each other without anything in between.
 *
 * @see https://clickhouse.com/docs/interfaces/formats/Native
 */
export class NativeEncoder {
  readonly #writers: readonly ColumnWriter[];
  readonly #fixedBytes: number;
  readonly #rowBytes: number;

  constructor(dictionaries: Dictionaries) {
    let fixedBytes = 20;
    let rowBytes = 0;
    this.#writers = COLUMNS.map((name) => {
      const column = columnOf(name, dictionaries);
      fixedBytes += column.head.length + 8;
      rowBytes += column.width;
      return (out, at, chunk) => {
        out.set(column.head, at);
        return column.write(out, at + column.head.length, chunk);
      };
    });
    this.#fixedBytes = fixedBytes;
    this.#rowBytes = rowBytes;
  }

  /** One block; in `into` when it is large enough, else in a new buffer. */
  encode(chunk: Chunk, into?: Uint8Array): Uint8Array {
    const most = this.#fixedBytes + chunk.rows * this.#rowBytes;
    const out =
      into !== undefined && into.length >= most
        ? into
        : new Uint8Array(Math.ceil(most * 1.1));
    let at = varint(out, 0, COLUMNS.length);
    at = varint(out, at, chunk.rows);
    for (const write of this.#writers) at = write(out, at, chunk);
    return out.subarray(0, at);
  }
}

interface Column {
  /** Name and type, and for a dictionary its entries. */
  head: Uint8Array;
  /** Bytes per row. */
  width: number;
  write: ColumnWriter;
}

function columnOf(name: string, dictionaries: Dictionaries): Column {
  const type = COLUMN_TYPES[name]!;
  const head = Buffer.concat([string(name), string(type)]);
  if (name in DECIMAL_COLUMNS) {
    const column = name as DecimalColumn;
    return type === "UInt64"
      ? wholeColumn(head, column)
      : floatColumn(head, column);
  }
  if (name in TEXT_COLUMNS) {
    const column = name as TextColumn;
    const entries = dictionaries[column];
    return type.startsWith("LowCardinality")
      ? textColumn(head, column, entries)
      : idColumn(head, column, entries, type === "UInt64" ? 8 : 4);
  }
  return name === "trade_date" ? dateColumn(head) : timeColumn(head);
}

/** Reused between columns and chunks; grows to the largest chunk. */
let doubles = new Float64Array(0);
function scratch(rows: number): Float64Array {
  if (doubles.length < rows) doubles = new Float64Array(Math.ceil(rows * 1.1));
  return doubles;
}

/**
 * A whole number over a power of ten, both exact, rounds to the same double as
 * the decimal text does: CSV and Native load the same bits.
 */
function floatColumn(head: Uint8Array, name: DecimalColumn): Column {
  const unit = 10 ** DECIMAL_COLUMNS[name];
  return {
    head,
    width: 8,
    write(out, at, { rows, decimal }) {
      const from = decimal[name];
      const values = scratch(rows);
      // + 0 makes 0 of -0, which decimal text does not have.
      for (let row = 0; row < rows; row++) values[row] = from[row]! / unit + 0;
      return copyBytes(out, at, values, rows);
    },
  };
}

function wholeColumn(head: Uint8Array, name: DecimalColumn): Column {
  return {
    head,
    width: 8,
    write: (out, at, { rows, decimal }) => int64(out, at, decimal[name], rows),
  };
}

function textColumn(
  head: Uint8Array,
  name: TextColumn,
  entries: readonly string[],
): Column {
  const slot = TEXT_COLUMNS[name];
  const { keys, index, width } = lowCardinality(entries);
  return {
    head: Buffer.concat([head, keys]),
    width,
    write: (out, at, { rows, index: slots }) =>
      fillIndices(out, uint64(out, at, rows), slots[slot], index, width, rows),
  };
}

function idColumn(
  head: Uint8Array,
  name: TextColumn,
  entries: readonly string[],
  width: 4 | 8,
): Column {
  const slot = TEXT_COLUMNS[name];
  const words = new Uint32Array((entries.length * width) / 4);
  entries.forEach((entry, place) => {
    const id = Number(entry);
    words[(place * width) / 4] = id;
    if (width === 8) words[place * 2 + 1] = Math.floor(id / 2 ** 32);
  });
  return {
    head,
    width,
    write: (out, at, { rows, index }) =>
      fillWords(out, at, index[slot], words, width, rows),
  };
}

function dateColumn(head: Uint8Array): Column {
  return {
    head,
    width: 2,
    write(out, at, { rows, date }) {
      const days = Date.parse(date) / MS_PER_DAY;
      for (let row = 0; row < rows; row++) {
        out[at++] = days & 0xff;
        out[at++] = days >> 8;
      }
      return at;
    },
  };
}

function timeColumn(head: Uint8Array): Column {
  return {
    head,
    width: 8,
    write(out, at, { rows, date, time }) {
      const midnight = Date.parse(date);
      const values = scratch(rows);
      for (let row = 0; row < rows; row++) values[row] = midnight + time[row]!;
      return int64(out, at, values, rows);
    },
  };
}
