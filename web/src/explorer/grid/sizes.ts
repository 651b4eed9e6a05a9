import type { Dimension } from "../../model/view.ts";
import type { LabelWidths } from "../../pivot/state/pivot-state.ts";
import { levelWidth, type SizedColumn } from "../../pivot/state/widths.ts";
import { valueTitle } from "./cell-format.ts";
import type { ValueColumn } from "./columns.ts";
import type { LabelLayout } from "./geometry.ts";

/** The width of a column that is shown, and what it can be. */
export interface ColumnSize {
  column: SizedColumn;
  title: string;
  /** Pixels as it is shown. */
  width: number;
  /** Pixels it can have here. */
  most: number;
  /** The width was chosen. */
  chosen: boolean;
  /** One of the columns of this width; undefined = a column of names. */
  shown: ValueColumn | undefined;
  /** Place among the columns of names; 0 for others. */
  at: number;
  /** How many levels have their names in it; 0 for others. */
  levels: number;
}

export function valueSize(
  shown: ValueColumn,
  width: number,
  most: number,
): ColumnSize {
  const { value } = shown;
  const { measure, figure } = value;
  return {
    column: { kind: "value", measure, figure },
    title: valueTitle(value),
    width,
    most,
    chosen: value.width !== undefined,
    shown,
    at: 0,
    levels: 0,
  };
}

/** The columns of names, coarse to fine; a single one in the compact layout. */
export const labelSizes = (
  { layout, widths, width, most }: LabelLayout,
  levels: readonly Dimension[],
  chosen: LabelWidths,
): ColumnSize[] =>
  widths.map((each, at) => {
    const level = layout === "tabular" ? levels[at] : undefined;
    return {
      column:
        level === undefined
          ? { kind: "names" }
          : { kind: "level", level: level.name },
      title: level === undefined ? "names" : level.title,
      width: each,
      most: most - (width - each),
      chosen:
        level === undefined
          ? chosen.names !== null
          : levelWidth(chosen, level.name) !== undefined,
      shown: undefined,
      at,
      levels: level === undefined ? levels.length : 1,
    };
  });
