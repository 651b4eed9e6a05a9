import type { Dimension, Measure, View } from "../../model/view.ts";
import { keyOf, numberOf, type Row } from "../../pivot/answer.ts";
import { formatLabel, formatMeasure } from "../../pivot/format.ts";
import { findDimension } from "../../pivot/state/view-fields.ts";
import type { FileValue } from "../../files/csv.ts";

/** A column of single rows. */
export type DrillColumn =
  | { kind: "dimension"; member: string; title: string; dimension: Dimension }
  | { kind: "measure"; member: string; title: string; measure: Measure };

export const drillColumns = (
  view: View,
  names: readonly string[],
  measure: Measure,
): DrillColumn[] => [
  ...names.flatMap((name): DrillColumn[] => {
    const dimension = findDimension(view, name);
    return dimension === undefined
      ? []
      : [
          {
            kind: "dimension",
            member: dimension.member,
            title: dimension.title,
            dimension,
          },
        ];
  }),
  { kind: "measure", member: measure.member, title: measure.title, measure },
];

/** 2024-01-15T09:30:00.000 → 2024-01-15 09:30:00; midnight is left out. */
const timeText = (value: string) =>
  value
    .replace("T", " ")
    .replace(/\.000$/, "")
    .replace(/ 00:00:00$/, "");

/** As on screen. */
export function drillText(row: Row, column: DrillColumn): string {
  if (column.kind === "measure") {
    return formatMeasure(numberOf(row, column.member), column.measure);
  }
  const key = keyOf(row, column.member);
  return key !== null && column.dimension.type === "time"
    ? timeText(key)
    : formatLabel(key);
}

/** As in a file: unrounded, and long ids as text that no program rounds. */
export function drillValue(row: Row, column: DrillColumn): FileValue {
  if (column.kind === "measure") return numberOf(row, column.member);
  const key = keyOf(row, column.member);
  if (key === null) return null;
  if (column.dimension.type === "time") return timeText(key);
  const number = Number(key);
  return column.dimension.type === "number" && Number.isSafeInteger(number)
    ? number
    : key;
}
