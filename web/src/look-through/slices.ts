import type { SliceDimension } from "./members.ts";
import type { Slice } from "./state.ts";

/** Adds a value to the slice of its dimension. */
export const withValue = (
  slices: readonly Slice[],
  dimension: SliceDimension,
  value: string,
): Slice[] => {
  const rest = slices.filter((slice) => slice.dimension !== dimension);
  const known = slices.find((slice) => slice.dimension === dimension);
  const values = [...new Set([...(known?.values ?? []), value])];
  return [...rest, { dimension, values }];
};

/** Takes a value away, and the slice with its last one. */
export const withoutValue = (
  slices: readonly Slice[],
  dimension: SliceDimension,
  value: string,
): Slice[] =>
  slices
    .map((slice) =>
      slice.dimension === dimension
        ? { ...slice, values: slice.values.filter((item) => item !== value) }
        : slice,
    )
    .filter(({ values }) => values.length > 0);
