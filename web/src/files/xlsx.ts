import type { Cell, Row, SheetData } from "write-excel-file/universal";
import type { FileValue } from "./csv.ts";
import type { FileLine, FileNotes } from "./file-line.ts";

/** The header of a sheet: plain, so that it can be sent to a worker. */
export interface SheetHead {
  levels: readonly string[];
  columns: readonly { title: string; format: string | undefined }[];
}

/** Lines of a sheet that Excel opens. */
export const SHEET_ROWS = 1_048_576;

/** Characters; wider names are cut on screen, not in the file. */
const LABEL_WIDTH = 24;
const NUMBER_WIDTH = 16;

const bold = (value: string): Cell => ({
  value,
  type: String,
  fontWeight: "bold",
});

export const headerRow = ({ levels, columns }: SheetHead): Row =>
  [...levels, ...columns.map(({ title }) => title)].map(bold);

/** Text stays text, also where it looks like a formula; numbers keep their digits. */
export const sheetRows = (
  { columns }: SheetHead,
  lines: readonly FileLine[],
): SheetData =>
  lines.map(({ labels, values, isTotal }): Row => {
    const weight = isTotal ? ({ fontWeight: "bold" } as const) : {};
    const cell = (value: FileValue, format?: string): Cell => {
      if (value === null || value === undefined) return null;
      return typeof value === "number"
        ? {
            value,
            type: Number,
            ...(format !== undefined && { format }),
            ...weight,
          }
        : { value, type: String, ...weight };
    };
    return [
      ...labels.map((label) => cell(label)),
      ...values.map((value, index) => cell(value, columns[index]?.format)),
    ];
  });

/** A blank line, and what the file says of itself. */
export const noteRows = (notes: FileNotes): SheetData => [
  [],
  ...notes.map(([name, text]): Row => [
    bold(name),
    { value: text, type: String },
  ]),
];

/** Headers and names stay in sight. */
export const sheetOptions = ({ levels, columns }: SheetHead) => ({
  stickyRowsCount: 1,
  stickyColumnsCount: levels.length,
  columns: [
    ...levels.map(() => ({ width: LABEL_WIDTH })),
    ...columns.map(() => ({ width: NUMBER_WIDTH })),
  ],
});
