import type { ExposureMode } from "../../model/view.ts";
import type { MemberPath } from "../member-path.ts";

/** First and last day, both included, as YYYY-MM-DD. */
export type DayRange = readonly [string, string];

/** Ranges counted back from the last trading day there is data of. */
export const RELATIVE_DATES = [
  "last_day",
  "last_5_days",
  "last_10_days",
  "last_20_days",
  "last_65_days",
  "week_to_date",
  "month_to_date",
  "quarter_to_date",
  "year_to_date",
] as const;
export type RelativeDates = (typeof RELATIVE_DATES)[number];

/** null = all days there are. */
export type Dates = DayRange | RelativeDates | null;

/** Periods named by their distance from the shown one. */
export const COMPARISONS = [
  "previous_day",
  "previous_period",
  "previous_week",
  "previous_month",
  "previous_quarter",
  "previous_year",
] as const;
export type Comparison = DayRange | (typeof COMPARISONS)[number];

/** What a value column shows of its measure. */
export const FIGURES = [
  "value",
  "percent_of_parent",
  "percent_of_row",
  "percent_of_column",
  "percent_of_total",
  "previous",
  "delta",
  "delta_percent",
  "rank",
] as const;
export type Figure = (typeof FIGURES)[number];

/** The cells whose extremes span a colour scale. */
export const HEAT_SCALES = ["off", "column", "row", "group", "all"] as const;
export type HeatScale = (typeof HEAT_SCALES)[number];

export interface ValueField {
  /** Name of a measure. */
  measure: string;
  figure: Figure;
  heat: HeatScale;
  bar: boolean;
  /** Pixels of its columns; left out = as wide as its title and numbers. */
  width?: number;
}

/** By the members' own order, or by a value. */
export type SortKey =
  | { by: "label"; descending: boolean }
  | {
      by: "value";
      measure: string;
      figure: Figure;
      /** Path on the other axis whose value counts; empty = the total. */
      at: MemberPath;
      descending: boolean;
    };

/** Keeps some members of a level by a measure. */
interface CutBy {
  /** Name of the measure. */
  measure: string;
  /** Keeps the smallest ones, not the largest. */
  bottom: boolean;
  /** Show all the others as one exact row. */
  other: boolean;
}

export interface TopN extends CutBy {
  count: number;
}

/** Keeps those whose total is so much or more; so much or less when `bottom`. */
export interface Threshold extends CutBy {
  bound: number;
}

export type Cut = TopN | Threshold;

export interface LevelOptions {
  /** In place of the axis's sort; later keys break ties. */
  sort: readonly SortKey[];
  top: Cut | null;
}

/** A pill on an axis: a hierarchy, or a dimension alone. */
export interface AxisField {
  /** Name of a hierarchy or else of a dimension. */
  name: string;
  /** Name of the coarsest level shown; null = all levels. */
  from: string | null;
  /** By level name; levels without options are left out. */
  levels: Readonly<Record<string, LevelOptions>>;
  /** Show values on members that are open. */
  subtotals: boolean;
  /**
   * Name of the field of holdings this one took the place of as traded; back in
   * look-through that one returns.
   */
  standsFor?: string;
}

export const FILTER_OPERATORS = [
  "equals",
  "notEquals",
  "contains",
  "notContains",
  "startsWith",
  "endsWith",
  "gt",
  "gte",
  "lt",
  "lte",
  "set",
  "notSet",
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** null among the values = no value at all. */
export interface MemberFilter {
  kind: "member";
  dimension: string;
  operator: FilterOperator;
  values: MemberPath;
}

/** Keeps or leaves out what lies under one path of members. */
export interface PathFilter {
  kind: "path";
  /** Names of the dimensions along the path. */
  dimensions: readonly string[];
  path: MemberPath;
  keep: boolean;
}

export type PivotFilter = MemberFilter | PathFilter;

export interface AxisState {
  fields: readonly AxisField[];
  /** For every level without a sort of its own. */
  sort: readonly SortKey[];
  /** Open members, as paths of keys. */
  expanded: readonly MemberPath[];
}

/** Pixels of the columns of row names that were resized. */
export interface LabelWidths {
  /** Of the only one there is in the compact layout; null = as usual. */
  names: number | null;
  /** Of those of the tabular layout, by level name. */
  levels: Readonly<Record<string, number>>;
}

/** All that a link, a saved view and an undo step must restore. */
export interface PivotState {
  view: string;
  rows: AxisState;
  columns: AxisState;
  values: readonly ValueField[];
  filters: readonly PivotFilter[];
  mode: ExposureMode;
  dates: Dates;
  comparison: Comparison | null;
  layout: "compact" | "tabular";
  labelWidths: LabelWidths;
  /** Where the grand total stands. */
  totals: "top" | "bottom";
}
