/**
 * Numbers as decimal text, each followed by a comma. A write may touch up to
 * eight bytes after its text, for what is written next to overwrite.
 *
 * The writers take columns, and not one value, because a call per value costs as
 * much as its digits and a double that is passed to a function is allocated. Only
 * common sizes are written in place.
 */
import {
  bytesOf,
  COLON,
  COMMA,
  FRACTION_BYTES,
  HUNDREDTHS,
  MINUS,
  PADDED,
  POINT,
  WHOLE,
} from "./digit-words.ts";

/** From here on a value takes the slow path, below all is 32-bit arithmetic. */
const LARGE = 1e8;

const UNITS = Float64Array.of(1, 10, 100, 1e3, 1e4, 1e5, 1e6);

/** Numbers of decimals that have a writer. */
export type Decimals = 0 | 1 | 2 | 4 | 6;

/**
 * Writes a row of columns: whole numbers of 10^-decimals below 2^53 as the
 * shortest text, 1230 with 2 decimals as `12.3,`.
 *
 * @returns the place after the last comma
 */
export function writeDecimals(
  view: DataView,
  at: number,
  columns: readonly Float64Array[],
  row: number,
  decimals: Decimals,
): number {
  if (decimals === 2) return writeHundredths(view, at, columns, row);
  if (decimals === 4) return writeTenThousandths(view, at, columns, row);
  for (let c = 0; c < columns.length; c++) {
    at = writeAny(view, at, columns[c]!, row, decimals);
  }
  return at;
}

function writeHundredths(
  view: DataView,
  at: number,
  columns: readonly Float64Array[],
  row: number,
): number {
  for (let c = 0; c < columns.length; c++) {
    const value = columns[c]![row]!;
    if (Math.abs(value) < LARGE) {
      // No branch on the sign: that of most columns cannot be predicted.
      const sign = (value | 0) >> 31;
      const magnitude = (value ^ sign) - sign;
      view.setUint8(at, MINUS);
      const whole = (magnitude / 100) | 0;
      at = writeWhole(view, at - sign, whole);
      const fraction = HUNDREDTHS[magnitude - whole * 100]!;
      view.setUint32(at, fraction, true);
      at += bytesOf(fraction);
    } else {
      at = writeAny(view, at, columns[c]!, row, 2);
    }
  }
  return at;
}

function writeTenThousandths(
  view: DataView,
  at: number,
  columns: readonly Float64Array[],
  row: number,
): number {
  for (let c = 0; c < columns.length; c++) {
    const value = columns[c]![row]!;
    if (Math.abs(value) < LARGE) {
      const sign = (value | 0) >> 31;
      const magnitude = (value ^ sign) - sign;
      view.setUint8(at, MINUS);
      at -= sign;
      const whole = (magnitude / 1e4) | 0;
      const word = WHOLE[whole]!;
      view.setUint32(at, word, true);
      at = writeFraction(view, at + bytesOf(word), magnitude - whole * 1e4);
    } else {
      at = writeAny(view, at, columns[c]!, row, 4);
    }
  }
  return at;
}

/** A value of any size. */
function writeAny(
  view: DataView,
  at: number,
  column: Float64Array,
  row: number,
  decimals: Decimals,
): number {
  const value = column[row]!;
  const magnitude = Math.abs(value);
  if (value < 0) view.setUint8(at++, MINUS);
  const unit = UNITS[decimals]!;
  const whole = Math.floor(magnitude / unit);
  const fraction = (magnitude - whole * unit) | 0;
  if (whole < LARGE) {
    at = writeWhole(view, at, whole | 0);
  } else {
    const high = Math.floor(whole / LARGE);
    const low = (whole - high * LARGE) | 0;
    at = writeWhole(view, at, high | 0);
    view.setUint32(at, PADDED[(low / 1e4) | 0]!, true);
    view.setUint32(at + 4, PADDED[low % 1e4]!, true);
    at += 8;
  }
  if (decimals === 6) return writeMillionths(view, at, fraction);
  if (decimals === 4) return writeFraction(view, at, fraction);
  const word = HUNDREDTHS[decimals === 1 ? fraction * 10 : fraction]!;
  view.setUint32(at, word, true);
  return at + bytesOf(word);
}

/** A whole number below 10^8. */
function writeWhole(view: DataView, at: number, value: number): number {
  const high = (value / 1e4) | 0;
  const low = value - high * 1e4;
  if (high === 0) {
    const word = WHOLE[low]!;
    view.setUint32(at, word, true);
    return at + bytesOf(word);
  }
  const word = WHOLE[high]!;
  view.setUint32(at, word, true);
  at += bytesOf(word);
  view.setUint32(at, PADDED[low]!, true);
  return at + 4;
}

/** Ten thousandths and the comma. */
function writeFraction(view: DataView, at: number, fraction: number): number {
  view.setUint8(at, POINT);
  view.setUint32(at + 1, PADDED[fraction]!, true);
  at += FRACTION_BYTES[fraction]!;
  view.setUint8(at, COMMA);
  return at + 1;
}

/** Millionths and the comma. */
function writeMillionths(view: DataView, at: number, fraction: number): number {
  const high = (fraction / 100) | 0;
  const low = fraction - high * 100;
  if (low === 0) return writeFraction(view, at, high);
  view.setUint8(at, POINT);
  view.setUint32(at + 1, PADDED[high]!, true);
  const word = HUNDREDTHS[low]! >>> 8;
  view.setUint32(at + 5, word, true);
  return at + 5 + bytesOf(word);
}

const twoDigits = (value: number, end: number) =>
  (PADDED[value]! >>> 16) | (end << 16);

/** Writes milliseconds since midnight as `hh:mm:ss.mmm,`. */
export function writeTime(
  view: DataView,
  at: number,
  milliseconds: number,
): number {
  const seconds = (milliseconds / 1000) | 0;
  const minutes = (seconds / 60) | 0;
  const hours = (minutes / 60) | 0;
  const rest = milliseconds - seconds * 1000;
  view.setUint32(at, twoDigits(hours, COLON), true);
  view.setUint32(at + 3, twoDigits(minutes - hours * 60, COLON), true);
  view.setUint32(at + 6, twoDigits(seconds - minutes * 60, POINT), true);
  view.setUint32(at + 9, (PADDED[rest]! >>> 8) | (COMMA << 24), true);
  return at + 13;
}
