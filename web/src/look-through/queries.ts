import type { Filter, Query } from "@cubejs-client/core";
import type { BasisMeasures } from "./basis.ts";
import {
  EXPOSURE,
  isHeldDimension,
  type RowDimension,
  trade,
} from "./members.ts";
import type { Count, DayRange, Part, Slice } from "./state.ts";

/** Lines below one row. */
export const CHILD_ROWS = 200;

/** What every query of one view of the page shares. */
export interface Plan {
  measures: BasisMeasures;
  rows: RowDimension;
  dates: DayRange;
  slices: readonly Slice[];
  part: Part;
  count: Count;
  /** Wrappers whose weights are stale, for the part of that name. */
  staleWrappers: readonly string[];
}

export type ExposurePart = keyof typeof EXPOSURE;

export const equals = (name: string, values: readonly string[]): Filter => ({
  member: trade(name),
  operator: "equals",
  values: [...values],
});

export const exposureFilter = (part: ExposurePart): Filter =>
  equals("exposure_type", EXPOSURE[part]);

/** A question within the dates and slices of the plan. */
export const ask = (
  plan: Pick<Plan, "dates" | "slices">,
  { filters = [], ...query }: Query & { filters?: Filter[] },
): Query => ({
  ...query,
  // Only a date range on the time dimension, not a filter, lets a rollup answer.
  timeDimensions: [
    { dimension: trade("trade_date"), dateRange: [...plan.dates] },
  ],
  filters: [
    ...plan.slices.map(({ dimension, values }) => equals(dimension, values)),
    ...filters,
  ],
  timezone: "UTC",
});

/** The whole as traded: what all the parts must add up to. */
export const totalQuery = (plan: Plan): Query =>
  ask(plan, { measures: [plan.measures.total] });

/** Look-through, via wrappers and unmapped, apart from the whole. */
export const partsQuery = (plan: Plan): Query =>
  ask(plan, {
    measures: [
      plan.measures.held,
      plan.measures.via,
      plan.measures.unmapped,
      trade("coverage"),
    ],
  });

/** The direct part, from the rows of direct trades alone. */
export const directQuery = (plan: Plan): Query =>
  ask(plan, {
    measures: [plan.measures.total],
    filters: [exposureFilter("direct")],
  });

/** Wrappers in the selection: position, what their constituents carry, the rest. */
export const wrappersQuery = (plan: Plan): Query =>
  ask(plan, {
    measures: [
      plan.measures.total,
      plan.measures.via,
      plan.measures.unmapped,
      trade("row_count"),
    ],
    dimensions: [trade("symbol")],
    filters: [
      equals("exposure_type", [...EXPOSURE.wrappers, ...EXPOSURE.carried]),
    ],
    order: [[trade("symbol"), "asc"]],
    limit: CHILD_ROWS,
  });

export const currenciesQuery = (plan: Plan): Query =>
  ask(plan, {
    measures: [trade("row_count")],
    dimensions: [trade("currency")],
    order: [[trade("currency"), "asc"]],
    limit: CHILD_ROWS,
  });

/** Values a slice can have. */
export const sliceValuesQuery = (dates: DayRange, dimension: string): Query =>
  ask(
    { dates, slices: [] },
    {
      measures: [trade("row_count")],
      dimensions: [trade(dimension)],
      order: [[trade(dimension), "asc"]],
      limit: 1_000,
    },
  );

/** First or last day with trades. */
export const edgeDayQuery = (edge: "first" | "last"): Query => ({
  measures: [trade("row_count")],
  timeDimensions: [{ dimension: trade("trade_date"), granularity: "day" }],
  order: [[trade("trade_date"), edge === "first" ? "asc" : "desc"]],
  limit: 1,
  timezone: "UTC",
});

/** Held dimensions say what is held, so a wrapper's own row is not of them. */
export const rowFilter = (
  rows: RowDimension,
  key: string | undefined,
  carrier: string | undefined,
): Filter[] => {
  if (key === undefined) return [];
  const row = equals(rows, [key]);
  if (carrier === undefined || !isHeldDimension(rows)) return [row];
  return [
    {
      or: [
        exposureFilter("wrappers"),
        { and: [exposureFilter("carried"), row] },
      ],
    },
  ];
};
