/** A number, and how far another computation of it may be away. */
export interface Near {
  value: number | null;
  tolerance: number;
}

/** Of what is left where large sums cancel out, in the measure's unit. */
const ROUNDING = 1e-6;

export const near = (
  value: number | null,
  ...operands: (number | null)[]
): Near => ({
  value,
  tolerance:
    1e-9 *
      Math.max(Math.abs(value ?? 0), ...operands.map((x) => Math.abs(x ?? 0))) +
    ROUNDING,
});

/** A share; of a whole that may be nothing but rounding, it may be any number. */
export function quotient(part: number, whole: number): Near {
  if (Math.abs(whole) < ROUNDING) return { value: 0, tolerance: Infinity };
  const value = part / whole;
  return {
    value,
    tolerance:
      1e-9 * Math.abs(value) +
      (ROUNDING * (1 + Math.abs(value))) / Math.abs(whole),
  };
}

export const isNear = (actual: number | null, { value, tolerance }: Near) =>
  tolerance === Infinity
    ? true
    : actual === null || value === null
      ? actual === value
      : Math.abs(actual - value) <= tolerance;
