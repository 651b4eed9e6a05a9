import type { Filter, Query } from "@cubejs-client/core";
import type { Dimension, Measure } from "../../model/view.ts";
import { type Answer, numberOf, type Row } from "../answer.ts";
import { encodePath, type MemberPath } from "../member-path.ts";
import type { Axis } from "../plan/axis.ts";
import { pathFilters } from "../plan/filters.ts";
import { measureInMode, type PivotPlan } from "../plan/pivot-plan.ts";
import { type Period, pivotQuery } from "../plan/queries.ts";
import type { ExposureMode } from "../../model/view.ts";
import type { Ask, Load, Question } from "./ask.ts";

/** What every step of an assembly shares. */
export interface Assembly {
  plan: PivotPlan;
  mode: ExposureMode;
  ask: Ask;
}

/** A row of an answer, and where its question stands. */
export interface RowLoad {
  load: Load;
  row: Row | undefined;
  question: Question;
}

/** The measure a sort or a cut names, in the plan's mode. */
export const rankingMeasure = (
  { plan, mode }: Assembly,
  name: string,
): Measure | undefined => measureInMode(plan.view, name, mode);

export const valueOf = (
  row: Row | undefined,
  measure: Measure | undefined,
): number | null =>
  row === undefined || measure === undefined
    ? null
    : numberOf(row, measure.member);

/** A question about members of one axis, within a path of the other. */
export function question(
  axis: Axis,
  path: MemberPath,
  other: MemberPath,
  purpose: Question["purpose"],
  query: Query,
): Question {
  const [own, across] = [encodePath(path), encodePath(other)];
  return axis.name === "rows"
    ? { query, purpose, row: own, column: across }
    : { query, purpose, row: across, column: own };
}

export const otherAxis = (plan: PivotPlan, axis: Axis): Axis =>
  axis.name === "rows" ? plan.columns : plan.rows;

/** Filters of a path on one axis within a path of the other. */
export const crossFilters = (
  plan: PivotPlan,
  period: Period,
  axis: Axis,
  path: MemberPath,
  other: MemberPath,
): Filter[] => [
  ...pathFilters(plan.alignment, period, axis, path),
  ...pathFilters(plan.alignment, period, otherAxis(plan, axis), other),
];

/** All facts under a path of each axis, as one row. */
export function askPoint(
  { plan, ask }: Assembly,
  axis: Axis,
  path: MemberPath,
  other: MemberPath,
  period: Period,
): RowLoad {
  const filters = crossFilters(plan, period, axis, path, other);
  const query = pivotQuery(plan, period, { filters });
  const asked = question(axis, path, other, "total", query);
  const load = ask(asked);
  return { load, row: load.answer?.rows[0], question: asked };
}

export const membersOf = (dimensions: readonly Dimension[]) =>
  dimensions.map(({ member }) => member);

/** True when the answer may be the beginning of a longer one. */
export const isFull = (answer: Answer, limit: number): boolean =>
  answer.rows.length >= limit;
