import type { Cell, Row, SheetData } from "write-excel-file/universal";
import { excelFormat } from "./excel-format.ts";
import type { FileHead, FileLine } from "./file-table.ts";
import type { FileNotes } from "./file-text.ts";

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

export const sheetHead = ({ levels, columns }: FileHead): SheetHead => ({
  levels,
  columns: columns.map(({ title, value }) => ({
    title,
    format: excelFormat(value),
  })),
});

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
  lines.map(({ labels, numbers, isTotal }): Row => {
    const weight = isTotal ? ({ fontWeight: "bold" } as const) : {};
    return [
      ...labels.map((label): Cell =>
        label === null
          ? null
          : { value: String(label), type: String, ...weight },
      ),
      ...numbers.map((number, index): Cell => {
        const format = columns[index]?.format;
        return number === null
          ? null
          : {
              value: number,
              type: Number,
              ...(format !== undefined && { format }),
              ...weight,
            };
      }),
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
