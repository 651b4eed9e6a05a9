import type { View } from "../../model/view.ts";
import type { MemberPath } from "../member-path.ts";
import { withFields } from "./axis-fields.ts";
import { axisField } from "./default-state.ts";
import { toMode } from "./mode.ts";
import type { AxisField, PivotState } from "./pivot-state.ts";
import { canDrop } from "./shelves.ts";
import {
  type Axis,
  fieldLevels,
  hasLevelsInMode,
  isLookThrough,
  levelOptions,
} from "./view-fields.ts";

/** True, or why members cannot be broken down by a field. */
export const canBreakDown = (
  state: PivotState,
  view: View,
  axis: Axis,
  name: string,
): true | string => canDrop(state, view, { name }, axis);

/** The options a part of a pill keeps. */
const ownLevels = (field: AxisField, names: readonly string[]) =>
  Object.fromEntries(
    names
      .filter((name) => Object.hasOwn(field.levels, name))
      .map((name) => [name, levelOptions(field, name)]),
  );

/**
 * Splits a pill below its `count` coarsest levels: a dimension for each of
 * those, and the hierarchy from the next level down.
 */
function split(view: View, field: AxisField, count: number) {
  const levels = fieldLevels(view, field).map(({ name }) => name);
  const next = levels[count];
  if (next === undefined) return { above: [field], below: [] };
  const above = levels.slice(0, count).map((name) => ({
    ...axisField(name),
    levels: ownLevels(field, [name]),
    subtotals: field.subtotals,
  }));
  const below = {
    ...field,
    from: next,
    standsFor: undefined,
    levels: ownLevels(field, levels.slice(count)),
  };
  return { above, below: [below] };
}

/**
 * Puts a field right below the level of a member and opens the member. Inside a
 * hierarchy that splits its pill: organisation, broken down by symbol at its
 * first level, becomes manager, symbol, organisation from fund. The grand total
 * (no keys) gets the field as its first level.
 */
export function breakDown(
  asked: PivotState,
  view: View,
  axis: Axis,
  path: MemberPath,
  name: string,
): PivotState {
  const state = isLookThrough(view, name)
    ? toMode(asked, "look_through", view)
    : asked;
  const fields: AxisField[] = [];
  let left = path.length;
  let isPlaced = left === 0;
  if (isPlaced) fields.push(axisField(name));
  for (const field of state[axis].fields) {
    const isShown = hasLevelsInMode(view, field.name, state.mode);
    const depth = isShown ? fieldLevels(view, field).length : 0;
    if (isPlaced || left > depth) {
      fields.push(field);
      left -= depth;
      continue;
    }
    const { above, below } = split(view, field, left);
    fields.push(...above, axisField(name), ...below);
    isPlaced = true;
  }
  if (!isPlaced) return asked;
  const next = withFields(state, view, { [axis]: fields });
  const expanded = [...next[axis].expanded, ...(path.length > 0 ? [path] : [])];
  return { ...next, [axis]: { ...next[axis], expanded } };
}
