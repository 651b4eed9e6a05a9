import type { GridRow } from "./rows.ts";
import { rowNode } from "./rows.ts";

/** A cell: row 0 is the grand total, column -1 the row's name. */
export interface Position {
  row: number;
  column: number;
}

export type GridAction =
  | { kind: "move"; to: Position; extend: boolean }
  | { kind: "toggle"; row: number }
  | { kind: "expand_siblings"; row: number }
  | { kind: "menu" }
  | { kind: "copy"; raw: boolean }
  | { kind: "select_all" }
  | { kind: "clear" };

export interface KeyPress {
  key: string;
  shift: boolean;
  control: boolean;
}

interface Extent {
  /** The grand total first. */
  rows: readonly GridRow[];
  columns: number;
  /** Rows in sight. */
  page: number;
}

const clamp = (value: number, least: number, most: number) =>
  Math.max(least, Math.min(most, value));

const parentRow = (rows: readonly GridRow[], index: number): number => {
  const depth = rows[index]?.depth ?? 0;
  for (let above = index - 1; above > 0; above -= 1) {
    if ((rows[above]?.depth ?? 0) < depth) return above;
  }
  return 0;
};

/** What a key does in the grid, after the WAI-ARIA treegrid pattern; undefined = nothing. */
export function gridAction(
  { rows, columns, page }: Extent,
  at: Position,
  { key, shift, control }: KeyPress,
): GridAction | undefined {
  const move = (row: number, column: number): GridAction => ({
    kind: "move",
    to: {
      row: clamp(row, 0, rows.length - 1),
      column: clamp(column, -1, columns - 1),
    },
    extend: shift,
  });
  const node = rowNode(rows[at.row]);
  const expandable = node?.kind === "member" && node.expandable;
  const onName = at.column === -1;
  switch (key) {
    case "ArrowDown":
      return move(control ? rows.length - 1 : at.row + 1, at.column);
    case "ArrowUp":
      return move(control ? 0 : at.row - 1, at.column);
    case "ArrowRight":
      if (onName && expandable && !node.expanded && !shift && !control) {
        return { kind: "toggle", row: at.row };
      }
      return move(at.row, control ? columns - 1 : at.column + 1);
    case "ArrowLeft":
      if (onName && !shift && !control) {
        return expandable && node.expanded
          ? { kind: "toggle", row: at.row }
          : move(parentRow(rows, at.row), -1);
      }
      return move(at.row, control ? -1 : at.column - 1);
    case "Home":
      return control ? move(0, -1) : move(at.row, -1);
    case "End":
      return control
        ? move(rows.length - 1, columns - 1)
        : move(at.row, columns - 1);
    case "PageDown":
      return move(at.row + page, at.column);
    case "PageUp":
      return move(at.row - page, at.column);
    case " ":
      return expandable ? { kind: "toggle", row: at.row } : undefined;
    case "*":
      return { kind: "expand_siblings", row: at.row };
    case "Enter":
    case "ContextMenu":
      return { kind: "menu" };
    case "F10":
      return shift ? { kind: "menu" } : undefined;
    case "Escape":
      return { kind: "clear" };
    case "a":
    case "A":
      return control ? { kind: "select_all" } : undefined;
    case "c":
    case "C":
      return control ? { kind: "copy", raw: shift } : undefined;
    default:
      return undefined;
  }
}
