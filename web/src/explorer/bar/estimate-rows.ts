import type { Query } from "@cubejs-client/core";
import { type Answer, keyOf } from "../../pivot/answer.ts";
import { encodePath } from "../../pivot/member-path.ts";
import type { Axis } from "../../pivot/plan/axis.ts";
import type { PivotPlan } from "../../pivot/plan/pivot-plan.ts";
import { LIMITS } from "../../pivot/plan/limits.ts";
import { pivotQuery } from "../../pivot/plan/queries.ts";
import { isThreshold, mostKept } from "../../pivot/state/cuts.ts";

/** Rows from which opening all of them wants a confirmation. */
export const MANY_ROWS = 2_000;
/** Members that are listed to count them. */
export const COUNTED_MEMBERS = 10_000;

/** Lists the members down to a level (from 1), to count what opening it shows. */
export const estimateQuery = (
  plan: PivotPlan,
  axis: Axis,
  level: number,
): Query =>
  pivotQuery(plan, "current", {
    dimensions: axis.levels.slice(0, level).map(({ dimension }) => dimension),
    measures: plan.measures.slice(0, 1),
    limit: LIMITS.whole,
  });

export interface RowEstimate {
  rows: number;
  /** There may be more: the list was cut off. */
  atLeast: boolean;
  /** There may be fewer: a threshold keeps some of them. */
  atMost: boolean;
}

/**
 * The lines an axis shows when it is open down to a level: one per member of
 * each level above and on it. A cut leaves fewer, and one for the others; how many
 * a threshold leaves is not known before.
 */
export function estimateRows(
  { rows }: Pick<Answer, "rows">,
  axis: Axis,
  level: number,
): RowEstimate {
  const levels = axis.levels.slice(0, level);
  let count = 0;
  levels.forEach(({ top }, index) => {
    const members = levels
      .slice(0, index + 1)
      .map(({ dimension }) => dimension.member);
    const children = new Map<string, Set<string>>();
    for (const row of rows) {
      const path = members.map((member) => keyOf(row, member));
      const parent = encodePath(path.slice(0, -1));
      const siblings = children.get(parent) ?? new Set<string>();
      children.set(parent, siblings.add(encodePath(path)));
    }
    for (const { size } of children.values()) {
      count +=
        top === null || size <= mostKept(top)
          ? size
          : mostKept(top) + (top.other ? 1 : 0);
    }
  });
  const atLeast = rows.length >= LIMITS.whole;
  const atMost =
    !atLeast && levels.some(({ top }) => top !== null && isThreshold(top));
  return { rows: count, atLeast, atMost };
}
