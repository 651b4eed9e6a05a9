import type { FileValue } from "./csv.ts";

/** A line of a file: names first, then what belongs to them. */
export interface FileLine {
  labels: readonly FileValue[];
  values: readonly FileValue[];
  /** A total or a member with its own members below it. */
  isTotal: boolean;
}

/** What a file says of itself at its end. */
export type FileNotes = readonly (readonly [string, string])[];

export const XLSX_TYPE =
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export const CSV_TYPE = "text/csv;charset=utf-8";
