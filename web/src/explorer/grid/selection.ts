import { formatMeasure } from "../../pivot/format.ts";
import type { Grid } from "../../pivot/grid/grid.ts";
import { formatFigure, valueTitle } from "./cell-format.ts";
import { type GridColumn, nodeTitle } from "./columns.ts";
import type { Position } from "./navigation.ts";
import { type GridRow, rowNode } from "./rows.ts";

/** A rectangle of cells, from where it began to where it ends now. */
export interface Selection {
  anchor: Position;
  focus: Position;
}

/** The first and last row and column of a selection, all included. */
export interface Bounds {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export const boundsOf = ({ anchor, focus }: Selection): Bounds => ({
  top: Math.min(anchor.row, focus.row),
  bottom: Math.max(anchor.row, focus.row),
  left: Math.min(anchor.column, focus.column),
  right: Math.max(anchor.column, focus.column),
});

export const isInside = (bounds: Bounds, row: number, column: number) =>
  row >= bounds.top &&
  row <= bounds.bottom &&
  column >= bounds.left &&
  column <= bounds.right;

interface Table {
  grid: Grid;
  /** The grand total first. */
  rows: readonly GridRow[];
  columns: readonly GridColumn[];
}

const cellAt = (
  { grid, rows, columns }: Table,
  row: number,
  column: number,
) => {
  const node = rowNode(rows[row]);
  const at = columns[column];
  return node === undefined || at?.kind !== "value"
    ? undefined
    : { value: grid.cell(node, at.node, at.value).value, planned: at.value };
};

/**
 * What the status bar says of a selection. Only amounts of disjoint members add
 * up: no sum of ratios, nor of a member and its own children.
 */
export function summariseSelection(table: Table, selection: Selection): string {
  const { top, bottom, left, right } = boundsOf(selection);
  const values: number[] = [];
  const measures = new Set<string>();
  let additive = true;
  let cells = 0;
  for (let row = top; row <= bottom; row += 1) {
    const node = rowNode(table.rows[row]);
    const overlaps =
      node?.kind === "total" || (node?.kind === "member" && node.expanded);
    for (let column = Math.max(left, 0); column <= right; column += 1) {
      const cell = cellAt(table, row, column);
      if (cell === undefined) continue;
      cells += 1;
      const { planned } = cell;
      measures.add(planned.key);
      const at = table.columns[column];
      const isSum =
        at?.kind === "value" && at.node.kind === "total" && left < right;
      additive &&=
        planned.planned.additive &&
        planned.figure === "value" &&
        !(overlaps && top < bottom) &&
        !isSum;
      if (typeof cell.value === "number") values.push(cell.value);
    }
  }
  if (cells < 2) return "";
  const parts = [`${cells} cells`];
  const planned = table.columns
    .slice(Math.max(left, 0), right + 1)
    .find((column) => column.kind === "value")?.value;
  if (measures.size === 1 && values.length > 0 && planned !== undefined) {
    const text = (value: number) => formatFigure(value, planned);
    if (additive) {
      const sum = values.reduce((total, value) => total + value, 0);
      parts.push(`sum ${formatMeasure(sum, planned.planned)}`);
    }
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    parts.push(`min ${text(least)}`, `max ${text(most)}`);
  }
  return parts.join(" · ");
}

const clean = (text: string) => text.replace(/[\t\r\n]+/g, " ");

/**
 * A selection with its headers, as tab-separated text.
 *
 * @param raw numbers as they are instead of as they are shown
 */
export function selectionText(
  table: Table,
  selection: Selection,
  raw: boolean,
): string {
  const { top, bottom, left, right } = boundsOf(selection);
  const first = Math.max(left, 0);
  const header = [""];
  for (let column = first; column <= right; column += 1) {
    const at = table.columns[column];
    header.push(
      at?.kind === "value"
        ? [
            ...(at.node.kind === "total" ? [] : [nodeTitle(at.node)]),
            valueTitle(at.value),
          ].join(" ")
        : "",
    );
  }
  const lines = [header];
  for (let row = top; row <= bottom; row += 1) {
    const node = rowNode(table.rows[row]);
    if (node === undefined) continue;
    const line = [node.kind === "total" ? "Grand total" : nodeTitle(node)];
    for (let column = first; column <= right; column += 1) {
      const cell = cellAt(table, row, column);
      const value = cell?.value;
      line.push(
        cell === undefined || value === undefined
          ? ""
          : raw
            ? String(value ?? "")
            : formatFigure(value, cell.planned),
      );
    }
    lines.push(line);
  }
  return lines.map((line) => line.map(clean).join("\t")).join("\n");
}
