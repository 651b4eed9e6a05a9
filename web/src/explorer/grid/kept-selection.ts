import type { Position } from "./navigation.ts";
import { rowNode } from "./rows.ts";
import type { Selection } from "./selection.ts";
import type { GridTable } from "./table.ts";

/** A line or a column, by what it shows and by where it was. */
interface Place {
  /** undefined = what stood there has no name of its own: it was on its way. */
  key: string | undefined;
  index: number;
}

interface KeptCell {
  row: Place;
  /** Index −1 is the row's name. */
  column: Place;
}

/** A selection that finds its cells again in another table. */
export interface KeptSelection {
  anchor: KeptCell;
  focus: KeptCell;
}

const START: KeptCell = {
  row: { key: undefined, index: 0 },
  column: { key: undefined, index: -1 },
};

/** The name of the grand total's row. */
export const KEPT_START: KeptSelection = { anchor: START, focus: START };

const keep = (
  { rows, columns }: GridTable,
  { row, column }: Position,
): KeptCell => {
  const at = columns[column];
  return {
    row: { key: rowNode(rows[row])?.key, index: row },
    column: {
      key: at?.kind === "value" ? at.key : undefined,
      index: column,
    },
  };
};

export const keepSelection = (
  table: GridTable,
  { anchor, focus }: Selection,
): KeptSelection => ({
  anchor: keep(table, anchor),
  focus: keep(table, focus),
});

/** Where a place is now; undefined = what it shows is gone. */
function find(
  items: readonly { key: string }[],
  { key, index }: Place,
): number | undefined {
  if (key === undefined) return Math.min(index, items.length - 1);
  if (items[index]?.key === key) return index;
  const found = items.findIndex((item) => item.key === key);
  return found < 0 ? undefined : found;
}

const locate = (
  { rows, columns }: GridTable,
  cell: KeptCell,
): Position | undefined => {
  const row = find(rows, cell.row);
  const column = find(columns, cell.column);
  return row === undefined || column === undefined
    ? undefined
    : { row, column };
};

/**
 * The selection between the same two cells. Once one of them is gone no range is
 * left, only the other one, or a cell near where the focus was.
 */
export function findSelection(
  table: GridTable,
  { anchor, focus }: KeptSelection,
): Selection {
  const to = locate(table, focus) ?? {
    row: Math.min(focus.row.index, table.rows.length - 1),
    column: Math.min(focus.column.index, table.columns.length - 1),
  };
  const isThere = locate(table, focus) !== undefined;
  const from = isThere ? locate(table, anchor) : undefined;
  return { anchor: from ?? to, focus: to };
}
