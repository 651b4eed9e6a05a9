import type { View } from "../../model/view.ts";
import { withFields } from "./axis-fields.ts";
import { axisField, valueField } from "./default-state.ts";
import { memberFilter } from "./filters.ts";
import { toMode } from "./mode.ts";
import type { AxisField, PivotState } from "./pivot-state.ts";
import { canAddValue } from "./values.ts";
import {
  AXES,
  type Axis,
  fieldLevels,
  fieldTitle,
  findField,
  isLookThrough,
  type Place,
  type Shelf,
} from "./view-fields.ts";
import { withoutWidth } from "./widths.ts";

/** A field as it is dragged: by name, and from where if it is a pill already. */
export interface DraggedField {
  name: string;
  from?: Place;
}

export const isAxis = (shelf: Shelf): shelf is Axis =>
  shelf === "rows" || shelf === "columns";

const insert = <T>(list: readonly T[], index: number | undefined, item: T) =>
  list.toSpliced(index ?? list.length, 0, item);

/** The pill that already shows a level of a field, other than `except`. */
function clashing(
  state: PivotState,
  view: View,
  field: Pick<AxisField, "name" | "from">,
  except: Place | undefined,
): true | string {
  const wanted = new Set(fieldLevels(view, field).map(({ name }) => name));
  for (const axis of AXES) {
    for (const [index, other] of state[axis].fields.entries()) {
      if (except?.shelf === axis && except.index === index) continue;
      const level = fieldLevels(view, other).find(({ name }) =>
        wanted.has(name),
      );
      if (level === undefined) continue;
      const title = fieldTitle(view, other.name);
      return title === level.title
        ? `${title} is on ${axis} already`
        : `${level.title} is on ${axis} already, as a level of ${title}`;
    }
  }
  return true;
}

/**
 * True, or why a field cannot be dropped on a shelf. A pill moves between rows
 * and columns; dragged to or from the filters it stays where it was as well,
 * for one can show and filter the same dimension.
 */
export function canDrop(
  state: PivotState,
  view: View,
  field: DraggedField,
  shelf: Shelf,
): true | string {
  const found = findField(view, field.name);
  if (found === undefined) return `${view.title} has no field ${field.name}`;
  if (field.from?.shelf === shelf) return true;
  if (shelf === "values") {
    return found.kind === "measure"
      ? canAddValue(state, view, field.name, "value")
      : `${fieldTitle(view, field.name)} is not a measure: drop it on rows, columns or filters`;
  }
  if (found.kind === "measure") {
    return `${found.measure.title} is a measure: drop it on values`;
  }
  if (shelf === "filters") {
    if (found.kind === "hierarchy") {
      const levels = found.hierarchy.levels.map(({ title }) => title);
      return `${found.hierarchy.title} has several levels: filter by one of ${levels.join(", ")}`;
    }
    return found.dimension.name === view.timeDimension?.name
      ? `${found.dimension.title} is filtered by the dates of the view`
      : true;
  }
  const isPill = field.from !== undefined && isAxis(field.from.shelf);
  const own = isPill ? pillAt(state, field.from) : undefined;
  return clashing(
    state,
    view,
    own ?? { name: field.name, from: null },
    isPill ? field.from : undefined,
  );
}

const pillAt = (state: PivotState, place: Place | undefined) =>
  place !== undefined && isAxis(place.shelf)
    ? state[place.shelf].fields[place.index]
    : undefined;

/** What is held has no meaning as traded, so it brings its mode along. */
const modeFor = (state: PivotState, view: View, name: string): PivotState =>
  isLookThrough(view, name) ? toMode(state, "look_through", view) : state;

/** Adds a field that canDrop allows, at the end unless told otherwise. */
export function addField(
  asked: PivotState,
  view: View,
  name: string,
  shelf: Shelf,
  index?: number,
): PivotState {
  const state = shelf === "values" ? asked : modeFor(asked, view, name);
  if (shelf === "values") {
    return { ...state, values: insert(state.values, index, valueField(name)) };
  }
  if (shelf === "filters") {
    const filter = memberFilter(name);
    return { ...state, filters: insert(state.filters, index, filter) };
  }
  const fields = insert(state[shelf].fields, index, axisField(name));
  return withFields(state, view, { [shelf]: fields });
}

/** Removes a pill and what depends on it. */
export function removeField(
  state: PivotState,
  view: View,
  { shelf, index }: Place,
): PivotState {
  if (shelf === "values") {
    return { ...state, values: state.values.toSpliced(index, 1) };
  }
  if (shelf === "filters") {
    return { ...state, filters: state.filters.toSpliced(index, 1) };
  }
  const fields = state[shelf].fields.toSpliced(index, 1);
  return withFields(state, view, { [shelf]: fields });
}

/** The name under which a pill can be dragged; undefined = there is no such. */
export function pillName(
  state: PivotState,
  { shelf, index }: Place,
): string | undefined {
  if (shelf === "values") return state.values[index]?.measure;
  if (isAxis(shelf)) return state[shelf].fields[index]?.name;
  const filter = state.filters[index];
  return filter?.kind === "member" ? filter.dimension : filter?.dimensions[0];
}

const reorder = <T>(list: readonly T[], from: number, to: number): T[] => {
  const item = list[from];
  return item === undefined
    ? [...list]
    : list.toSpliced(from, 1).toSpliced(to, 0, item);
};

/**
 * Moves a pill that canDrop allows to move; `to.index` counts in the list
 * without the pill. Options of its levels move along.
 */
export function moveField(
  state: PivotState,
  view: View,
  from: Place,
  to: Place,
): PivotState {
  if (from.shelf === to.shelf) {
    if (from.shelf === "values") {
      return { ...state, values: reorder(state.values, from.index, to.index) };
    }
    if (from.shelf === "filters") {
      return {
        ...state,
        filters: reorder(state.filters, from.index, to.index),
      };
    }
    const { fields } = state[from.shelf];
    return withFields(state, view, {
      [from.shelf]: reorder(fields, from.index, to.index),
    });
  }
  const pill = pillAt(state, from);
  if (pill !== undefined && isAxis(from.shelf) && isAxis(to.shelf)) {
    return withFields(state, view, {
      [from.shelf]: state[from.shelf].fields.toSpliced(from.index, 1),
      [to.shelf]: insert(state[to.shelf].fields, to.index, pill),
    });
  }
  const name = pillName(state, from);
  return name === undefined
    ? state
    : addField(state, view, name, to.shelf, to.index);
}

/** True, or why a pill cannot give its place to another field. */
export const canReplace = (
  state: PivotState,
  view: View,
  place: Place,
  name: string,
): true | string =>
  canDrop(removeField(state, view, place), view, { name }, place.shelf);

/** Another field in the place of a pill, as canReplace allows. */
export function replaceField(
  state: PivotState,
  view: View,
  place: Place,
  name: string,
): PivotState {
  const { shelf, index } = place;
  if (shelf === "values") {
    const old = state.values[index];
    return old === undefined
      ? state
      : {
          ...state,
          values: state.values.with(index, {
            ...withoutWidth(old),
            measure: name,
          }),
        };
  }
  const free = removeField(modeFor(state, view, name), view, place);
  return addField(free, view, name, shelf, index);
}

/** Rows become columns and columns rows, with all that belongs to them. */
export const swapAxes = (state: PivotState): PivotState => ({
  ...state,
  rows: state.columns,
  columns: state.rows,
});

/** True, or why a pill cannot start from this level (null = its coarsest). */
export const canStartFrom = (
  state: PivotState,
  view: View,
  place: Place & { shelf: Axis },
  level: string | null,
): true | string => {
  const pill = pillAt(state, place);
  return pill === undefined
    ? "there is no such field"
    : clashing(state, view, { name: pill.name, from: level }, place);
};
