import type { PivotAction } from "../../pivot/state/actions.ts";
import type { PivotState } from "../../pivot/state/pivot-state.ts";
import { canDrop, isAxis } from "../../pivot/state/shelves.ts";
import type { Place, Shelf } from "../../pivot/state/view-fields.ts";
import type { View } from "../../model/view.ts";

export const SHELVES: readonly Shelf[] = [
  "rows",
  "columns",
  "values",
  "filters",
];

export const SHELF_TITLES: Readonly<Record<Shelf, string>> = {
  rows: "Rows",
  columns: "Columns",
  values: "Values",
  filters: "Filters",
};

/** Pills on a shelf. */
export const pillCount = (state: PivotState, shelf: Shelf): number =>
  isAxis(shelf) ? state[shelf].fields.length : state[shelf].length;

/** A shelf a field can be put on, or why it cannot. */
export interface MoveChoice {
  shelf: Shelf;
  refused: string | undefined;
  action: PivotAction;
}

/** Where a field can go from a shelf; `from` undefined = from the list of fields. */
export const moveChoices = (
  state: PivotState,
  view: View,
  name: string,
  from?: Place,
): MoveChoice[] =>
  SHELVES.filter((shelf) => shelf !== from?.shelf).map((shelf) => {
    const allowed = canDrop(state, view, { name, from }, shelf);
    const index = pillCount(state, shelf);
    return {
      shelf,
      refused: allowed === true ? undefined : allowed,
      action:
        from === undefined
          ? { type: "add", name, shelf }
          : { type: "move", from, to: { shelf, index } },
    };
  });
