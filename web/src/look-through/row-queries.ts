import type { Filter, Query } from "@cubejs-client/core";
import { type RowDimension, trade } from "./members.ts";
import {
  ask,
  CHILD_ROWS,
  equals,
  exposureFilter,
  type Plan,
} from "./queries.ts";

/** Rows of the table asked for at a time. */
export const PAGE_ROWS = 50;
/** Carriers read for one page of rows; a page that fills this is marked. */
const CARRIER_ROWS = 2_000;
/** Holdings of one wrapper; an index of all the world has about 9,000. */
const WRAPPER_HOLDINGS = 10_000;

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
