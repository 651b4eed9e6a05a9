import { formatValue, getFormat } from "@cubejs-client/core/format";
import type { Dimension, Measure, View } from "../../model/view.ts";
import { keyOf, numberOf, type Row } from "../../pivot/answer.ts";
import { formatLabel, formatMeasure } from "../../pivot/format.ts";
import { findDimension } from "../../pivot/state/view-fields.ts";
import type { FileValue } from "../../files/csv.ts";

type NumberFormat = Pick<Measure, "format" | "currency">;

interface Column {
  member: string;
  title: string;
}

/** A column of single rows: what tells them apart, or how much they are. */
export type DrillColumn =
  | (Column & { kind: "label"; dimension: Dimension })
  | (Column & { kind: "amount"; format: NumberFormat })
  | (Column & { kind: "measure"; format: NumberFormat });

const ofDimension = (dimension: Dimension): DrillColumn => {
  const { member, title, format, amount } = dimension;
  return amount
    ? {
        kind: "amount",
        member,
        title,
        format: { format, currency: undefined },
      }
    : { kind: "label", member, title, dimension };
};

export const drillColumns = (
  view: View,
  names: readonly string[],
  measure: Measure,
): DrillColumn[] => [
  ...names.flatMap((name) => {
    const dimension = findDimension(view, name);
    return dimension === undefined ? [] : [ofDimension(dimension)];
  }),
  {
    kind: "measure",
    member: measure.member,
    title: measure.title,
    format: measure,
  },
];

/** Decimals of a d3 format that leaves out zeros at the end, e.g. of `,.4~f`. */
const UP_TO = /\.\d+~(?=[f%]$)/;
const LOCALE = "en-US";

/** Of the decimals a format allows, as many as the values have. */
function fitted(
  { format, currency }: NumberFormat,
  values: readonly (number | null)[],
): NumberFormat {
  const member = { type: "number" as const, format, currency };
  const { formatString } = getFormat(member, { locale: LOCALE });
  if (formatString === null || !UP_TO.test(formatString)) {
    return { format, currency };
  }
  const decimals = values.map((value) => {
    const text = formatValue(value, { ...member, locale: LOCALE });
    return /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  });
  const value = formatString.replace(UP_TO, `.${Math.max(0, ...decimals)}`);
  return { format: { type: "custom-numeric", value }, currency };
}

/** Columns whose amounts line up on the point without decimals that no row has. */
export const fitColumns = (
  columns: readonly DrillColumn[],
  rows: readonly Row[],
): DrillColumn[] =>
  columns.map((column) => {
    if (column.kind !== "amount") return column;
    const values = rows.map((row) => numberOf(row, column.member));
    return { ...column, format: fitted(column.format, values) };
  });

/** 2024-01-15T09:30:00.000 → 2024-01-15 09:30:00; midnight is left out. */
const timeText = (value: string) =>
  value
    .replace("T", " ")
    .replace(/\.000$/, "")
    .replace(/ 00:00:00$/, "");

/** As on screen. */
export function drillText(row: Row, column: DrillColumn): string {
  if (column.kind !== "label") {
    return formatMeasure(numberOf(row, column.member), column.format);
  }
  const key = keyOf(row, column.member);
  return key !== null && column.dimension.type === "time"
    ? timeText(key)
    : formatLabel(key);
}

/** As in a file: unrounded, and long ids as text that no program rounds. */
export function drillValue(row: Row, column: DrillColumn): FileValue {
  if (column.kind !== "label") return numberOf(row, column.member);
  const key = keyOf(row, column.member);
  if (key === null) return null;
  if (column.dimension.type === "time") return timeText(key);
  const number = Number(key);
  return column.dimension.type === "number" && Number.isSafeInteger(number)
    ? number
    : key;
}
