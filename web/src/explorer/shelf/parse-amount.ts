const FACTORS: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  mn: 1e6,
  b: 1e9,
  bn: 1e9,
};

const AMOUNT = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(k|mn?|bn?)?$/;

/** Digits that are kept, so that 0.07 % is no 0.07000000000000001. */
const DIGITS = 12;

/** A number without what floating point adds to its digits. */
export const rounded = (value: number): number =>
  Number(value.toPrecision(DIGITS));

/** A number with all its digits, as the grid writes numbers. */
export const formatAmount = (value: number): string =>
  value
    .toLocaleString("en-US", { maximumSignificantDigits: DIGITS })
    .replace("-", "\u2212");

/**
 * A number as one types it, e.g. `1,500,000`, `1.5m`, `1.5e6` or `−20 bn`; undefined
 * = it is none.
 */
export function parseAmount(text: string): number | undefined {
  const plain = text
    .toLowerCase()
    .replace(/[\s,_]/g, "")
    .replace("\u2212", "-");
  const [, digits, factor] = AMOUNT.exec(plain) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits) * (FACTORS[factor ?? ""] ?? 1);
  return Number.isFinite(value) ? rounded(value) : undefined;
}
