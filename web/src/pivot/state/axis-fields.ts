import type { View } from "../../model/view.ts";
import type { AxisField, AxisState, PivotState } from "./pivot-state.ts";
import { mapOptions } from "./sorting.ts";
import { type Axis, axisLevels } from "./view-fields.ts";

/** Levels two axes have in common, counted from the coarsest. */
function commonDepth(
  one: ReturnType<typeof axisLevels>,
  other: ReturnType<typeof axisLevels>,
): number {
  const end = one.findIndex(({ name }, index) => name !== other[index]?.name);
  return end < 0 ? one.length : end;
}

const keepPaths = (
  axis: AxisState,
  own: number,
  across: number,
): AxisState => ({
  ...mapOptions(axis, (keys) =>
    keys.filter((key) => key.by === "label" || key.at.length <= across),
  ),
  expanded: axis.expanded.filter((path) => path.length <= own),
});

/**
 * Other fields on the axes, in a mode: open members stay open, and sorts by a
 * place on the other axis stay, as deep as the levels above are still the same.
 */
export function withFields(
  state: PivotState,
  view: View,
  fields: Partial<Record<Axis, readonly AxisField[]>>,
  mode = state.mode,
): PivotState {
  const next: PivotState = {
    ...state,
    mode,
    rows: { ...state.rows, fields: fields.rows ?? state.rows.fields },
    columns: {
      ...state.columns,
      fields: fields.columns ?? state.columns.fields,
    },
  };
  const kept = (axis: Axis) =>
    commonDepth(axisLevels(state, view, axis), axisLevels(next, view, axis));
  const [rows, columns] = [kept("rows"), kept("columns")];
  return {
    ...next,
    rows: keepPaths(next.rows, rows, columns),
    columns: keepPaths(next.columns, columns, rows),
  };
}

/** One pill of an axis changed, e.g. its options. */
export const withField = (
  state: PivotState,
  axis: Axis,
  index: number,
  change: (field: AxisField) => AxisField,
): readonly AxisField[] =>
  state[axis].fields.map((field, place) =>
    place === index ? change(field) : field,
  );
