import type { Filter, Query } from "@cubejs-client/core";
import type { Hierarchy, Measure } from "./fields.ts";
import type { MemberPath } from "./member-path.ts";
import type { DayRange } from "./state.ts";

/** Rows asked for at a time under one parent. */
export const PAGE_ROWS = 200;

/** What every query of one view of the pivot shares. */
export interface PivotPlan {
  hierarchy: Hierarchy;
  measures: Measure[];
  timeDimension: string;
  dates: DayRange;
  /** Full member name of a measure; undefined = by the level itself. */
  sort: { member: string; descending: boolean } | undefined;
}

const pathFilters = (plan: PivotPlan, path: MemberPath): Filter[] =>
  path.map((key, index) => {
    const member = plan.hierarchy.levels[index]?.member;
    if (member === undefined) {
      throw new Error(
        `path of ${path.length} keys in a hierarchy of ${plan.hierarchy.levels.length} levels`,
      );
    }
    return key === null
      ? { member, operator: "notSet" }
      : { member, operator: "equals", values: [key] };
  });

// Only a date range on the time dimension, not a filter, lets a rollup answer.
const common = (plan: PivotPlan): Query => ({
  measures: plan.measures.map(({ member }) => member),
  timeDimensions: [
    { dimension: plan.timeDimension, dateRange: [...plan.dates] },
  ],
  timezone: "UTC",
});

/** T0: the grand total. Never a sum of rows: they may be cut off. */
export const totalQuery = (plan: PivotPlan): Query => common(plan);

/** The level below a path, or undefined below the last one. */
export const levelBelow = (plan: PivotPlan, path: MemberPath) =>
  plan.hierarchy.levels[path.length];

/** R(path): one page of the members under a path. */
export function rowsQuery(
  plan: PivotPlan,
  path: MemberPath,
  page: number,
): Query {
  const level = levelBelow(plan, path);
  if (level === undefined) {
    throw new Error(`no level below ${path.length} keys`);
  }
  const byLevel: [string, "asc"] = [level.member, "asc"];
  return {
    ...common(plan),
    dimensions: [level.member],
    filters: pathFilters(plan, path),
    // The level breaks ties, so that pages neither repeat nor skip a member.
    order:
      plan.sort === undefined
        ? [byLevel]
        : [[plan.sort.member, plan.sort.descending ? "desc" : "asc"], byLevel],
    limit: PAGE_ROWS,
    offset: page * PAGE_ROWS,
  };
}

/** How many members there are under a path; asked only when a page came full. */
export const countQuery = (plan: PivotPlan, path: MemberPath): Query => ({
  ...rowsQuery(plan, path, 0),
  limit: 1,
  total: true,
});

/** First or last day with data. */
export const edgeDayQuery = (
  timeDimension: string,
  measure: string,
  edge: "first" | "last",
): Query => ({
  measures: [measure],
  timeDimensions: [{ dimension: timeDimension, granularity: "day" }],
  order: [[timeDimension, edge === "first" ? "asc" : "desc"]],
  limit: 1,
  timezone: "UTC",
});
