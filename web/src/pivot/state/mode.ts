import type { ExposureMode, Measure, View } from "../../model/view.ts";
import { axisField } from "./default-state.ts";
import { isActive, filterDimensions } from "./filters.ts";
import type { AxisField, PivotState, ValueField } from "./pivot-state.ts";
import { withFields } from "./axis-fields.ts";
import { mapOptions, mapValueKeys } from "./sorting.ts";
import {
  AXES,
  type Axis,
  fieldLevels,
  fieldTitle,
  findMeasure,
  hasLevelsInMode,
  isLookThrough,
  levelsOf,
  type Place,
} from "./view-fields.ts";

// How a switch of mode keeps the selection:
// - a measure turns into its twin and back;
// - a measure, field or filter without one stays where it is and is not shown;
// - a field of holdings leaves its place to the one over the same leaf, which
//   remembers what it stands for, since that one means something in both modes.

export const suitsMode = ({ mode }: Measure, current: ExposureMode): boolean =>
  mode === "any" || mode === current;

const plainLeaf = (view: View, name: string) =>
  levelsOf(view, name)
    .at(-1)
    ?.name.replace(/^underlying_/, "");

/** The field over the same leaf as traded, e.g. holdings → instrument. */
export function counterpart(view: View, name: string): string | undefined {
  const leaf = plainLeaf(view, name);
  const isHierarchy = view.hierarchies.some((item) => item.name === name);
  const others = isHierarchy ? view.hierarchies : view.dimensions;
  return others.find(
    (other) =>
      !isLookThrough(view, other.name) && plainLeaf(view, other.name) === leaf,
  )?.name;
}

/**
 * Names of measures → their names in the other mode, where both are known.
 *
 * @param used measures that are there already, so that none turns into them
 */
function twins(mode: ExposureMode, view: View, used: ReadonlySet<string>) {
  return (name: string): string => {
    const measure = findMeasure(view, name);
    const twin = findMeasure(view, measure?.twin ?? "");
    const turns =
      measure !== undefined &&
      twin !== undefined &&
      !suitsMode(measure, mode) &&
      suitsMode(twin, mode) &&
      !used.has(twin.name);
    return turns ? twin.name : name;
  };
}

function fieldsInMode(
  state: PivotState,
  mode: ExposureMode,
  view: View,
): Record<Axis, AxisField[]> {
  const taken = new Set(
    AXES.flatMap((axis) => state[axis].fields).flatMap((field) =>
      fieldLevels(view, field).map(({ name }) => name),
    ),
  );
  const other = (field: AxisField): AxisField => {
    const name =
      mode === "look_through"
        ? field.standsFor
        : isLookThrough(view, field.name)
          ? counterpart(view, field.name)
          : undefined;
    const same = { ...field, standsFor: undefined };
    if (name === undefined) return same;
    const own = new Set(fieldLevels(view, field).map((level) => level.name));
    const isFree = levelsOf(view, name).every(
      (level) => own.has(level.name) || !taken.has(level.name),
    );
    if (!isFree) return same;
    for (const level of levelsOf(view, name)) taken.add(level.name);
    const next = { ...axisField(name), subtotals: field.subtotals };
    return mode === "look_through" ? next : { ...next, standsFor: field.name };
  };
  return {
    rows: state.rows.fields.map(other),
    columns: state.columns.fields.map(other),
  };
}

/** Switches what counts; switching back restores the selection. */
export function toMode(
  state: PivotState,
  mode: ExposureMode,
  view: View,
): PivotState {
  if (mode === state.mode) return state;
  const used = new Set(state.values.map(({ measure }) => measure));
  const valueTwin = twins(mode, view, used);
  const turned: PivotState = {
    ...state,
    values: state.values.map((value) => ({
      ...value,
      measure: valueTwin(value.measure),
    })),
  };
  // Orders and cuts go by what is shown, though it is a value of its own.
  const twin = twins(mode, view, new Set());
  const axis = (name: Axis) =>
    mapOptions(
      state[name],
      mapValueKeys((key) => ({ ...key, measure: twin(key.measure) })),
      (top) => ({ ...top, measure: twin(top.measure) }),
    );
  const next = { ...turned, rows: axis("rows"), columns: axis("columns") };
  return withFields(next, view, fieldsInMode(next, mode, view), mode);
}

/** A pill that waits for the other mode. */
export interface HiddenPill extends Place {
  title: string;
  reason: string;
}

const REASONS: Record<ExposureMode, string> = {
  as_traded: "has a meaning in look-through only",
  look_through: "has a meaning as traded only",
};

const isShownValue =
  (view: View, mode: ExposureMode) => (value: ValueField) => {
    const measure = findMeasure(view, value.measure);
    return measure !== undefined && suitsMode(measure, mode);
  };

/** The pills a state has but does not show in its mode, each with the reason. */
export function hiddenPills(state: PivotState, view: View): HiddenPill[] {
  const { mode } = state;
  const pill = (shelf: Place["shelf"], index: number, name: string) => {
    const title = fieldTitle(view, name);
    return { shelf, index, title, reason: `${title} ${REASONS[mode]}` };
  };
  const isHidden = (name: string) => !hasLevelsInMode(view, name, mode);
  const isShown = isShownValue(view, mode);
  return [
    ...AXES.flatMap((axis) =>
      state[axis].fields.flatMap(({ name }, index) =>
        isHidden(name) ? [pill(axis, index, name)] : [],
      ),
    ),
    ...state.values.flatMap((value, index) =>
      isShown(value) ? [] : [pill("values", index, value.measure)],
    ),
    ...state.filters.flatMap((filter, index) => {
      const name = filterDimensions(filter).find(isHidden);
      return name === undefined ? [] : [pill("filters", index, name)];
    }),
  ];
}

/**
 * What of a state is queried and drawn: without what has no meaning in its
 * mode, and without filters that hold no value yet. Give this, not the state
 * itself, to whatever plans queries.
 */
export function shownState(state: PivotState, view: View): PivotState {
  const { mode } = state;
  const values = state.values.filter(isShownValue(view, mode));
  const names = new Set(values.map(({ measure }) => measure));
  const isMeaningful = (name: string) => hasLevelsInMode(view, name, mode);
  const ranks = (name: string) => {
    const measure = findMeasure(view, name);
    return measure !== undefined && suitsMode(measure, mode);
  };
  const axis = (name: Axis) => {
    const shown = mapOptions(
      state[name],
      (keys) =>
        keys.filter((key) => key.by === "label" || names.has(key.measure)),
      (top) => (ranks(top.measure) ? top : null),
    );
    const fields = shown.fields.filter((field) => isMeaningful(field.name));
    return { ...shown, fields };
  };
  return {
    ...state,
    rows: axis("rows"),
    columns: axis("columns"),
    values,
    filters: state.filters.filter(
      (filter) =>
        isActive(filter) && filterDimensions(filter).every(isMeaningful),
    ),
  };
}
