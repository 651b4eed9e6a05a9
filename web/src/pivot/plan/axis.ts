import type { Dimension, View } from "../../model/view.ts";
import type { AxisState, Cut, SortKey } from "../state/pivot-state.ts";
import { fieldLevels, levelOptions } from "../state/view-fields.ts";

/** One level of an axis: the members one step below the level before. */
export interface AxisLevel {
  dimension: Dimension;
  /** Place of its pill on the axis. */
  fieldIndex: number;
  /** Its own, or else the axis's. */
  sort: readonly SortKey[];
  top: Cut | null;
  subtotals: boolean;
}

export interface Axis {
  name: "rows" | "columns";
  /** Coarse to fine, over all pills. */
  levels: readonly AxisLevel[];
  /** Of the levels. */
  dimensions: readonly Dimension[];
}

export function resolveAxis(
  view: View,
  name: Axis["name"],
  { fields, sort }: AxisState,
): Axis {
  const levels = fields.flatMap((field, fieldIndex) =>
    fieldLevels(view, field).map((dimension): AxisLevel => {
      const options = levelOptions(field, dimension.name);
      return {
        dimension,
        fieldIndex,
        sort: options.sort.length === 0 ? sort : options.sort,
        top: options.top,
        subtotals: field.subtotals,
      };
    }),
  );
  return { name, levels, dimensions: levels.map((level) => level.dimension) };
}
