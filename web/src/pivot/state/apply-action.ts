import type { View } from "../../model/view.ts";
import type { Change, PivotAction } from "./actions.ts";
import { withField, withFields } from "./axis-fields.ts";
import { breakDown, canBreakDown } from "./break-down.ts";
import { defaultState, preferredView } from "./default-state.ts";
import { closePaths, expandToLevel, togglePath } from "./expansion.ts";
import { filterByCell, filterProblem } from "./filters.ts";
import { toMode } from "./mode.ts";
import type {
  AxisState,
  Comparison,
  PivotFilter,
  PivotState,
} from "./pivot-state.ts";
import { repair } from "./repair.ts";
import {
  addField,
  canDrop,
  canReplace,
  canStartFrom,
  moveField,
  pillName,
  removeField,
  replaceField,
  swapAxes,
} from "./shelves.ts";
import { nextSort } from "./sorting.ts";
import { addValue, changeValue, withoutComparison } from "./value-changes.ts";
import { canAddValue } from "./values.ts";
import {
  type Axis,
  axisLevels,
  fieldLevels,
  levelOptions,
} from "./view-fields.ts";
import { setWidth } from "./widths.ts";

/** A changed state, or the reason why there is none. */
type Outcome = PivotState | string;

const allowed = (answer: true | string, change: () => PivotState): Outcome =>
  answer === true ? change() : answer;

const withAxis = (
  state: PivotState,
  axis: Axis,
  change: Partial<AxisState>,
): PivotState => ({ ...state, [axis]: { ...state[axis], ...change } });

const withFilters = (
  state: PivotState,
  view: View,
  filter: PivotFilter,
  filters: readonly PivotFilter[],
): Outcome => filterProblem(filter, view) ?? { ...state, filters };

function setLevel(
  state: PivotState,
  view: View,
  { axis, level, options }: PivotAction & { type: "setLevel" },
): Outcome {
  if (!axisLevels(state, view, axis).some(({ name }) => name === level)) {
    return `${level} is no level on ${axis}`;
  }
  const fields = state[axis].fields.map((field) =>
    fieldLevels(view, field).some(({ name }) => name === level)
      ? {
          ...field,
          levels: {
            ...field.levels,
            [level]: { ...levelOptions(field, level), ...options },
          },
        }
      : field,
  );
  return withAxis(state, axis, { fields });
}

/** The same pivot in another view, as far as that one knows its members. */
function toView(state: PivotState, view: View): Outcome {
  const { state: kept } = repair({ ...state, view: view.name }, view);
  return kept.values.length > 0 ? kept : defaultState(view);
}

const withComparison = (
  state: PivotState,
  view: View,
  comparison: Comparison | null,
): Outcome => {
  if (comparison === null) return withoutComparison(state);
  return view.timeDimension === undefined
    ? `${view.title} has no date to compare by`
    : { ...state, comparison };
};

function outcome(
  state: PivotState,
  action: PivotAction,
  view: View,
  views: readonly View[],
): Outcome {
  switch (action.type) {
    case "add": {
      const { name, shelf, index } = action;
      return allowed(canDrop(state, view, { name }, shelf), () =>
        addField(state, view, name, shelf, index),
      );
    }
    case "move": {
      const name = pillName(state, action.from);
      if (name === undefined) return "there is no such field to move";
      const dragged = { name, from: action.from };
      return allowed(canDrop(state, view, dragged, action.to.shelf), () =>
        moveField(state, view, action.from, action.to),
      );
    }
    case "remove":
      return removeField(state, view, action.place);
    case "replace": {
      const { place, name } = action;
      return allowed(canReplace(state, view, place, name), () =>
        replaceField(state, view, place, name),
      );
    }
    case "swapAxes":
      return swapAxes(state);
    case "setStart": {
      const { axis, index, level } = action;
      const place = { shelf: axis, index };
      return allowed(canStartFrom(state, view, place, level), () => {
        const fields = withField(state, axis, index, (field) => ({
          ...field,
          from: level,
        }));
        return withFields(state, view, { [axis]: fields });
      });
    }
    case "setLevel":
      return setLevel(state, view, action);
    case "setSubtotals": {
      const { axis, index, shown } = action;
      const fields = withField(state, axis, index, (field) => ({
        ...field,
        subtotals: shown,
      }));
      return withAxis(state, axis, { fields });
    }
    case "toggleOpen": {
      const { axis, path } = action;
      const expanded = togglePath(state[axis].expanded, path);
      return withAxis(state, axis, { expanded });
    }
    case "setOpen": {
      const { axis, paths, open } = action;
      const now = state[axis].expanded;
      const expanded = open ? [...now, ...paths] : closePaths(now, paths);
      return withAxis(state, axis, { expanded });
    }
    case "expandToLevel": {
      const { axis, known, level } = action;
      return withAxis(state, axis, { expanded: expandToLevel(known, level) });
    }
    case "sortBy": {
      const { axis, target, add } = action;
      const sort = nextSort(state[axis].sort, target, add);
      return withAxis(state, axis, { sort });
    }
    case "setSort":
      return withAxis(state, action.axis, { sort: action.sort });
    case "addValue": {
      const { measure, figure, index } = action;
      return allowed(canAddValue(state, view, measure, figure), () =>
        addValue(state, measure, figure, index),
      );
    }
    case "setValue":
      return changeValue(state, view, action.index, action.change);
    case "addFilter": {
      const filters = [...state.filters, action.filter];
      return withFilters(state, view, action.filter, filters);
    }
    case "setFilter": {
      const { filter, index } = action;
      if (state.filters[index] === undefined) {
        return `there is no filter ${index + 1}`;
      }
      const filters = state.filters.with(index, filter);
      return withFilters(state, view, filter, filters);
    }
    case "clearFilters":
      return { ...state, filters: [] };
    case "keepOnly":
      return filterByCell(state, view, action.cell, true);
    case "exclude":
      return filterByCell(state, view, action.cell, false);
    case "breakDown": {
      const { axis, path, name } = action;
      return allowed(canBreakDown(state, view, axis, name), () =>
        breakDown(state, view, axis, path, name),
      );
    }
    case "setDates":
      return { ...state, dates: action.dates };
    case "setComparison":
      return withComparison(state, view, action.comparison);
    case "setMode":
      return toMode(state, action.mode, view);
    case "setLayout":
      return { ...state, layout: action.layout };
    case "setWidth":
      return setWidth(state, action.column, action.width);
    case "setTotals":
      return { ...state, totals: action.totals };
    case "chooseView": {
      const other = views.find(({ name }) => name === action.view);
      if (other === undefined) return `there is no view ${action.view}`;
      return other === view ? state : toView(state, other);
    }
    case "reset":
      return defaultState(view);
    case "load":
      return action.state;
  }
}

/** The view a state is of; the preferred one if that is gone. */
export const viewOf = (
  { view }: Pick<PivotState, "view">,
  views: readonly View[],
): View => views.find(({ name }) => name === view) ?? preferredView(views);

/**
 * What an action makes of a valid state: a valid state again, the same one if
 * the action is refused, with the reason as a message.
 */
export function applyAction(
  state: PivotState,
  action: PivotAction,
  views: readonly View[],
): Change {
  const next = outcome(state, action, viewOf(state, views), views);
  if (typeof next === "string") {
    return { state, messages: [next] };
  }
  const view = viewOf(next, views);
  const repaired = repair({ ...next, view: view.name }, view);
  // What a change drops on its way is its purpose; of a loaded state it is news.
  const messages = action.type === "load" ? repaired.messages : [];
  return { state: repaired.state, messages };
}
