import type { View } from "../../model/view.ts";
import type { PivotState } from "../../pivot/state/pivot-state.ts";
import { canDrop } from "../../pivot/state/shelves.ts";
import {
  findField,
  levelsOf,
  type Shelf,
} from "../../pivot/state/view-fields.ts";

/**
 * Where a field goes without being told: measures to values, time to columns,
 * amounts of single rows to the filters.
 */
export function defaultShelf(
  state: PivotState,
  view: View,
  name: string,
): Shelf {
  const field = findField(view, name);
  if (field?.kind === "measure") return "values";
  if (field?.kind === "dimension" && field.dimension.amount) return "filters";
  const isTime = levelsOf(view, name).every(
    ({ type, folder }) => type === "time" || folder === "Time",
  );
  const preferred: Shelf[] = isTime ? ["columns", "rows"] : ["rows", "columns"];
  return (
    preferred.find((shelf) => canDrop(state, view, { name }, shelf) === true) ??
    preferred[0] ??
    "rows"
  );
}
