import type { View } from "../../model/view.ts";
import type { MemberPath } from "../member-path.ts";
import { isThreshold, MAX_KEPT } from "./cuts.ts";
import { EMPTY_AXIS } from "./default-state.ts";
import { openPaths } from "./expansion.ts";
import { filterProblem, uniqueFilters } from "./filters.ts";
import type {
  AxisField,
  AxisState,
  Cut,
  LevelOptions,
  PivotState,
  SortKey,
  ValueField,
} from "./pivot-state.ts";
import { repairLabelWidths, repairWidth } from "./repair-widths.ts";
import { targetKey } from "./sorting.ts";
import { withoutComparison } from "./value-changes.ts";
import { canShowAs, isCompared, uniqueValues, valueIndex } from "./values.ts";
import { uniqueBy } from "./unique.ts";
import { unknownMember } from "./unknown-member.ts";
import {
  type Axis,
  axisLevels,
  fieldLevels,
  fieldTitle,
  findField,
  findMeasure,
  isLookThrough,
  levelOptions,
  levelsOf,
  quote,
} from "./view-fields.ts";

export interface Repaired {
  state: PivotState;
  /** What had to go, and why. */
  messages: string[];
}

type Say = (message: string) => void;

const isCut = (cut: Cut, view: View) =>
  findMeasure(view, cut.measure) !== undefined &&
  (isThreshold(cut)
    ? Number.isFinite(cut.bound)
    : Number.isInteger(cut.count) && cut.count >= 1 && cut.count <= MAX_KEPT);

const cutProblem = (cut: Cut, title: string) =>
  isThreshold(cut)
    ? `${title} cannot be cut at ${cut.bound} of ${quote(cut.measure)} (a number, of a measure): showing all`
    : `Top ${cut.count} of ${title} by ${quote(cut.measure)} cannot be shown (1 to ${MAX_KEPT} by a measure): showing all`;

function repairFields(
  state: PivotState,
  view: View,
  axis: Axis,
  taken: Set<string>,
  say: Say,
): AxisField[] {
  return state[axis].fields.flatMap((field) => {
    const found = findField(view, field.name);
    if (found === undefined) {
      say(unknownMember("field", field.name, ` on ${axis}: left out`));
      return [];
    }
    if (found.kind === "measure") {
      say(`${found.measure.title} is a value: left out of ${axis}`);
      return [];
    }
    const start = levelsOf(view, field.name).findIndex(
      ({ name }) => name === field.from,
    );
    if (field.from !== null && start < 0) {
      say(
        `${fieldTitle(view, field.name)} has no level ${quote(field.from)} to start from: showing all levels`,
      );
    }
    const from = start > 0 ? field.from : null;
    const shown = fieldLevels(view, { name: field.name, from });
    const twice = shown.find(({ name }) => taken.has(name));
    if (twice !== undefined) {
      say(
        `${fieldTitle(view, field.name)} would show ${twice.title} twice: left out of ${axis}`,
      );
      return [];
    }
    for (const { name } of shown) taken.add(name);
    const levels = Object.fromEntries(
      shown.flatMap(({ name, title }) => {
        const { sort, top } = levelOptions(field, name);
        const isKept = top === null || isCut(top, view);
        if (!isKept) say(cutProblem(top, title));
        const options: LevelOptions = { sort, top: isKept ? top : null };
        const isEmpty = options.sort.length === 0 && options.top === null;
        return isEmpty ? [] : [[name, options] as const];
      }),
    );
    const { standsFor, ...plain } = field;
    const isStandIn =
      standsFor !== undefined &&
      state.mode === "as_traded" &&
      isLookThrough(view, standsFor);
    return { ...plain, from, levels, ...(isStandIn ? { standsFor } : {}) };
  });
}

function repairValues(state: PivotState, view: View, say: Say): ValueField[] {
  const values = state.values.flatMap((value) => {
    const measure = findMeasure(view, value.measure);
    if (measure === undefined) {
      say(unknownMember("measure", value.measure, ": left out"));
      return [];
    }
    const answer =
      isCompared(value.figure) && state.comparison === null
        ? "there is no period to compare with"
        : canShowAs(view, measure, value.figure);
    const sized = repairWidth(value, measure.title, say);
    if (answer === true) return sized;
    say(`${measure.title} is shown as its value: ${answer}`);
    return { ...sized, figure: "value" as const };
  });
  return uniqueValues(values);
}

function repairSort(
  sort: readonly SortKey[],
  state: PivotState,
  depth: number,
  say: Say,
): SortKey[] {
  const known = sort.filter((key) => {
    if (key.by === "label") return true;
    if (valueIndex(state.values, key.measure, key.figure) < 0) {
      say(`Sort by ${quote(key.measure)}, which is not shown: left out`);
      return false;
    }
    if (key.at.length <= depth) return true;
    say(`Sort by ${quote(key.measure)} names no place there is: left out`);
    return false;
  });
  return uniqueBy(known, targetKey);
}

const pathText = (path: MemberPath) =>
  path.map((key) => key ?? "(none)").join(" / ");

function repairAxis(
  state: PivotState,
  view: View,
  axis: Axis,
  say: Say,
): AxisState {
  const depth = axisLevels(state, view, axis).length;
  const other = axisLevels(state, view, axis === "rows" ? "columns" : "rows");
  const sort = (keys: readonly SortKey[]) =>
    repairSort(keys, state, other.length, say);
  for (const path of state[axis].expanded) {
    if (path.length === 0 || path.length >= depth) {
      say(
        `${quote(pathText(path))} on ${axis} has nothing below it to open: left closed`,
      );
    }
  }
  return {
    fields: state[axis].fields.map((field) => ({
      ...field,
      levels: Object.fromEntries(
        Object.entries(field.levels)
          .map(([level, { sort: keys, top }]) => {
            return [level, { sort: sort(keys), top }] as const;
          })
          .filter(([, { sort: keys, top }]) => keys.length > 0 || top !== null),
      ),
    })),
    sort: sort(state[axis].sort),
    expanded: openPaths(state[axis].expanded, depth),
  };
}

/**
 * The nearest state a view can show, in its one canonical form: a valid state
 * comes back equal. Values and fields of the other exposure mode stay, see
 * shownState. `state.view` must be the view's name.
 */
export function repair(asked: PivotState, view: View): Repaired {
  const messages: string[] = [];
  const say: Say = (message) => messages.push(message);
  let state = asked;
  if (view.timeDimension === undefined) {
    if (state.dates !== null || state.comparison !== null) {
      say(`${view.title} has no date: showing all there is`);
    }
    state = { ...withoutComparison(state), dates: null };
  }
  const taken = new Set<string>();
  const withAxis = (axis: Axis): AxisState => ({
    ...EMPTY_AXIS,
    ...state[axis],
    fields: repairFields(state, view, axis, taken, say),
  });
  state = { ...state, rows: withAxis("rows"), columns: withAxis("columns") };
  state = { ...state, values: repairValues(state, view, say) };
  state = {
    ...state,
    rows: repairAxis(state, view, "rows", say),
    columns: repairAxis(state, view, "columns", say),
    labelWidths: repairLabelWidths(state, view, say),
    filters: uniqueFilters(
      state.filters.filter((filter) => {
        const problem = filterProblem(filter, view);
        if (problem !== undefined) say(`${problem}: left out`);
        return problem === undefined;
      }),
    ),
  };
  return { state, messages };
}
