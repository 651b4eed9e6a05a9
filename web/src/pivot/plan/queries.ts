import type { Filter, Query, TQueryOrderArray } from "@cubejs-client/core";
import type { Dimension, Measure } from "../../model/view.ts";
import type { DayRange } from "../state/pivot-state.ts";
import type { PivotPlan } from "./pivot-plan.ts";

export type Period = "current" | "comparison";

interface Parts {
  dimensions?: readonly Dimension[];
  filters?: readonly Filter[];
  measures?: readonly Measure[];
  order?: TQueryOrderArray;
  limit?: number;
  offset?: number;
}

/** Days of a period; null = all. */
export const daysOf = (plan: PivotPlan, period: Period): DayRange | null =>
  period === "current" ? plan.dates : plan.comparison;

/**
 * A question within the plan's filters. Only a date range on the time dimension,
 * not a filter, lets a rollup answer.
 */
export function pivotQuery(
  plan: PivotPlan,
  period: Period,
  parts: Parts,
): Query {
  const days = daysOf(plan, period);
  const time = plan.view.timeDimension;
  const fixed = period === "current" ? plan.filters : plan.comparedFilters;
  const filters = [...fixed, ...(parts.filters ?? [])];
  const dimensions = (parts.dimensions ?? []).map(({ member }) => member);
  return {
    measures: (parts.measures ?? plan.measures).map(({ member }) => member),
    ...(dimensions.length > 0 && { dimensions }),
    ...(filters.length > 0 && { filters }),
    ...(time !== undefined &&
      days !== null && {
        timeDimensions: [{ dimension: time.member, dateRange: [...days] }],
      }),
    timezone: "UTC",
    ...(parts.order !== undefined && { order: parts.order }),
    ...(parts.limit !== undefined && { limit: parts.limit }),
    ...(parts.offset !== undefined &&
      parts.offset > 0 && { offset: parts.offset }),
  };
}
