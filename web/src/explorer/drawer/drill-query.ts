import type { Filter, Query } from "@cubejs-client/core";
import type { Dimension, Measure, View } from "../../model/view.ts";
import { keyOf, type Row } from "../../pivot/answer.ts";
import { nodeFilters } from "../../pivot/grid/node-filters.ts";
import type { AxisNode } from "../../pivot/grid/nodes.ts";
import type { PivotPlan } from "../../pivot/plan/pivot-plan.ts";
import { type Period, pivotQuery } from "../../pivot/plan/queries.ts";
import { findDimension } from "../../pivot/state/view-fields.ts";

/** Rows shown at a time. */
export const PAGE_ROWS = 200;
/** Rows read at a time for a file. */
export const FILE_ROWS = 10_000;

/** The rows behind one cell. */
export interface Drill {
  plan: PivotPlan;
  row: AxisNode;
  column: AxisNode;
  measure: Measure;
  period: Period;
}

/** Where a page begins: rows sort by time and trade, then by what tells apart the rows of a trade. */
export interface PageStart {
  /** Time and trade of the last row read; undefined = from the first row. */
  from: { time: string; trade: string } | undefined;
  /** Rows to leave out from there. */
  skip: number;
}

export const FIRST_PAGE: PageStart = { from: undefined, skip: 0 };

const TIME = "ts";
const TRADE = "trade_id";
const KIND = "exposure_type";
/** With the trade, what identifies a row of the facts. */
const KEYS = [TIME, TRADE, KIND, "underlying_symbol"];
const FEW_COLUMNS = 10;

/**
 * Which kinds of rows a measure counts, as its SQL in the model tells them apart;
 * undefined = all.
 */
function countedKinds({ name, mode }: Measure): Filter | undefined {
  const kinds = (
    operator: "equals" | "notEquals",
    values: string[],
  ): Filter => ({
    member: KIND,
    operator,
    values,
  });
  if (mode === "as_traded") return kinds("notEquals", ["Constituent"]);
  // A share of what was traded: rows of all kinds are in it.
  if (mode === "any" || name === "coverage") return undefined;
  if (name.startsWith("via_wrapper_")) return kinds("equals", ["Constituent"]);
  if (name.startsWith("unmapped_")) {
    return kinds("equals", ["ETF", "ETC", "Constituent"]);
  }
  return kinds("equals", ["Direct", "Constituent"]);
}

/** The rows a cell counts, beyond the filters of the view. */
export function drillFilters({
  plan,
  row,
  column,
  measure,
  period,
}: Drill): Filter[] {
  const kind = findDimension(plan.view, KIND);
  const counted = countedKinds(measure);
  return [
    ...nodeFilters(plan.alignment, period, row),
    ...nodeFilters(plan.alignment, period, column),
    ...(kind === undefined || counted === undefined
      ? []
      : [{ ...counted, member: kind.member }]),
  ];
}

const keyDimensions = (view: View): Dimension[] =>
  KEYS.flatMap((name) => findDimension(view, name) ?? []);

/** Columns to begin with: what the model lists for the measure, or for another one. */
export function defaultColumns(view: View, measure: Measure): string[] {
  const listed = [measure, ...view.measures].find(
    ({ drillMembers }) => drillMembers.length > 0,
  )?.drillMembers;
  return (
    listed?.filter((name) => findDimension(view, name) !== undefined) ??
    view.dimensions.slice(0, FEW_COLUMNS).map(({ name }) => name)
  );
}

function afterFilters(view: View, { from }: PageStart): Filter[] {
  const time = findDimension(view, TIME)?.member;
  const trade = findDimension(view, TRADE)?.member;
  if (from === undefined || time === undefined || trade === undefined) {
    return [];
  }
  return [
    {
      or: [
        { member: time, operator: "afterDate", values: [from.time] },
        {
          and: [
            { member: time, operator: "afterOrOnDate", values: [from.time] },
            { member: trade, operator: "gte", values: [from.trade] },
          ],
        },
      ],
    },
  ];
}

/**
 * A page of rows as they are in the facts, ungrouped: no row is merged with
 * another one that looks the same.
 *
 * @param columns names of dimensions
 */
export function drillQuery(
  drill: Drill,
  columns: readonly string[],
  start: PageStart,
  limit: number,
): Query {
  const { view } = drill.plan;
  const chosen = columns.flatMap((name) => findDimension(view, name) ?? []);
  const keys = keyDimensions(view);
  const dimensions = [...new Set([...keys, ...chosen])];
  const sorted = keys.length === KEYS.length ? keys : dimensions;
  return {
    ...pivotQuery(drill.plan, drill.period, {
      dimensions,
      measures: [drill.measure],
      filters: [...drillFilters(drill), ...afterFilters(view, start)],
      order: sorted.map(({ member }) => [member, "asc"]),
      limit,
      offset: start.skip,
    }),
    ungrouped: true,
  };
}

/**
 * Where the page after this one begins; undefined = there is none. From the last
 * trade on, without its rows that were read: trades that arrive meanwhile shift
 * nothing, and a trade's rows may lie on two pages.
 */
export function nextPage(
  view: View,
  rows: readonly Row[],
  start: PageStart,
  limit: number,
): PageStart | undefined {
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) return undefined;
  const member = (name: string) => findDimension(view, name)?.member ?? "";
  const place = (row: Row) => ({
    time: keyOf(row, member(TIME)),
    trade: keyOf(row, member(TRADE)),
  });
  const { time, trade } = place(last);
  if (keyDimensions(view).length < KEYS.length || !time || !trade) {
    return { from: undefined, skip: start.skip + rows.length };
  }
  const same = rows.filter((row) => {
    const at = place(row);
    return at.time === time && at.trade === trade;
  }).length;
  const goesOn =
    start.from?.time === time &&
    start.from.trade === trade &&
    same === rows.length;
  return { from: { time, trade }, skip: goesOn ? start.skip + same : same };
}

/** How many rows there are, as `total`. */
export const drillCountQuery = (drill: Drill): Query => ({
  ...drillQuery(drill, [], FIRST_PAGE, 0),
  total: true,
});

/**
 * What the rows add up to. No rollup holds single trades, so that a condition on
 * them has the facts answer: the check is not of a rollup against itself.
 */
export function drillSumQuery(drill: Drill): Query {
  const trade = findDimension(drill.plan.view, TRADE);
  return pivotQuery(drill.plan, drill.period, {
    measures: [drill.measure],
    filters: [
      ...drillFilters(drill),
      ...(trade === undefined
        ? []
        : [{ member: trade.member, operator: "set" as const }]),
    ],
  });
}

/** Relative; sums of the same numbers in another order differ in their last digits. */
const TOLERANCE = 1e-9;

/** Whether two sums are the same but for the order in which they were made. */
export const isSameSum = (one: number, other: number): boolean =>
  Math.abs(one - other) <=
  TOLERANCE * Math.max(1, Math.abs(one), Math.abs(other));
