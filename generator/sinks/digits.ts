const ZERO = 48;
const MINUS = 45;
const POINT = 46;
const COLON = 58;

const POWERS = Float64Array.of(1, 10, 100, 1e3, 1e4, 1e5, 1e6);

/** Text of 00 … 99, two bytes each. */
const PAIRS = Buffer.from(
  Array.from({ length: 100 }, (_, n) => String(n).padStart(2, "0")).join(""),
);

/** Whole numbers below 2^31, without leading zeros. */
function writeInteger(buffer: Uint8Array, at: number, value: number): number {
  let length = 1;
  for (let bound = 10; length < 10 && value >= bound; bound *= 10) length++;
  let place = at + length;
  let rest = value | 0;
  while (rest >= 100) {
    const quotient = (rest / 100) | 0;
    const pair = (rest - quotient * 100) << 1;
    buffer[--place] = PAIRS[pair + 1]!;
    buffer[--place] = PAIRS[pair]!;
    rest = quotient;
  }
  if (rest >= 10) {
    buffer[place - 1] = PAIRS[(rest << 1) + 1]!;
    buffer[place - 2] = PAIRS[rest << 1]!;
  } else {
    buffer[place - 1] = ZERO + rest;
  }
  return at + length;
}

/** Exactly `length` digits, leading zeros kept; value below 2^31. */
function writePadded(
  buffer: Uint8Array,
  at: number,
  value: number,
  length: number,
): number {
  let rest = value | 0;
  for (let place = at + length - 1; place >= at; place--) {
    const quotient = (rest / 10) | 0;
    buffer[place] = ZERO + (rest - quotient * 10);
    rest = quotient;
  }
  return at + length;
}

/**
 * Writes `values[row]`, a whole number of 10^-decimals below 2^53, as the
 * shortest decimal text: 1230 with 2 decimals is `12.3`. Takes the array and
 * not the value: a double passed to a function is allocated.
 *
 * @returns the place after the last byte
 */
export function writeDecimal(
  buffer: Uint8Array,
  at: number,
  values: Float64Array,
  row: number,
  decimals: number,
): number {
  let value = values[row]!;
  if (value < 0) {
    buffer[at++] = MINUS;
    value = -value;
  }
  const unit = POWERS[decimals]!;
  const whole = Math.floor(value / unit);
  let fraction = (value - whole * unit) | 0;
  if (whole < 0x7fffffff) {
    at = writeInteger(buffer, at, whole);
  } else {
    const high = Math.floor(whole / 1e9);
    at = writeInteger(buffer, at, high);
    at = writePadded(buffer, at, whole - high * 1e9, 9);
  }
  if (fraction === 0) return at;
  buffer[at++] = POINT;
  let length = decimals;
  while (fraction % 10 === 0) {
    fraction = (fraction / 10) | 0;
    length--;
  }
  return writePadded(buffer, at, fraction, length);
}

/** Writes milliseconds since midnight as `hh:mm:ss.mmm`. */
export function writeTime(
  buffer: Uint8Array,
  at: number,
  milliseconds: number,
): number {
  const ms = milliseconds | 0;
  const seconds = (ms / 1000) | 0;
  const minutes = (seconds / 60) | 0;
  const hours = (minutes / 60) | 0;
  at = writePadded(buffer, at, hours, 2);
  buffer[at++] = COLON;
  at = writePadded(buffer, at, minutes - hours * 60, 2);
  buffer[at++] = COLON;
  at = writePadded(buffer, at, seconds - minutes * 60, 2);
  buffer[at++] = POINT;
  return writePadded(buffer, at, ms - seconds * 1000, 3);
}
