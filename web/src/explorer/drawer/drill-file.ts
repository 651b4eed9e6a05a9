import type { Query } from "@cubejs-client/core";
import type { Answer } from "../../pivot/answer.ts";
import { BYTE_ORDER_MARK, csvLine } from "../../files/csv.ts";
import {
  type Drill,
  drillQuery,
  FILE_ROWS,
  FIRST_PAGE,
  nextPage,
  type PageStart,
} from "./drill-query.ts";
import { type DrillColumn, drillValue } from "./drill-text.ts";

export type LoadAnswer = (query: Query, signal: AbortSignal) => Promise<Answer>;

/**
 * All rows behind a cell as CSV, read page by page: parts of one file, which the
 * browser may keep on disk.
 *
 * @param names names of the dimensions of `columns`
 * @param onRows told how many rows are written after each page
 * @throws the reason of `signal` when aborted, and what `load` throws
 */
export async function drillFile(
  drill: Drill,
  names: readonly string[],
  columns: readonly DrillColumn[],
  load: LoadAnswer,
  onRows: (rows: number) => void,
  signal: AbortSignal,
): Promise<Blob[]> {
  const header = csvLine(columns.map(({ title }) => title));
  const parts = [new Blob([BYTE_ORDER_MARK, header])];
  let count = 0;
  let start: PageStart | undefined = FIRST_PAGE;
  while (start !== undefined) {
    const query = drillQuery(drill, names, start, FILE_ROWS);
    const { rows } = await load(query, signal);
    const lines = rows.map((row) =>
      csvLine(columns.map((column) => drillValue(row, column))),
    );
    parts.push(new Blob(lines));
    count += rows.length;
    onRows(count);
    start = nextPage(drill.plan.view, rows, start, FILE_ROWS);
  }
  return parts;
}
