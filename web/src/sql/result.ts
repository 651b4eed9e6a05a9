/** A value as JSON carries it; numbers that JSON would round are text. */
export type Cell = string | number | boolean | null;
export type Row = readonly Cell[];

export interface ResultColumn {
  name: string;
  /** Cube's name of the type, e.g. `Int64`, `Timestamp`. */
  type: string;
}

const NUMBER_TYPES = new Set(["Int64", "Double", "Decimal"]);

/** Numbers stand at the right. */
export const isNumeric = ({ type }: ResultColumn): boolean =>
  NUMBER_TYPES.has(type);

/** Types that JSON has no word for, as Postgres would write their values. */
export function cellText(value: Cell, { type }: ResultColumn): string {
  if (value === null) return "";
  const text = String(value);
  return type === "Timestamp"
    ? text.replace("T", " ").replace(/\.000$/, "")
    : text;
}

/** Digits of a double that a sum of some thousand of them leaves sure. */
const SURE_DIGITS = 14;
/** Decimals that are shown all the same: cents. */
const LEAST_DECIMALS = 2;

/** As on screen, where decimals are left out that are noise of a sum. */
export const shownText = (value: Cell, column: ResultColumn): string =>
  typeof value === "number" && !Number.isInteger(value)
    ? String(withoutNoise(value))
    : cellText(value, column);

function withoutNoise(value: number): number {
  const size = Math.abs(value);
  if (size < 1) return Number(value.toPrecision(SURE_DIGITS - 1));
  const whole = String(Math.trunc(size)).length;
  return Number(value.toFixed(Math.max(LEAST_DECIMALS, SURE_DIGITS - whole)));
}
