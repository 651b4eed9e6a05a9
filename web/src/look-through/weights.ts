import type { Query } from "@cubejs-client/core";
import { keyOf, numberOf, type Row } from "../pivot/answer.ts";
import { weight } from "./members.ts";

/** More weights than this are not read; what depends on all of them then shows a dash. */
export const WEIGHT_ROWS = 10_000;

/** One holding of one wrapper. */
export interface Weight {
  wrapper: string;
  holding: string;
  /** Empty when reference data lacks the holding. */
  name: string;
  sector: string;
  assetClass: string;
  /** Share of the wrapper's value. */
  weight: number;
  /** First day it applies, YYYY-MM-DD. */
  effective: string;
}

/** Weights in force on a day, of some wrappers or of all. */
export const weightsQuery = (day: string): Query => ({
  measures: [weight("weight")],
  dimensions: [
    weight("parent_symbol"),
    weight("constituent_symbol"),
    weight("effective_date"),
    weight("holding_name"),
    weight("holding_sector"),
    weight("holding_asset_class"),
  ],
  filters: [
    {
      member: weight("effective_date"),
      operator: "beforeOrOnDate",
      values: [day],
    },
    {
      member: weight("expiry_date"),
      operator: "afterOrOnDate",
      values: [day],
    },
  ],
  order: [
    [weight("parent_symbol"), "asc"],
    [weight("constituent_symbol"), "asc"],
    [weight("effective_date"), "asc"],
  ],
  limit: WEIGHT_ROWS,
  timezone: "UTC",
});

/** The latest weights of a wrapper that ended before a day. */
export const earlierWeightsQuery = (
  wrappers: readonly string[],
  day: string,
): Query => ({
  measures: [weight("holding_count")],
  dimensions: [weight("parent_symbol"), weight("expiry_date")],
  filters: [
    {
      member: weight("parent_symbol"),
      operator: "equals",
      values: [...wrappers],
    },
    { member: weight("expiry_date"), operator: "beforeDate", values: [day] },
  ],
  order: [[weight("expiry_date"), "desc"]],
  limit: 200,
  timezone: "UTC",
});

const dayOf = (row: Row, name: string) =>
  (keyOf(row, weight(name)) ?? "").slice(0, 10);

/**
 * The weights in force, from rows in order of their effective date: a later one
 * replaces an earlier one of the same pair that was never ended.
 */
export function readWeights(rows: readonly Row[]): Weight[] {
  const byPair = new Map<string, Weight>();
  for (const row of rows) {
    const wrapper = keyOf(row, weight("parent_symbol")) ?? "";
    const holding = keyOf(row, weight("constituent_symbol")) ?? "";
    byPair.set(JSON.stringify([wrapper, holding]), {
      wrapper,
      holding,
      name: keyOf(row, weight("holding_name")) ?? "",
      sector: keyOf(row, weight("holding_sector")) ?? "",
      assetClass: keyOf(row, weight("holding_asset_class")) ?? "",
      weight: numberOf(row, weight("weight")) ?? 0,
      effective: dayOf(row, "effective_date"),
    });
  }
  return [...byPair.values()];
}

/** Wrapper → the latest day its weights ended on. */
export function readEarlierDays(rows: readonly Row[]): Map<string, string> {
  const days = new Map<string, string>();
  for (const row of rows) {
    const wrapper = keyOf(row, weight("parent_symbol")) ?? "";
    const day = dayOf(row, "expiry_date");
    if (day > (days.get(wrapper) ?? "")) days.set(wrapper, day);
  }
  return days;
}

export interface WrapperWeights {
  wrapper: string;
  holdings: Weight[];
  /** Sum of the weights; 1 = all of the wrapper is explained. */
  sum: number;
  /** First day of the newest weight, YYYY-MM-DD. */
  effective: string;
  /**
   * Days it has been in force on the day the weights are used for; those before
   * the first day with trades do not count.
   */
  age: number;
}

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string): number =>
  Math.round(
    (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS,
  );

/**
 * Weights by wrapper, the largest holding first.
 *
 * @param day the weights are used for, YYYY-MM-DD
 * @param firstDay with trades: what weights did before is not known
 */
export function byWrapper(
  weights: readonly Weight[],
  day: string,
  firstDay: string,
): Map<string, WrapperWeights> {
  const groups = new Map<string, Weight[]>();
  for (const item of weights) {
    groups.set(item.wrapper, [...(groups.get(item.wrapper) ?? []), item]);
  }
  return new Map(
    [...groups].map(([wrapper, items]) => {
      const holdings = items.toSorted(
        (a, b) => b.weight - a.weight || (a.holding < b.holding ? -1 : 1),
      );
      const effective = items
        .map((item) => item.effective)
        .reduce((a, b) => (a > b ? a : b));
      return [
        wrapper,
        {
          wrapper,
          holdings,
          sum: holdings.reduce((sum, item) => sum + item.weight, 0),
          effective,
          age: daysBetween(effective > firstDay ? effective : firstDay, day),
        },
      ];
    }),
  );
}

/** Wrappers whose newest weight has been in force for more than some days. */
export const staleWrappers = (
  wrappers: Iterable<WrapperWeights>,
  days: number,
): WrapperWeights[] => [...wrappers].filter(({ age }) => age > days);
