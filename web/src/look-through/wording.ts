import type { Count, Part } from "./state.ts";

export const COUNT_TITLES: Record<Count, string> = {
  direct: "Direct",
  look_through: "Look-through",
  both: "Both",
};

export const COUNT_NOTES: Record<Count, string> = {
  direct: "As traded: wrappers are lines of their own",
  look_through: "Wrappers are replaced by what they hold",
  both: "Wrappers are replaced by what they hold; their own lines follow in grey and are in no total",
};

/** What the first row of the table sums. */
export const PART_TITLES: Record<Part, string> = {
  all: "Look-through",
  direct: "Look-through, direct part",
  via: "Look-through, via wrappers",
  unmapped: "Look-through",
  stale: "Look-through, via wrappers with stale weights",
};

/** The filter a head tile sets; undefined = none. */
export const PART_FILTERS: Record<Part, string | undefined> = {
  all: undefined,
  direct: "Only what is held directly",
  via: "Only what wrappers carry",
  unmapped: "Only what is unmapped",
  stale: "Only what wrappers with stale weights carry",
};
