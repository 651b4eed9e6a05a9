import type { Dimension, Hierarchy, Measure, View } from "../../model/view.ts";
import type { AxisField, LevelOptions, PivotState } from "./pivot-state.ts";

export const AXES = ["rows", "columns"] as const;
export type Axis = (typeof AXES)[number];
export type Shelf = Axis | "values" | "filters";

/** Where a pill lies; `index` counts from 0. */
export interface Place {
  shelf: Shelf;
  index: number;
}

/** What a name means in a view. */
export type Field =
  | { kind: "hierarchy"; hierarchy: Hierarchy }
  | { kind: "dimension"; dimension: Dimension }
  | { kind: "measure"; measure: Measure };

const NO_OPTIONS: LevelOptions = { sort: [], top: null };

/** A hierarchy, or else a dimension, or else a measure of this name. */
export function findField(view: View, name: string): Field | undefined {
  const hierarchy = view.hierarchies.find((item) => item.name === name);
  if (hierarchy !== undefined) return { kind: "hierarchy", hierarchy };
  const dimension = findDimension(view, name);
  if (dimension !== undefined) return { kind: "dimension", dimension };
  const measure = findMeasure(view, name);
  return measure === undefined ? undefined : { kind: "measure", measure };
}

export const findDimension = (view: View, name: string) =>
  view.dimensions.find((item) => item.name === name);

export const findMeasure = (view: View, name: string) =>
  view.measures.find((item) => item.name === name);

/** The title of a field; its name when the view does not know it. */
export function fieldTitle(view: View, name: string): string {
  const field = findField(view, name);
  if (field?.kind === "hierarchy") return field.hierarchy.title;
  if (field?.kind === "dimension") return field.dimension.title;
  return field?.measure.title ?? name;
}

/** Made of what is held rather than of what was traded. */
export function isLookThrough(view: View, name: string): boolean {
  const field = findField(view, name);
  if (field?.kind === "hierarchy") return field.hierarchy.lookThrough;
  return field?.kind === "dimension" && field.dimension.lookThrough;
}

/** All levels of a hierarchy or dimension, coarse to fine; none when unknown. */
export function levelsOf(view: View, name: string): readonly Dimension[] {
  const field = findField(view, name);
  if (field?.kind === "hierarchy") return field.hierarchy.levels;
  return field?.kind === "dimension" ? [field.dimension] : [];
}

/** The levels a pill shows: those from its start level down. */
export function fieldLevels(
  view: View,
  { name, from }: Pick<AxisField, "name" | "from">,
): readonly Dimension[] {
  const levels = levelsOf(view, name);
  return levels.slice(
    Math.max(
      0,
      levels.findIndex((level) => level.name === from),
    ),
  );
}

/** False for a field of holdings as traded: it waits, shown in no level. */
export const hasLevelsInMode = (
  view: View,
  name: string,
  mode: PivotState["mode"],
) => mode === "look_through" || !isLookThrough(view, name);

/** The levels of an axis, coarse to fine: what the keys of its paths stand for. */
export const axisLevels = (
  state: PivotState,
  view: View,
  axis: Axis,
): readonly Dimension[] =>
  state[axis].fields
    .filter(({ name }) => hasLevelsInMode(view, name, state.mode))
    .flatMap((field) => fieldLevels(view, field));

/** Options of a level; a level without any has no sort and no cut. */
export const levelOptions = (field: AxisField, level: string): LevelOptions =>
  (Object.hasOwn(field.levels, level) ? field.levels[level] : undefined) ??
  NO_OPTIONS;

/** A name as messages quote it, cut where it would fill the page. */
export const quote = (name: string): string =>
  `"${name.length > 60 ? `${name.slice(0, 60)}…` : name}"`;
