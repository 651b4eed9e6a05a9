import type { Fit } from "./statistics.ts";

/** A class of values, and how many of the sample are in it. */
export interface Bin {
  label: string;
  count: number;
  /** Share of the sample, 0 to 1. */
  share: number;
  /** Declared share; undefined when nothing is declared. */
  target: number | undefined;
}

/** One distribution of a sample beside what was declared. */
export interface Distribution {
  id: string;
  title: string;
  /** What is counted and what was declared, one sentence. */
  declared: string;
  bins: Bin[];
  /** Undefined when it follows from others and is only shown. */
  fit: Fit | undefined;
}

export interface Sample {
  trades: number;
  rowsExploded: number;
  days: number;
}

/** The distributions of a sample, and which of them are off. */
export interface Description {
  distributions: Distribution[];
  /** A distribution is off when its p-value is below this. */
  threshold: number;
  /** Ids of those that are off. */
  off: string[];
}

/**
 * Chance that a sample of a generator that is right has any distribution off:
 * divided by the number of tests (Bonferroni).
 */
const FALSE_ALARM = 0.001;

export function describeDistributions(
  distributions: Distribution[],
): Description {
  const tested = distributions.filter(({ fit }) => fit !== undefined);
  const threshold = FALSE_ALARM / Math.max(1, tested.length);
  return {
    distributions,
    threshold,
    off: tested.filter(({ fit }) => !(fit!.p >= threshold)).map(({ id }) => id),
  };
}

/** Counts → bins; `targets` in any unit. */
export function toBins(
  labels: readonly string[],
  counts: readonly number[],
  targets?: readonly number[],
): Bin[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const all = targets?.reduce((sum, target) => sum + target, 0) ?? 0;
  return labels.map((label, index) => {
    const count = counts[index] ?? 0;
    return {
      label,
      count,
      share: total === 0 ? 0 : count / total,
      target: targets === undefined ? undefined : targets[index]! / all,
    };
  });
}
