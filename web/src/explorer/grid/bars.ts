import type { Scale } from "./heat.ts";

/** A data bar, as fractions of its cell's width from the left. */
export interface Bar {
  start: number;
  size: number;
}

/**
 * The bar of a value: from the left edge where no value of the scale is negative,
 * else from the middle, to the left for negatives. What exceeds the scale, such as
 * a subtotal, ends at the edge.
 */
export function barOf(value: number, { least, most }: Scale): Bar {
  const longest = Math.max(Math.abs(least), Math.abs(most));
  const share =
    longest > 0 && Number.isFinite(longest)
      ? Math.min(1, Math.abs(value) / longest)
      : 0;
  if (least >= 0 && value >= 0) return { start: 0, size: share };
  return { start: value < 0 ? 0.5 - share / 2 : 0.5, size: share / 2 };
}
