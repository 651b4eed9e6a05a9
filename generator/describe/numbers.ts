import type { Bin } from "./distribution.ts";
import { chiSquare, type Fit } from "./statistics.ts";

/** Classes of a continuous distribution that is shown. */
const CLASSES = 20;

/** Numbers → classes of the same width, with the declared share of each. */
export function histogram(
  numbers: Float64Array,
  { from, to }: { from: number; to: number },
  label: (low: number, high: number) => string,
  cdf?: (x: number) => number,
  classes = CLASSES,
): Bin[] {
  const width = (to - from) / classes;
  const counts = new Array<number>(classes).fill(0);
  for (const number of numbers) {
    const place = Math.floor((number - from) / width);
    counts[Math.min(classes - 1, Math.max(0, place))]!++;
  }
  return counts.map((count, place) => {
    const low = from + place * width;
    const high = low + width;
    // The outer classes hold everything beyond them too.
    const below = place === 0 ? 0 : (cdf?.(low) ?? 0);
    const until = place === classes - 1 ? 1 : (cdf?.(high) ?? 0);
    return {
      label: label(low, high),
      count,
      share: count / numbers.length,
      target: cdf === undefined ? undefined : until - below,
    };
  });
}

/**
 * Chi-square of numbers that were rounded to whole ones after they were drawn,
 * over about 20 classes of the same probability.
 */
export function fitRounded(
  numbers: Float64Array,
  cdf: (x: number) => number,
): Fit {
  const bounds = roundedBounds(numbers, cdf);
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const number of numbers) {
    let place = 0;
    while (place < bounds.length && number > bounds[place]!) place++;
    counts[place]!++;
  }
  const chances = [...bounds.map((bound) => cdf(bound + 0.5)), 1];
  const shares = chances.map((chance, place) =>
    place === 0 ? chance : chance - chances[place - 1]!,
  );
  return chiSquare(counts, shares);
}

/** Whole numbers that cut the declared distribution into classes of like probability. */
function roundedBounds(
  numbers: Float64Array,
  cdf: (x: number) => number,
): number[] {
  let low = Infinity;
  let high = -Infinity;
  for (const number of numbers) {
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  const bounds: number[] = [];
  for (let value = low; value < high; value++) {
    const wanted = (bounds.length + 1) / CLASSES;
    if (wanted < 1 && cdf(value + 0.5) >= wanted) bounds.push(value);
  }
  return bounds;
}
