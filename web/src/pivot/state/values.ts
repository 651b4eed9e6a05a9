import type { Measure, View } from "../../model/view.ts";
import type { Figure, PivotState, ValueField } from "./pivot-state.ts";
import { uniqueBy } from "./unique.ts";
import { findMeasure } from "./view-fields.ts";

export const FIGURE_TITLES: Readonly<Record<Figure, string>> = {
  value: "Value",
  percent_of_parent: "% of parent",
  percent_of_row: "% of row",
  percent_of_column: "% of column",
  percent_of_total: "% of grand total",
  previous: "Compared period",
  delta: "Change",
  delta_percent: "Change in %",
  rank: "Rank",
};

/** Figures that need a period to compare with. */
export const isCompared = (figure: Figure): boolean =>
  figure === "previous" || figure === "delta" || figure === "delta_percent";

/** Figures that are a part of a whole. */
export const isShare = (figure: Figure) => figure.startsWith("percent_of_");

/** True, or why a measure cannot be shown as this figure. */
export function canShowAs(
  view: View,
  measure: Measure,
  figure: Figure,
): true | string {
  if (isShare(figure) && !measure.additive) {
    return `${measure.title} does not add up, so it has no share of a total`;
  }
  if (isCompared(figure) && view.timeDimension === undefined) {
    return `${view.title} has no date to compare by`;
  }
  return true;
}

/** Place of a value among the shown ones; -1 = not there. */
export const valueIndex = (
  values: readonly ValueField[],
  measure: string,
  figure: Figure,
): number =>
  values.findIndex(
    (value) => value.measure === measure && value.figure === figure,
  );

/** Values without repetitions of measure and figure; the first one stays. */
export const uniqueValues = (values: readonly ValueField[]): ValueField[] =>
  uniqueBy(values, ({ measure, figure }) => `${figure} ${measure}`);

/** True, or why a value cannot be added: unknown, of the other mode, or there. */
export function canAddValue(
  state: PivotState,
  view: View,
  name: string,
  figure: Figure,
): true | string {
  const measure = findMeasure(view, name);
  if (measure === undefined) return `${view.title} has no measure ${name}`;
  if (measure.mode !== "any" && measure.mode !== state.mode) {
    return measure.mode === "look_through"
      ? `${measure.title} counts what is held: switch to look-through first`
      : `${measure.title} counts what was traded: switch to as traded first`;
  }
  if (valueIndex(state.values, name, figure) >= 0) {
    return `${measure.title} is shown already`;
  }
  return canShowAs(view, measure, figure);
}
