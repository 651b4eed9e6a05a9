import type { Filter, Query } from "@cubejs-client/core";
import type { BasisMeasures } from "./basis.ts";
import {
  EXPOSURE,
  isHeldDimension,
  type RowDimension,
  trade,
} from "./members.ts";
import type { DayRange, Part, Slice } from "./state.ts";

/** Rows of the table asked for at a time. */
export const PAGE_ROWS = 50;
/** Carriers read for one page of rows; a page that fills this is marked. */
export const CARRIER_ROWS = 2_000;
/** Lines below one row. */
export const CHILD_ROWS = 200;
/** Holdings of one wrapper; an index of all the world has about 9,000. */
export const WRAPPER_HOLDINGS = 10_000;

/** What every query of one view of the page shares. */
export interface Plan {
  measures: BasisMeasures;
  rows: RowDimension;
  dates: DayRange;
  slices: readonly Slice[];
  part: Part;
  /** Wrappers whose weights are stale, for the part of that name. */
  staleWrappers: readonly string[];
}

export type ExposurePart = keyof typeof EXPOSURE;

const equals = (name: string, values: readonly string[]): Filter => ({
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

/** Rows of which exposure the table counts, by the head tile. */
export const partFilters = (plan: Plan): Filter[] => {
  switch (plan.part) {
    case "direct":
      return [exposureFilter("direct")];
    case "via":
      return [exposureFilter("carried")];
    case "stale":
      return [exposureFilter("carried"), equals("symbol", plan.staleWrappers)];
    case "all":
    case "unmapped":
      return [exposureFilter("held")];
  }
};

export interface RowOrder {
  /** Full name of a member. */
  member: string;
  descending: boolean;
}

/** One page of the table, looked through. */
export const heldRowsQuery = (
  plan: Plan,
  order: RowOrder,
  page: number,
): Query =>
  ask(plan, {
    measures: [plan.measures.held, plan.measures.via],
    dimensions: [trade(plan.rows)],
    filters: partFilters(plan),
    order: rowOrder(plan, order),
    limit: PAGE_ROWS,
    offset: page * PAGE_ROWS,
  });

/** One page of the table as traded: wrappers are lines of their own. */
export const tradedRowsQuery = (
  plan: Plan,
  order: RowOrder,
  page: number,
): Query =>
  ask(plan, {
    measures: [plan.measures.total],
    dimensions: [trade(plan.rows)],
    filters: [exposureFilter(plan.part === "direct" ? "direct" : "traded")],
    order: rowOrder(plan, order),
    limit: PAGE_ROWS,
    offset: page * PAGE_ROWS,
  });

// The dimension breaks ties, so that pages neither repeat nor skip a row.
const rowOrder = (plan: Plan, { member, descending }: RowOrder) => {
  const direction = descending ? ("desc" as const) : ("asc" as const);
  const byName = trade(plan.rows);
  return member === byName
    ? [[byName, direction] as [string, "asc" | "desc"]]
    : [
        [member, direction] as [string, "asc" | "desc"],
        [byName, "asc"] as [string, "asc" | "desc"],
      ];
};

/** How many rows there are in all; asked only when a page came full. */
export const countQuery = (rowsQuery: Query): Query => ({
  ...rowsQuery,
  limit: 1,
  offset: 0,
  total: true,
});

/** What the rows on screen add up to when all were loaded, asked for itself. */
export const heldTotalQuery = (plan: Plan): Query =>
  ask(plan, {
    measures: [plan.measures.held, plan.measures.via],
    filters: partFilters(plan),
  });

const ofRow = (plan: Plan, key: string) => equals(plan.rows, [key]);

/** Which wrappers carry the rows of a page. */
export const carriersOfPageQuery = (
  plan: Plan,
  keys: readonly string[],
): Query =>
  ask(plan, {
    measures: [plan.measures.via],
    dimensions: [trade(plan.rows), trade("symbol")],
    filters: [...carriedFilters(plan), equals(plan.rows, keys)],
    order: [
      [trade(plan.rows), "asc"],
      [plan.measures.via, "desc"],
      [trade("symbol"), "asc"],
    ],
    limit: CARRIER_ROWS,
  });

const carriedFilters = (plan: Plan): Filter[] =>
  plan.part === "stale" ? partFilters(plan) : [exposureFilter("carried")];

/** The wrappers that carry one row. */
export const carriersQuery = (plan: Plan, key: string): Query =>
  ask(plan, {
    measures: [plan.measures.via],
    dimensions: [trade("symbol")],
    filters: [...carriedFilters(plan), ofRow(plan, key)],
    order: [
      [plan.measures.via, "desc"],
      [trade("symbol"), "asc"],
    ],
    limit: CHILD_ROWS,
  });

/** What one carrier of one row is made of; an empty carrier = held directly. */
export const leavesQuery = (
  plan: Plan,
  key: string,
  carrier: string,
  leaf: RowDimension,
): Query =>
  ask(plan, {
    measures: [plan.measures.held],
    dimensions: [trade(leaf)],
    filters: [
      ofRow(plan, key),
      ...(carrier === ""
        ? [exposureFilter("direct")]
        : [exposureFilter("carried"), equals("symbol", [carrier])]),
    ],
    order: [
      [plan.measures.held, "desc"],
      [trade(leaf), "asc"],
    ],
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

/** What a wrapper carries, by holding. */
export const carriedByQuery = (plan: Plan, wrapper: string): Query =>
  ask(plan, {
    measures: [plan.measures.via],
    dimensions: [trade("underlying_symbol")],
    filters: [exposureFilter("carried"), equals("symbol", [wrapper])],
    order: [[trade("underlying_symbol"), "asc"]],
    limit: WRAPPER_HOLDINGS,
  });

/** What is held directly of some symbols. */
export const directHoldingsQuery = (
  plan: Plan,
  symbols: readonly string[],
): Query =>
  ask(plan, {
    measures: [plan.measures.total],
    dimensions: [trade("underlying_symbol")],
    filters: [exposureFilter("direct"), equals("underlying_symbol", symbols)],
    limit: WRAPPER_HOLDINGS,
  });
