import type {
  Figure,
  LabelWidths,
  PivotState,
  ValueField,
} from "./pivot-state.ts";

/** Pixels of a column that can be chosen. */
export const LEAST_WIDTH = 48;
export const MOST_WIDTH = 800;

/** A column whose width is chosen: for a value in all members at once. */
export type SizedColumn =
  | { kind: "value"; measure: string; figure: Figure }
  /** The only column of names there is in the compact layout. */
  | { kind: "names" }
  /** The names of a level, by the name of that level, in the tabular layout. */
  | { kind: "level"; level: string };

/** The nearest whole number of pixels a column can have. */
export const possibleWidth = (width: number): number =>
  Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, Math.round(width)));

export const isWidth = (width: number): boolean =>
  width === possibleWidth(width);

export const NO_LABEL_WIDTHS: LabelWidths = { names: null, levels: {} };

/** The chosen width of a level's names, in pixels; undefined = none was chosen. */
export const levelWidth = (
  { levels }: LabelWidths,
  level: string,
): number | undefined =>
  Object.hasOwn(levels, level) ? levels[level] : undefined;

/** A value as wide as its title and numbers ask for. */
export const withoutWidth = ({
  measure,
  figure,
  heat,
  bar,
}: ValueField): ValueField => ({ measure, figure, heat, bar });

/**
 * A column of another width.
 *
 * @param width pixels; null = as wide as its content asks for
 */
export function setWidth(
  state: PivotState,
  column: SizedColumn,
  width: number | null,
): PivotState {
  const chosen = width === null ? null : possibleWidth(width);
  const { labelWidths } = state;
  switch (column.kind) {
    case "value":
      return {
        ...state,
        values: state.values.map((value) =>
          value.measure === column.measure && value.figure === column.figure
            ? {
                ...withoutWidth(value),
                ...(chosen === null ? {} : { width: chosen }),
              }
            : value,
        ),
      };
    case "names":
      return { ...state, labelWidths: { ...labelWidths, names: chosen } };
    case "level": {
      const others = Object.entries(labelWidths.levels).filter(
        ([level]) => level !== column.level,
      );
      const levels = Object.fromEntries(
        chosen === null ? others : [...others, [column.level, chosen] as const],
      );
      return { ...state, labelWidths: { ...labelWidths, levels } };
    }
  }
}
