import type { View } from "../../model/view.ts";
import { valueField } from "./default-state.ts";
import type {
  Comparison,
  Figure,
  PivotState,
  ValueField,
} from "./pivot-state.ts";
import { mapOptions, mapValueKeys } from "./sorting.ts";
import { canShowAs, isCompared, valueIndex } from "./values.ts";
import { findMeasure } from "./view-fields.ts";
import { withoutWidth } from "./widths.ts";

/** What changes are counted against until a user chooses. */
const FIRST_COMPARISON: Comparison = "previous_period";

const comparisonFor = (state: PivotState, figure: Figure) =>
  isCompared(figure)
    ? (state.comparison ?? FIRST_COMPARISON)
    : state.comparison;

/** Adds a measure as a figure that canAddValue allows; a change brings a comparison along. */
export const addValue = (
  state: PivotState,
  measure: string,
  figure: Figure,
  index = state.values.length,
): PivotState => ({
  ...state,
  comparison: comparisonFor(state, figure),
  values: state.values.toSpliced(index, 0, { ...valueField(measure), figure }),
});

/**
 * Another figure, colour scale or bar for a value; sorts by the value follow
 * it. A text is the reason why not.
 */
export function changeValue(
  state: PivotState,
  view: View,
  index: number,
  change: Partial<Omit<ValueField, "measure">>,
): PivotState | string {
  const old = state.values[index];
  const measure = findMeasure(view, old?.measure ?? "");
  if (old === undefined || measure === undefined) {
    return `there is no value ${index + 1}`;
  }
  // A width is that of the numbers it was chosen for.
  const same = change.figure === undefined || change.figure === old.figure;
  const value = { ...(same ? old : withoutWidth(old)), ...change };
  const answer = canShowAs(view, measure, value.figure);
  if (answer !== true) return answer;
  const taken = valueIndex(state.values, value.measure, value.figure);
  if (taken >= 0 && taken !== index) {
    return `${measure.title} is shown like that already`;
  }
  const follow = mapValueKeys((key) =>
    key.measure === old.measure && key.figure === old.figure
      ? { ...key, figure: value.figure }
      : key,
  );
  return {
    ...state,
    comparison: comparisonFor(state, value.figure),
    values: state.values.with(index, value),
    rows: mapOptions(state.rows, follow),
    columns: mapOptions(state.columns, follow),
  };
}

/** Without a comparison, changes and earlier values, and sorts by them, turn into plain values. */
export function withoutComparison(state: PivotState): PivotState {
  const plain = <T extends { figure: Figure }>(item: T): T =>
    isCompared(item.figure) ? { ...item, figure: "value" } : item;
  const follow = mapValueKeys(plain);
  return {
    ...state,
    comparison: null,
    values: state.values.map(plain),
    rows: mapOptions(state.rows, follow),
    columns: mapOptions(state.columns, follow),
  };
}
