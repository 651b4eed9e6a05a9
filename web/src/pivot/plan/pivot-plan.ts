import type { Filter } from "@cubejs-client/core";
import type { ExposureMode, Measure, View } from "../../model/view.ts";
import type {
  DayRange,
  Figure,
  PivotFilter,
  PivotState,
  SortKey,
  ValueField,
} from "../state/pivot-state.ts";
import { isCompared, isShare } from "../state/values.ts";
import { tradingDaysOf } from "../state/days.ts";
import { datesTitle } from "../state/trading-calendar.ts";
import { apartReason } from "../grid/within.ts";
import { type Alignment, alignPeriods, NOT_ALIGNED } from "./alignment.ts";
import { type Axis, resolveAxis } from "./axis.ts";
import { amongFilter, exceptFilters, pathFilter } from "./filters.ts";
import { type Limits, LIMITS } from "./limits.ts";
import type { Period } from "./queries.ts";

/** A value column: a measure, and what is shown of it. */
export interface PlannedValue extends ValueField {
  /** Unique among the values of a plan. */
  key: string;
  /** The measure in the plan's exposure mode. */
  planned: Measure;
  /** Why the figure means nothing here; empty = it does. */
  unavailable: string;
  /** Why the measure means nothing across members it adds up within; empty = it does. */
  apart: string;
  /** The days of both periods in words; empty = nothing is compared. */
  periods: string;
}

/** All that queries and assembly need to know; the state, resolved against the model. */
export interface PivotPlan {
  view: View;
  rows: Axis;
  columns: Axis;
  values: readonly PlannedValue[];
  /** Selected, but without a meaning in this exposure mode. */
  hidden: readonly Measure[];
  /** Asked in every query: of the values, sorts and cuts. */
  measures: readonly Measure[];
  filters: readonly Filter[];
  /** The same, as many, for the comparison: of the members that are compared. */
  comparedFilters: readonly Filter[];
  /** null = no date range. */
  dates: DayRange | null;
  comparison: DayRange | null;
  alignment: Alignment;
  limits: Limits;
}

const suits = (measure: Measure, mode: ExposureMode) =>
  measure.mode === "any" || measure.mode === mode;

/** A measure or its twin, whichever the mode counts; undefined = neither. */
export function measureInMode(
  view: View,
  name: string,
  mode: ExposureMode,
): Measure | undefined {
  const named = (wanted: string | undefined) =>
    view.measures.find((item) => item.name === wanted);
  const measure = named(name);
  return [measure, named(measure?.twin)].find(
    (item) => item !== undefined && suits(item, mode),
  );
}

/** Why a figure of a measure means nothing; empty = it does. */
export function unavailable(
  figure: Figure,
  measure: Measure,
  compared: boolean,
): string {
  if (isShare(figure) && !measure.additive) {
    return `${measure.title} does not add up, so it has no share of a total`;
  }
  return isCompared(figure) && !compared
    ? "No comparison period is chosen"
    : "";
}

/** A filter by keys keeps or leaves out the members they stand for in the period. */
function cubeFilters(
  view: View,
  filter: PivotFilter,
  alignment: Alignment,
  period: Period,
): Filter[] {
  const dimensionOf = (name: string) => {
    const dimension = view.dimensions.find((item) => item.name === name);
    if (dimension === undefined) {
      throw new Error(`filter on ${name}, which ${view.name} does not have`);
    }
    return dimension;
  };
  if (filter.kind === "path") {
    const levels = filter.dimensions.map(dimensionOf);
    const path = alignment.pathIn(period, levels, filter.path);
    return pathFilter(
      levels.map(({ member }) => member),
      path,
      filter.keep,
    );
  }
  const dimension = dimensionOf(filter.dimension);
  const { member } = dimension;
  const { operator, values } = filter;
  const labels = () => alignment.labelsIn(period, [dimension], [], values);
  if (operator === "equals") return [amongFilter(member, labels())];
  if (operator === "notEquals") return exceptFilters(member, labels());
  if (operator === "set" || operator === "notSet") {
    return [{ member, operator }];
  }
  const texts = values.filter((value) => value !== null);
  return [{ member, operator, values: texts }];
}

const measuresOf = (sort: readonly SortKey[]) =>
  sort.flatMap((key) => (key.by === "value" ? [key.measure] : []));

/**
 * @param dates the state's dates as days; null = no date range
 * @param comparison the days to compare with; null = none
 * @param days sorted days there is data of, by which members of the calendar are
 *   compared; none = each with itself
 * @throws Error when the state names what the view does not have
 */
export function planPivot(
  view: View,
  state: PivotState,
  dates: DayRange | null,
  comparison: DayRange | null,
  limits = LIMITS,
  days: readonly string[] = [],
): PivotPlan {
  const rows = resolveAxis(view, "rows", state.rows);
  const columns = resolveAxis(view, "columns", state.columns);
  const hidden: Measure[] = [];
  const values = new Map<string, PlannedValue>();
  for (const field of state.values) {
    const planned = measureInMode(view, field.measure, state.mode);
    if (planned === undefined) {
      const named = view.measures.find(({ name }) => name === field.measure);
      if (named !== undefined) hidden.push(named);
      continue;
    }
    const key = `${planned.name}:${field.figure}`;
    values.set(key, {
      ...field,
      key,
      planned,
      unavailable: unavailable(field.figure, planned, comparison !== null),
      apart: apartReason(view, planned, state.filters),
      periods:
        comparison === null || !isCompared(field.figure)
          ? ""
          : `${datesTitle(dates)}, compared with ${datesTitle(comparison)}`,
    });
  }
  const levels = [...rows.levels, ...columns.levels];
  const ranking = levels
    .flatMap(({ sort, top }) => [
      ...measuresOf(sort),
      ...(top === null ? [] : [top.measure]),
    ])
    .flatMap((name) => measureInMode(view, name, state.mode) ?? []);
  const shown = [...values.values()].map(({ planned }) => planned);
  const alignment =
    comparison === null || days.length === 0
      ? NOT_ALIGNED
      : alignPeriods({
          current: dates === null ? days : tradingDaysOf(dates, days),
          comparison: tradingDaysOf(comparison, days),
        });
  const filters = (period: Period) =>
    state.filters.flatMap((filter) =>
      cubeFilters(view, filter, alignment, period),
    );
  return {
    view,
    rows,
    columns,
    values: [...values.values()],
    hidden,
    measures: [...new Set([...shown, ...ranking])],
    filters: filters("current"),
    comparedFilters: filters("comparison"),
    dates,
    comparison,
    alignment,
    limits,
  };
}
