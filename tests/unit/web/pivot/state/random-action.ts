import type { MemberPath } from "../../../../../web/src/pivot/member-path.ts";
import type { PivotAction } from "../../../../../web/src/pivot/state/actions.ts";
import {
  COMPARISONS,
  FIGURES,
  HEAT_SCALES,
  type PivotState,
  RELATIVE_DATES,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import {
  axisLevels,
  type Axis,
  type Shelf,
} from "../../../../../web/src/pivot/state/view-fields.ts";
import { type Chooser, randomFilter, randomState } from "./random-state.ts";
import { VIEW, VIEWS } from "./view-fixture.ts";

const TYPES: Readonly<Record<PivotAction["type"], true>> = {
  add: true,
  move: true,
  remove: true,
  replace: true,
  swapAxes: true,
  setStart: true,
  setLevel: true,
  setSubtotals: true,
  toggleOpen: true,
  setOpen: true,
  expandToLevel: true,
  sortBy: true,
  setSort: true,
  addValue: true,
  setValue: true,
  addFilter: true,
  setFilter: true,
  clearFilters: true,
  keepOnly: true,
  exclude: true,
  breakDown: true,
  setDates: true,
  setComparison: true,
  setMode: true,
  setLayout: true,
  setWidth: true,
  setTotals: true,
  chooseView: true,
  reset: true,
  load: true,
};

export const ACTION_TYPES = Object.keys(TYPES) as PivotAction["type"][];

const NAMES = [
  ...VIEW.hierarchies,
  ...VIEW.dimensions,
  ...VIEW.measures,
  { name: "gone" },
].map(({ name }) => name);

/** An action of this type, as a user in this state might ask for it; not every one is possible. */
export function randomAction(
  type: PivotAction["type"],
  state: PivotState,
  choose: Chooser,
): PivotAction {
  const { below, flip, one, some } = choose;
  const axis = one<Axis>(["rows", "columns"]);
  const shelf = one<Shelf>(["rows", "columns", "values", "filters"]);
  const index = below(3);
  const place = { shelf, index };
  const name = one(NAMES);
  const measure = one(VIEW.measures).name;
  const path = (): MemberPath =>
    Array.from({ length: 1 + below(3) }, () => one(["A", "B", "", null]));
  const cell = { rows: path(), columns: flip() ? [] : path() };
  const levels = axisLevels(state, VIEW, axis);
  const level = levels[below(levels.length)]?.name ?? "desk";
  const shown = state.values[below(state.values.length)];
  switch (type) {
    case "add":
      return { type, name, shelf, index: flip() ? index : undefined };
    case "move":
      return { type, from: place, to: { shelf: one([shelf, axis]), index } };
    case "remove":
      return { type, place };
    case "replace":
      return { type, place, name };
    case "swapAxes":
    case "clearFilters":
    case "reset":
      return { type };
    case "setStart":
      return { type, axis, index, level: one([level, null]) };
    case "setLevel": {
      const top = { count: 3, measure, bottom: flip(), other: flip() };
      const sort = [{ by: "label", descending: flip() }] as const;
      return { type, axis, level, options: flip() ? { top } : { sort } };
    }
    case "setSubtotals":
      return { type, axis, index, shown: flip() };
    case "toggleOpen":
      return { type, axis, path: path() };
    case "setOpen":
      return { type, axis, paths: some(3, path), open: flip() };
    case "expandToLevel":
      return { type, axis, level: 1 + below(3), known: some(5, path) };
    case "sortBy": {
      const at = flip() ? [] : path();
      return {
        type,
        axis,
        target:
          shown === undefined ? { by: "label" } : { by: "value", at, ...shown },
        add: flip(),
      };
    }
    case "setSort":
      return { type, axis, sort: [{ by: "label", descending: flip() }] };
    case "addValue":
      return { type, measure, figure: one(FIGURES) };
    case "setValue":
      return {
        type,
        index,
        change: { figure: one(FIGURES), heat: one(HEAT_SCALES), bar: flip() },
      };
    case "addFilter":
      return { type, filter: randomFilter(choose) };
    case "setFilter":
      return { type, index, filter: randomFilter(choose) };
    case "keepOnly":
    case "exclude":
      return { type, cell };
    case "breakDown":
      return { type, axis, path: path(), name };
    case "setDates":
      return { type, dates: one(RELATIVE_DATES) };
    case "setComparison":
      return { type, comparison: one([...COMPARISONS, null]) };
    case "setMode":
      return { type, mode: one(["as_traded", "look_through"]) };
    case "setLayout":
      return { type, layout: one(["compact", "tabular"]) };
    case "setWidth": {
      const { figure } = shown ?? { figure: one(FIGURES) };
      return {
        type,
        column: one([
          { kind: "value", measure: shown?.measure ?? measure, figure },
          { kind: "names" },
          { kind: "level", level },
        ]),
        width: flip() ? below(900) : null,
      };
    }
    case "setTotals":
      return { type, totals: one(["top", "bottom"]) };
    case "chooseView":
      return { type, view: one(VIEWS).name };
    case "load":
      return { type, state: randomState(choose) };
  }
}
