import { formatCount } from "../../pivot/format.ts";
import type { AxisNode } from "../../pivot/grid/nodes.ts";
import { formatFigure, valueTitle } from "./cell-format.ts";
import { nodeTitle } from "./columns.ts";
import type { Position } from "./navigation.ts";
import { isBlank, isOnItsWay, rowNode } from "./rows.ts";
import type { GridTable } from "./table.ts";

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

/** The bounds of a selection; undefined = it is a single cell. */
export function rangeOf(selection: Selection): Bounds | undefined {
  const bounds = boundsOf(selection);
  return bounds.top === bounds.bottom && bounds.left === bounds.right
    ? undefined
    : bounds;
}

export const isInside = (bounds: Bounds, row: number, column: number) =>
  row >= bounds.top &&
  row <= bounds.bottom &&
  column >= bounds.left &&
  column <= bounds.right;

const cellAt = (
  { grid, rows, columns }: GridTable,
  row: number,
  column: number,
) => {
  const node = rowNode(rows[row]);
  const at = columns[column];
  return node === undefined || isBlank(node) || at?.kind !== "value"
    ? undefined
    : { value: grid.cell(node, at.node, at.value).value, planned: at.value };
};

/** Cells beyond this are counted and not read: reading asks for what is not there. */
const MOST_READ = 10_000;

/** True when facts of one of them are also facts of another. */
const overlap = (nodes: ReadonlySet<AxisNode>): boolean =>
  nodes.size > 1 &&
  [...nodes].some(
    (node) =>
      node.kind === "total" || (node.kind === "member" && node.expanded),
  );

/**
 * What the status bar says of a selection. Only amounts of disjoint members add
 * up: no sum of ratios, nor of a member and its own children on either axis.
 */
export function summariseSelection(
  table: GridTable,
  selection: Selection,
): string {
  const { top, bottom, left, right } = boundsOf(selection);
  const lines = table.rows.slice(top, bottom + 1);
  const across = table.columns.slice(Math.max(left, 0), right + 1);
  const rows = new Set(
    lines
      .flatMap((line) => rowNode(line) ?? [])
      .filter((node) => !isBlank(node)),
  );
  const columns = across.filter((column) => column.kind === "value");
  const cells = rows.size * columns.length;
  if (cells < 2) return "";
  const count = `${formatCount(cells)} cells`;
  const [first] = columns;
  if (
    first === undefined ||
    cells > MOST_READ ||
    columns.some(({ value }) => value.key !== first.value.key)
  ) {
    return count;
  }
  const { value: planned } = first;
  const values: number[] = [];
  let known =
    !lines.some(isOnItsWay) &&
    across.every(
      (column) => column.kind === "value" || column.item.kind !== "loading",
    );
  for (const row of rows) {
    for (const { node } of columns) {
      const { value } = table.grid.cell(row, node, planned);
      if (value === undefined) known = false;
      else if (value !== null) values.push(value);
    }
  }
  if (!known) return `${count} · not all loaded`;
  if (values.length === 0) return count;
  const additive =
    planned.planned.additive &&
    planned.figure === "value" &&
    !overlap(rows) &&
    !overlap(new Set(columns.map(({ node }) => node)));
  const text = (value: number) => formatFigure(value, planned);
  let [sum, least, most] = [0, Infinity, -Infinity];
  for (const value of values) {
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [
    count,
    ...(additive ? [`sum ${text(sum)}`] : []),
    `min ${text(least)}`,
    `max ${text(most)}`,
  ].join(" · ");
}

/** In place of what is not there yet, so that a copy never leaves it out unsaid. */
const NOT_LOADED = "not loaded";

const clean = (text: string) => text.replace(/[\t\r\n]+/g, " ");

/**
 * A selection with its headers, as tab-separated text.
 *
 * @param raw numbers as they are instead of as they are shown
 */
export function selectionText(
  table: GridTable,
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
    const at = table.rows[row];
    const node = rowNode(at);
    if (node === undefined) {
      if (at !== undefined && isOnItsWay(at)) lines.push([NOT_LOADED]);
      continue;
    }
    const line = [node.kind === "total" ? "Grand total" : nodeTitle(node)];
    for (let column = first; column <= right; column += 1) {
      const cell = cellAt(table, row, column);
      const value = cell?.value;
      line.push(
        cell === undefined
          ? ""
          : value === undefined
            ? NOT_LOADED
            : raw
              ? String(value ?? "")
              : formatFigure(value, cell.planned),
      );
    }
    lines.push(line);
  }
  return lines.map((line) => line.map(clean).join("\t")).join("\n");
}
