import type { SheetData } from "write-excel-file/universal";
import writeExcelFile from "write-excel-file/browser";
import type { FileLine, FileNotes } from "./file-line.ts";
import {
  headerRow,
  noteRows,
  type SheetHead,
  sheetOptions,
  sheetRows,
} from "./xlsx.ts";

/** A workbook of one sheet, to which lines are added as they come. */
export class Workbook {
  readonly #head: SheetHead;
  readonly #rows: SheetData;

  constructor(head: SheetHead) {
    this.#head = head;
    this.#rows = [headerRow(head)];
  }

  add(lines: readonly FileLine[]): void {
    for (const row of sheetRows(this.#head, lines)) this.#rows.push(row);
  }

  /** @throws Error when it cannot be written */
  finish(notes: FileNotes): Promise<Blob> {
    for (const row of noteRows(notes)) this.#rows.push(row);
    return writeExcelFile(this.#rows, sheetOptions(this.#head)).toBlob();
  }
}
