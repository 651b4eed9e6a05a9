import type { ExposureMode, View } from "../../model/view.ts";
import { formatCount, formatMeasure } from "../../pivot/format.ts";
import { isThreshold } from "../../pivot/state/cuts.ts";
import type {
  AxisField,
  Cut,
  SortKey,
  ValueField,
} from "../../pivot/state/pivot-state.ts";
import { suitsMode } from "../../pivot/state/mode.ts";
import { FIGURE_TITLES } from "../../pivot/state/values.ts";
import {
  fieldTitle,
  findDimension,
  findMeasure,
} from "../../pivot/state/view-fields.ts";

function cutNote(view: View, cut: Cut): string {
  if (!isThreshold(cut)) {
    return `${cut.bottom ? "bottom" : "top"} ${formatCount(cut.count)}`;
  }
  const measure = findMeasure(view, cut.measure);
  const bound =
    measure === undefined
      ? String(cut.bound)
      : formatMeasure(cut.bound, measure);
  return `${fieldTitle(view, cut.measure)} ${cut.bottom ? "≤" : "≥"} ${bound}`;
}

const arrowOf = ({ descending }: SortKey) => (descending ? "▼" : "▲");

/** What sets a pill on an axis apart: where it starts, its cuts, its orders. */
export function axisNote(
  view: View,
  field: AxisField,
  mode: ExposureMode,
): string {
  const start =
    field.from === null
      ? []
      : [`from ${findDimension(view, field.from)?.title ?? field.from}`];
  const levels = Object.values(field.levels);
  /** What waits for the other mode is said, though it has no effect in this one. */
  const inMode = (note: string, name: string) => {
    const measure = findMeasure(view, name);
    return measure === undefined || suitsMode(measure, mode)
      ? note
      : `${note} (not in this mode)`;
  };
  const tops = levels.flatMap(({ top }) =>
    top === null ? [] : [inMode(cutNote(view, top), top.measure)],
  );
  const sorted = levels.flatMap(({ sort: [key] }) =>
    key === undefined
      ? []
      : [
          key.by === "label"
            ? `by name ${arrowOf(key)}`
            : inMode(
                `by ${fieldTitle(view, key.measure)} ${arrowOf(key)}`,
                key.measure,
              ),
        ],
  );
  const flat = field.subtotals ? [] : ["no subtotals"];
  return [...start, ...tops, ...sorted, ...flat].join(", ");
}

/** What a value pill shows of its measure; empty = the plain value. */
export const valueNote = ({ figure, heat, bar }: ValueField): string =>
  [
    ...(figure === "value" ? [] : [FIGURE_TITLES[figure]]),
    ...(heat === "off" ? [] : ["heat map"]),
    ...(bar ? ["bars"] : []),
  ].join(", ");
