import type { Basis } from "./basis.ts";
import type { RowDimension, SliceDimension } from "./members.ts";

/** First and last day, both included, as YYYY-MM-DD. */
export type DayRange = readonly [string, string];

export const TABS = [
  "holdings",
  "flow",
  "wrapper",
  "overlap",
  "concentration",
] as const;
export type Tab = (typeof TABS)[number];

export const COUNTS = ["direct", "look_through", "both"] as const;
/** direct = wrappers are lines of their own; both = those lines greyed beside the look-through. */
export type Count = (typeof COUNTS)[number];

export const PARTS = ["all", "direct", "via", "unmapped", "stale"] as const;
/** The head tile that filters the table. */
export type Part = (typeof PARTS)[number];

export const SORT_COLUMNS = [
  "name",
  "direct",
  "via",
  "total",
  "wrappers",
] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

export const DEPTHS = ["one", "all"] as const;
/** all = wrappers inside wrappers are opened too. */
export type Depth = (typeof DEPTHS)[number];

export interface Slice {
  dimension: SliceDimension;
  values: readonly string[];
}

/** A row's key, or a row's key and what carries it ("" = held directly). */
export type RowPath = readonly [string] | readonly [string, string];

/** Whose trades the drill-through lists. */
export interface Drill {
  /** Key of the table's row; undefined = the wrapper as a whole. */
  row: string | undefined;
  /** Symbol of the wrapper; undefined = held directly. */
  carrier: string | undefined;
}

/** All that a link must restore. */
export interface LookThroughState {
  tab: Tab;
  basis: Basis;
  count: Count;
  part: Part;
  rows: RowDimension;
  /** null = all days there are. */
  dates: DayRange | null;
  slices: readonly Slice[];
  sort: { column: SortColumn; descending: boolean };
  open: readonly RowPath[];
  /** Symbol of the wrapper in the reverse view, and of the one compared with it. */
  wrapper: string | null;
  other: string | null;
  depth: Depth;
  /** Largest share one issuer may have, in percent of the total. */
  limit: number;
  /** Weights in force for more days than this are marked as stale. */
  staleDays: number;
  /** Day whose weights are shown; null = the last day of the dates. */
  weightsDay: string | null;
  drill: Drill | null;
}

export const DEFAULT_STATE: LookThroughState = {
  tab: "holdings",
  basis: "net",
  count: "look_through",
  part: "all",
  rows: "underlying_symbol",
  dates: null,
  slices: [],
  sort: { column: "total", descending: true },
  open: [],
  wrapper: null,
  other: null,
  depth: "one",
  limit: 10,
  staleDays: 365,
  weightsDay: null,
  drill: null,
};
