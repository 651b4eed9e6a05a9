import type { Cell, Row, SheetData } from "write-excel-file/universal";
import type { FileTable } from "./file-table.ts";
import type { FileNotes } from "./file-text.ts";
import { excelFormat } from "./excel-format.ts";

/** What a worker needs to write a workbook: plain, so that it can be sent. */
export interface Sheet {
  levels: readonly string[];
  columns: readonly { title: string; format: string | undefined }[];
  lines: FileTable["lines"];
  notes: FileNotes;
}

/** Characters; wider names are cut on screen, not in the file. */
const LABEL_WIDTH = 24;
const NUMBER_WIDTH = 16;

export const sheetOf = (table: FileTable, notes: FileNotes): Sheet => ({
  levels: table.levels,
  columns: table.columns.map(({ title, value }) => ({
    title,
    format: excelFormat(value),
  })),
  lines: table.lines,
  notes,
});

const bold = (value: string): Cell => ({
  value,
  type: String,
  fontWeight: "bold",
});

/** Text stays text, also where it looks like a formula; numbers keep their digits. */
export function sheetData({ levels, columns, lines, notes }: Sheet): SheetData {
  const header: Row = [...levels, ...columns.map(({ title }) => title)].map(
    bold,
  );
  const body = lines.map(({ labels, numbers, isTotal }): Row => {
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
  const ends = notes.map(([name, text]): Row => [
    bold(name),
    { value: text, type: String },
  ]);
  return [header, ...body, [], ...ends];
}

/** Headers and names stay in sight. */
export const sheetOptions = ({ levels, columns }: Sheet) => ({
  stickyRowsCount: 1,
  stickyColumnsCount: levels.length,
  columns: [
    ...levels.map(() => ({ width: LABEL_WIDTH })),
    ...columns.map(() => ({ width: NUMBER_WIDTH })),
  ],
});
