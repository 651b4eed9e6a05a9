import type { View } from "../../model/view.ts";
import { filterDimensions } from "../../pivot/state/filters.ts";
import type { PivotState } from "../../pivot/state/pivot-state.ts";
import { AXES, fieldLevels } from "../../pivot/state/view-fields.ts";

/** Names of fields → the shelves they lie on; a level lies where its pill does. */
export function usedFields(
  state: PivotState,
  view: View,
): ReadonlyMap<string, readonly string[]> {
  const used = new Map<string, Set<string>>();
  const mark = (name: string, shelf: string) =>
    used.set(name, (used.get(name) ?? new Set()).add(shelf));
  for (const axis of AXES) {
    for (const field of state[axis].fields) {
      mark(field.name, axis);
      for (const level of fieldLevels(view, field)) mark(level.name, axis);
    }
  }
  for (const { measure } of state.values) mark(measure, "values");
  for (const filter of state.filters) {
    for (const name of filterDimensions(filter)) mark(name, "filters");
  }
  return new Map([...used].map(([name, shelves]) => [name, [...shelves]]));
}
