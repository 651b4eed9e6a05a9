/** LEB128. @returns the place after the last byte */
export function varint(out: Uint8Array, at: number, value: number): number {
  while (value >= 0x80) {
    out[at++] = (value & 0x7f) | 0x80;
    value = Math.floor(value / 0x80);
  }
  out[at++] = value;
  return at;
}

/** Length and bytes of a text. */
export function string(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  const length = new Uint8Array(10);
  return Buffer.concat([
    length.subarray(0, varint(length, 0, bytes.length)),
    bytes,
  ]);
}

/** A whole number below 2^53. @returns the place after the last byte */
export function uint64(out: Uint8Array, at: number, value: number): number {
  const view = new DataView(out.buffer, out.byteOffset + at, 8);
  view.setUint32(0, value >>> 0, true);
  view.setUint32(4, Math.floor(value / 2 ** 32), true);
  return at + 8;
}

/** Copies the first `rows` doubles as they lie in memory (little endian). */
export function copyBytes(
  out: Uint8Array,
  at: number,
  values: Float64Array,
  rows: number,
): number {
  out.set(new Uint8Array(values.buffer, values.byteOffset, rows * 8), at);
  return at + rows * 8;
}

let words = new Uint32Array(0);
function scratch(length: number): Uint32Array {
  if (words.length < length) words = new Uint32Array(Math.ceil(length * 1.1));
  return words;
}

const flush = (out: Uint8Array, at: number, length: number): number => {
  out.set(new Uint8Array(words.buffer, 0, length * 4), at);
  return at + length * 4;
};

/** Whole doubles from 0 to 2^53 as 64-bit integers. */
export function int64(
  out: Uint8Array,
  at: number,
  values: Float64Array,
  rows: number,
): number {
  const pairs = scratch(rows * 2);
  for (let row = 0; row < rows; row++) {
    const value = values[row]!;
    const high = Math.floor(value / 2 ** 32);
    pairs[row * 2] = value - high * 2 ** 32;
    pairs[row * 2 + 1] = high;
  }
  return flush(out, at, rows * 2);
}

/** Per row the entry that `slots` names, of 4 or 8 bytes each. */
export function fillWords(
  out: Uint8Array,
  at: number,
  slots: Uint16Array,
  entries: Uint32Array,
  width: 4 | 8,
  rows: number,
): number {
  const filled = scratch(rows * (width / 4));
  if (width === 4) {
    for (let row = 0; row < rows; row++) filled[row] = entries[slots[row]!]!;
    return flush(out, at, rows);
  }
  for (let row = 0; row < rows; row++) {
    const entry = slots[row]! * 2;
    filled[row * 2] = entries[entry]!;
    filled[row * 2 + 1] = entries[entry + 1]!;
  }
  return flush(out, at, rows * 2);
}

/** Version of keys: a dictionary of its own for every block. */
const SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS = 1;
const HAS_ADDITIONAL_KEYS = 1 << 9;
const NEED_UPDATE_DICTIONARY = 1 << 10;
const INDEX_TYPE = { 1: 0, 2: 1 };

/**
 * `LowCardinality(String)`: what comes before the number of rows, and for every
 * entry of a slot the place of its text among the keys.
 *
 * @see SerializationLowCardinality.cpp in ClickHouse
 */
export function lowCardinality(entries: readonly string[]): {
  keys: Uint8Array;
  index: Uint16Array;
  /** Bytes per index. */
  width: 1 | 2;
} {
  const places = new Map<string, number>();
  const index = Uint16Array.from(entries, (entry) => {
    const place = places.get(entry) ?? places.size;
    places.set(entry, place);
    return place;
  });
  const width = places.size <= 0x100 ? 1 : 2;
  const numbers = new Uint8Array(24);
  uint64(numbers, 0, SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS);
  uint64(
    numbers,
    8,
    INDEX_TYPE[width] | HAS_ADDITIONAL_KEYS | NEED_UPDATE_DICTIONARY,
  );
  uint64(numbers, 16, places.size);
  const keys = Buffer.concat([numbers, ...[...places.keys()].map(string)]);
  return { keys, index, width };
}

/** Per row the key of the entry that `slots` names. */
export function fillIndices(
  out: Uint8Array,
  at: number,
  slots: Uint16Array,
  index: Uint16Array,
  width: 1 | 2,
  rows: number,
): number {
  if (width === 1) {
    for (let row = 0; row < rows; row++) out[at++] = index[slots[row]!]!;
    return at;
  }
  for (let row = 0; row < rows; row++) {
    const key = index[slots[row]!]!;
    out[at++] = key & 0xff;
    out[at++] = key >> 8;
  }
  return at;
}
