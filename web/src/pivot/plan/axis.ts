import type { Dimension, View } from "../../model/view.ts";
import type { AxisState, SortKey, TopN } from "../state/pivot-state.ts";

/** One level of an axis: the members one step below the level before. */
export interface AxisLevel {
  dimension: Dimension;
  /** Place of its pill on the axis. */
  fieldIndex: number;
  /** Its own, or else the axis's. */
  sort: readonly SortKey[];
  top: TopN | null;
  subtotals: boolean;
}

export interface Axis {
  name: "rows" | "columns";
  /** Coarse to fine, over all pills. */
  levels: readonly AxisLevel[];
}

/** The dimensions of a pill, coarse to fine; empty when the view lacks it. */
export function fieldLevels(
  view: View,
  name: string,
  from: string | null,
): readonly Dimension[] {
  const hierarchy = view.hierarchies.find((item) => item.name === name);
  if (hierarchy !== undefined) {
    const start = hierarchy.levels.findIndex((level) => level.name === from);
    return hierarchy.levels.slice(Math.max(start, 0));
  }
  return view.dimensions.filter((item) => item.name === name);
}

export function resolveAxis(
  view: View,
  name: Axis["name"],
  state: AxisState,
): Axis {
  return {
    name,
    levels: state.fields.flatMap((field, fieldIndex) =>
      fieldLevels(view, field.name, field.from).map((dimension): AxisLevel => {
        const options = field.levels[dimension.name];
        return {
          dimension,
          fieldIndex,
          sort:
            options === undefined || options.sort.length === 0
              ? state.sort
              : options.sort,
          top: options?.top ?? null,
          subtotals: field.subtotals,
        };
      }),
    ),
  };
}
