import type { Measure } from "../../model/view.ts";
import type { Figure } from "../state/pivot-state.ts";

/** Values a figure is made of; null = nothing to count. */
export interface FigureParts {
  value: number | null;
  /** The same cell in the comparison period. */
  previous: number | null;
  /** What a share is a share of. */
  whole: number | null;
}

const difference = (
  { value, previous }: FigureParts,
  additive: boolean,
): number | null => {
  if (value === null && previous === null) return null;
  // No trades are an amount of 0, but no average.
  if (!additive && (value === null || previous === null)) return null;
  return (value ?? 0) - (previous ?? 0);
};

const quotient = (part: number | null, whole: number | null) => {
  if (part === null || whole === null || whole === 0) return null;
  // No "-0 %" of a negative whole.
  return part === 0 ? 0 : part / whole;
};

/**
 * A figure of one cell. Shares and relative changes are fractions, 0.5 = 50 %;
 * a change is relative to the size of the previous value. `rank` is not made of
 * one cell.
 */
export function figureValue(
  figure: Exclude<Figure, "rank">,
  measure: Pick<Measure, "additive">,
  parts: FigureParts,
): number | null {
  switch (figure) {
    case "value":
      return parts.value;
    case "previous":
      return parts.previous;
    case "delta":
      return difference(parts, measure.additive);
    case "delta_percent":
      return quotient(
        difference(parts, measure.additive),
        parts.previous === null ? null : Math.abs(parts.previous),
      );
    case "percent_of_parent":
    case "percent_of_row":
    case "percent_of_column":
    case "percent_of_total":
      return quotient(parts.value, parts.whole);
  }
}

/** Values to rank among, the largest first. */
export const sortedValues = (values: readonly (number | null)[]): number[] =>
  values.filter((value) => value !== null).sort((a, b) => b - a);

/**
 * 1 for the largest; members of equal value share a rank, nulls have none.
 *
 * @param sorted the values of all, as `sortedValues` gives them
 */
export function rankAmong(
  value: number | null,
  sorted: readonly number[],
): number | null {
  if (value === null) return null;
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? -Infinity) > value) from = middle + 1;
    else to = middle;
  }
  return from + 1;
}
