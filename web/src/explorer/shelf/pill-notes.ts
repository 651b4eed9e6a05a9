import type { View } from "../../model/view.ts";
import { formatCount } from "../../pivot/format.ts";
import type { AxisField, ValueField } from "../../pivot/state/pivot-state.ts";
import { FIGURE_TITLES } from "../../pivot/state/values.ts";
import { fieldTitle, findDimension } from "../../pivot/state/view-fields.ts";

/** What sets a pill on an axis apart: where it starts, its top-Ns, its orders. */
export function axisNote(view: View, field: AxisField): string {
  const start =
    field.from === null
      ? []
      : [`from ${findDimension(view, field.from)?.title ?? field.from}`];
  const levels = Object.values(field.levels);
  const tops = levels.flatMap(({ top }) =>
    top === null
      ? []
      : [`${top.bottom ? "bottom" : "top"} ${formatCount(top.count)}`],
  );
  const sorted = levels.flatMap(({ sort: [key] }) =>
    key === undefined
      ? []
      : [
          `by ${key.by === "label" ? "name" : fieldTitle(view, key.measure)} ${key.descending ? "▼" : "▲"}`,
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
