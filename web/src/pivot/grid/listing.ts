import { type Answer, keyOf, type Row } from "../answer.ts";
import type { MemberPath } from "../member-path.ts";
import { formatCount } from "../format.ts";
import type { Axis, AxisLevel } from "../plan/axis.ts";
import { pathFilters } from "../plan/filters.ts";
import { type Period, pivotQuery } from "../plan/queries.ts";
import { isThreshold, keeps, mostKept } from "../state/cuts.ts";
import type { Cut } from "../state/pivot-state.ts";
import { rowOf } from "./answer-index.ts";
import type { Load, Question } from "./ask.ts";
import {
  type Assembly,
  question,
  rankingMeasure,
  type RowLoad,
} from "./assembly.ts";
import { orderMembers, serverOrder } from "./ordering.ts";
import type { SortValues } from "./sort-values.ts";

/** The members under one parent, in order, as far as they are known. */
export interface Listing {
  /** undefined = one that is not loaded yet. */
  labels: readonly (string | null | undefined)[];
  /** Members in all, as far as known; more than labels when a cut or a limit leaves some out. */
  count: number | undefined;
  /** Why there are fewer labels than members. */
  cut: "top" | "limit" | undefined;
  /** All members, those that a cut leaves out among them; undefined = not known. */
  everyone: readonly (string | null)[] | undefined;
  /** A question without which nothing can be listed. */
  missing: { question: Question; load: Load } | undefined;
  /** Something the reader must know of the list. */
  notice: string;
  /** A member's values at the other axis's total; undefined = not in a list. */
  listed: (label: string | null, period: Period) => RowLoad | undefined;
  /** Members asked for at a time. */
  pageSize: number;
}

/** The level under a path that is listed. */
export interface Place {
  assembly: Assembly;
  axis: Axis;
  level: AxisLevel;
  path: MemberPath;
}

export const missingListing = (
  { assembly }: Place,
  missing: { question: Question; load: Load },
): Listing => ({
  labels: [],
  count: undefined,
  cut: undefined,
  everyone: undefined,
  missing,
  notice: "",
  listed: () => undefined,
  pageSize: assembly.plan.limits.page,
});

export function listQuestion(
  place: Place,
  period: Period,
  limit: number,
  offset = 0,
): Question {
  const { assembly, axis, level, path } = place;
  const query = pivotQuery(assembly.plan, period, {
    dimensions: [level.dimension],
    filters: pathFilters(assembly.plan.alignment, period, axis, path),
    order: serverOrder(level, (name) => rankingMeasure(assembly, name)?.member),
    limit,
    offset,
  });
  return question(axis, path, [], "members", query);
}

/** How many members a list that was cut is part of; asks where it does not say. */
export function countOf(place: Place, list: Answer): number | undefined {
  if (list.total !== undefined) return list.total;
  const { assembly, axis, level, path } = place;
  const query = pivotQuery(assembly.plan, "current", {
    dimensions: [level.dimension],
    filters: pathFilters(assembly.plan.alignment, "current", axis, path),
    measures: assembly.plan.measures.slice(0, 1),
    limit: 1,
  });
  return assembly.ask(
    question(axis, path, [], "count", { ...query, total: true }),
  ).answer?.total;
}

/** What the reader must know of members that are within a bound, but too many. */
export const boundNotice = (cut: Cut, next: number | null): string =>
  isThreshold(cut) && keeps(cut, next)
    ? `more than ${formatCount(mostKept(cut))} members are within the bound: the first of them`
    : "";

/** The keys of the members that an answer about a period lists. */
export const labelsOf = (
  { assembly, axis, level, path }: Place,
  answer: Answer | undefined,
  period: Period,
): (string | null)[] => {
  const { alignment } = assembly.plan;
  return (answer?.rows ?? []).map((row) => {
    const label = keyOf(row, level.dimension.member);
    return alignment.keyOf(period, axis.dimensions, path, label);
  });
};

/** A member's row in an answer about a period. */
export const rowIn = (
  { assembly, axis, level, path }: Place,
  answer: Answer,
  period: Period,
  key: string | null,
): Row | undefined =>
  rowOf(
    answer,
    [level.dimension.member],
    [assembly.plan.alignment.labelIn(period, axis.dimensions, path, key)],
  );

export const isNumeric = ({ level }: Place) =>
  level.dimension.type === "number";

/** In the level's own order, where a cut decided who is in the list. */
export const ownOrder = (
  place: Place,
  labels: readonly (string | null)[],
  values: SortValues,
) =>
  place.level.sort.length === 0
    ? labels
    : orderMembers(labels, place.level.sort, isNumeric(place), values.of);
