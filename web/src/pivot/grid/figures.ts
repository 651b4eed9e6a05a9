import type { Measure } from "../../model/view.ts";
import { smallestShown } from "../format.ts";
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

/** Of a value; below, what it is compared with is what sums leave by rounding. */
const ROUNDING = 1e-9;

type Compared = Pick<Measure, "additive" | "format" | "currency">;

/** False where a change in % would be one of nothing: of what is shown as 0. */
function hasBase({ value, previous }: FigureParts, measure: Compared): boolean {
  const base = Math.abs(previous ?? 0);
  return (
    base > 0 &&
    base >= smallestShown(measure) &&
    base >= ROUNDING * Math.abs(value ?? 0)
  );
}

/** Why a figure of a cell with values means nothing; empty = it does. */
export const figureProblem = (
  figure: Figure,
  measure: Compared,
  parts: FigureParts,
): string =>
  figure === "delta_percent" &&
  parts.previous !== null &&
  !hasBase(parts, measure)
    ? "The compared value is 0 but for rounding, so there is no change in %"
    : "";

/**
 * A figure of one cell. Shares and relative changes are fractions, 0.5 = 50 %;
 * a change is relative to the size of the previous value, and none where that is
 * shown as 0 or is 1e-9 of the value or less. `rank` is not made of one cell.
 */
export function figureValue(
  figure: Exclude<Figure, "rank">,
  measure: Compared,
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
      return parts.previous === null || !hasBase(parts, measure)
        ? null
        : quotient(
            difference(parts, measure.additive),
            Math.abs(parts.previous),
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
