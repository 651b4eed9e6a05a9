/** A number, and how far another computation of it may be away. */
export interface Near {
  value: number | null;
  tolerance: number;
}

export const near = (
  value: number | null,
  ...operands: (number | null)[]
): Near => ({
  value,
  tolerance:
    1e-9 *
      Math.max(Math.abs(value ?? 0), ...operands.map((x) => Math.abs(x ?? 0))) +
    1e-6,
});

/** A share of what may be nothing but the rounding of a sum. */
export const quotient = (part: number, whole: number): Near => ({
  value: part / whole,
  tolerance:
    Math.abs(whole) < 1e-6
      ? Infinity
      : 1e-9 * Math.max(1, Math.abs(part / whole)),
});

export const isNear = (actual: number | null, { value, tolerance }: Near) =>
  tolerance === Infinity
    ? true
    : actual === null || value === null
      ? actual === value
      : Math.abs(actual - value) <= tolerance;
