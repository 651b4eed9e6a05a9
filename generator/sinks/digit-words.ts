/**
 * Text of up to four bytes as one number, so that one store writes it: the first
 * byte is the lowest, bytes that are not used are 0.
 */

const ZERO = 48;
export const MINUS = 45;
export const POINT = 46;
export const COLON = 58;
export const COMMA = 44;

const words = (length: number, word: (n: number) => number): Uint32Array =>
  Uint32Array.from({ length }, (_, n) => word(n));

const digit = (n: number, unit: number) => ZERO + (Math.floor(n / unit) % 10);

/** 0 … 9999 with four digits. */
export const PADDED = words(
  1e4,
  (n) =>
    digit(n, 1000) |
    (digit(n, 100) << 8) |
    (digit(n, 10) << 16) |
    (digit(n, 1) << 24),
);

/** 0 … 9999 without leading zeros. */
export const WHOLE = words(
  1e4,
  (n) => PADDED[n]! >>> (n < 10 ? 24 : n < 100 ? 16 : n < 1000 ? 8 : 0),
);

/** 0 … 99 hundredths without trailing zeros: from the point, if any, to a comma. */
export const HUNDREDTHS = words(100, (n) => {
  if (n === 0) return COMMA;
  const tenths = POINT | (digit(n, 10) << 8);
  return n % 10 === 0
    ? tenths | (COMMA << 16)
    : tenths | (digit(n, 1) << 16) | (COMMA << 24);
});

/** 0 … 9999 ten thousandths without trailing zeros: bytes of point and digits. */
export const FRACTION_BYTES = Uint8Array.from({ length: 1e4 }, (_, n) =>
  n === 0 ? 0 : n % 10 ? 5 : n % 100 ? 4 : n % 1000 ? 3 : 2,
);

/** Bytes of the text. */
export const bytesOf = (word: number): number => 4 - (Math.clz32(word) >> 3);
