import jstat from "jstat";

/** How far a sample is from what was declared. */
export interface Fit {
  method: "chi-square" | "Kolmogorov–Smirnov" | "normal";
  statistic: number;
  /** Of a chi-square. */
  degreesOfFreedom?: number;
  /** Chance that a sample of what was declared is at least this far from it. */
  p: number;
}

/** Fewer are expected: the statistic is no longer distributed as chi-square (Cochran 1954). */
const LEAST_EXPECTED = 5;

/**
 * Pearson's chi-square test. Classes that expect fewer than five are taken
 * together, the rarest first.
 *
 * @param observed how many there are of each class
 * @param shares what was declared, in any unit
 */
export function chiSquare(
  observed: readonly number[],
  shares: readonly number[],
): Fit {
  const total = sum(observed);
  const all = sum(shares);
  const classes = observed
    .map((count, index) => ({
      count,
      expected: (shares[index]! / all) * total,
    }))
    .sort((a, b) => a.expected - b.expected);
  const pooled: typeof classes = [];
  // What cannot be and is there is as far off as anything can be.
  const isImpossible = classes.some(
    ({ count, expected }) => expected === 0 && count > 0,
  );
  for (const each of classes) {
    const last = pooled.at(-1);
    if (last !== undefined && last.expected < LEAST_EXPECTED) {
      last.count += each.count;
      last.expected += each.expected;
    } else pooled.push({ ...each });
  }
  // The largest number that JSON has.
  let statistic = isImpossible ? Number.MAX_VALUE : 0;
  for (const { count, expected } of pooled) {
    if (expected > 0) statistic += (count - expected) ** 2 / expected;
  }
  const degreesOfFreedom = Math.max(1, pooled.length - 1);
  const p = isImpossible
    ? 0
    : 1 - jstat.chisquare.cdf(statistic, degreesOfFreedom);
  return { method: "chi-square", statistic, degreesOfFreedom, p: clamp(p) };
}

/**
 * Kolmogorov–Smirnov test of numbers against a continuous distribution. Its
 * p-value is that of the limit with Stephens' correction for the sample's size
 * (1970), good from about ten numbers on.
 *
 * @param cdf chance of at most x
 */
export function kolmogorovSmirnov(
  numbers: Float64Array,
  cdf: (x: number) => number,
): Fit {
  const sorted = numbers.slice().sort();
  const { length } = sorted;
  let statistic = 0;
  for (let rank = 0; rank < length; rank++) {
    const chance = cdf(sorted[rank]!);
    statistic = Math.max(
      statistic,
      chance - rank / length,
      (rank + 1) / length - chance,
    );
  }
  const root = Math.sqrt(length);
  const p = kolmogorovTail((root + 0.12 + 0.11 / root) * statistic);
  return { method: "Kolmogorov–Smirnov", statistic, p };
}

/** Chance that Kolmogorov's statistic exceeds λ: 2 Σ (−1)^(k−1) e^(−2k²λ²). */
export function kolmogorovTail(lambda: number): number {
  // The series converges too slowly there, and the chance differs from 1 by less than 1e-6.
  if (lambda < 0.27) return 1;
  let tail = 0;
  for (let k = 1; k <= 100; k++) {
    const term = 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * (k * lambda) ** 2);
    tail += term;
    if (Math.abs(term) < 1e-12) break;
  }
  return clamp(tail);
}

/** Test of a number that is standard normal if all is as declared: two-sided. */
export const standardNormal = (statistic: number): Fit => ({
  method: "normal",
  statistic,
  p: clamp(2 * (1 - normalCdf(Math.abs(statistic)))),
});

export const normalCdf = (x: number): number => jstat.normal.cdf(x, 0, 1);

const sum = (numbers: readonly number[]) =>
  numbers.reduce((total, number) => total + number, 0);

const clamp = (p: number) => Math.min(1, Math.max(0, p));
