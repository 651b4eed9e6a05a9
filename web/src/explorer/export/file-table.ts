import type { Grid } from "../../pivot/grid/grid.ts";
import type { AxisNode } from "../../pivot/grid/nodes.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import { formatLabel } from "../../pivot/format.ts";
import { valueTitle, valueUnit } from "../grid/cell-format.ts";
import { gridColumns, nodeTitle, type ValueColumn } from "../grid/columns.ts";
import { pairTitle } from "../grid/pair-text.ts";
import { type GridRow, noticeText } from "../grid/rows.ts";
import type { PivotState } from "../../pivot/state/pivot-state.ts";
import type { FileValue } from "../../files/csv.ts";
import type { FileLine } from "../../files/file-line.ts";
import type { SheetHead } from "../../files/xlsx.ts";
import { excelFormat } from "./excel-format.ts";

type Totals = PivotState["totals"];

export interface FileHead {
  /** Titles of the levels of the rows. */
  levels: readonly string[];
  columns: readonly FileColumn[];
  /** What is to be said of columns that are not there. */
  notices: readonly string[];
}

/** A pivot as lines of cells, which come as they are read. */
export interface FileTable extends FileHead {
  batches: AsyncIterable<readonly FileLine[]>;
}

export interface FileColumn {
  title: string;
  value: PlannedValue;
}

const memberText = (node: AxisNode): string[] => {
  if (node.kind === "total") return ["Total"];
  const above = node.parent.kind === "total" ? [] : memberText(node.parent);
  return [...above, pairTitle(node)];
};

const columnTitle = ({ node, value }: ValueColumn) => {
  const unit = valueUnit(value);
  const place = node.kind === "total" ? "" : `${memberText(node).join(" / ")} `;
  return `${place}${valueTitle(value)}${unit === "" ? "" : ` (${unit})`}`;
};

const keysOf = (node: AxisNode): string[] =>
  node.kind === "total"
    ? ["Grand total"]
    : node.kind === "member"
      ? node.path.map(formatLabel)
      : [...node.parent.path.map(formatLabel), nodeTitle(node)];

function rowLine(
  grid: Grid,
  node: AxisNode,
  columns: readonly ValueColumn[],
  width: number,
): FileLine {
  const labels = keysOf(node);
  return {
    labels: Array.from({ length: width }, (_, index) => labels[index] ?? null),
    values: columns.map(
      (column) => grid.cell(node, column.node, column.value).value ?? null,
    ),
    isTotal: node.kind === "total" || (node.kind === "member" && node.expanded),
  };
}

/** A line that says what is not there, as the grid does. */
function noticeLine(row: GridRow, width: number): FileLine[] {
  const text = noticeText(row);
  if (text === "") return [];
  const labels: FileValue[] = Array.from({ length: width }, () => null);
  labels[Math.min(row.depth, width) - 1] = text;
  return [{ labels, values: [], isTotal: false }];
}

/** Columns of numbers of a file; columns that say what is missing are none. */
const fileColumns = (grid: Grid, totals: Totals): ValueColumn[] =>
  gridColumns(grid, totals).filter((column) => column.kind === "value");

/** What columns say of others that are not there, and under which member. */
const columnNotices = ({ columns }: Grid): string[] =>
  columns.items.flatMap((item) => {
    const text = noticeText(item);
    if (text === "" || item.kind === "node") return [];
    const { parent } = item;
    return parent.kind === "total"
      ? [text]
      : [`${memberText(parent).join(" / ")}: ${text}`];
  });

/** Makes a line of a row of a grid: of a member, a subtotal, "Other" or a notice. */
export function lineWriter(
  grid: Grid,
  totals: Totals,
): (row: GridRow) => readonly FileLine[] {
  const columns = fileColumns(grid, totals);
  const width = Math.max(1, grid.plan.rows.levels.length);
  return (row) =>
    row.kind === "node"
      ? [rowLine(grid, row.node, columns, width)]
      : noticeLine(row, width);
}

/** The header of a grid's file. */
export function fileHead(grid: Grid, totals: Totals): FileHead {
  const { levels } = grid.plan.rows;
  return {
    levels:
      levels.length === 0
        ? [""]
        : levels.map(({ dimension }) => dimension.title),
    columns: fileColumns(grid, totals).map((column) => ({
      title: columnTitle(column),
      value: column.value,
    })),
    notices: columnNotices(grid),
  };
}

export const sheetHead = ({ levels, columns }: FileHead): SheetHead => ({
  levels,
  columns: columns.map(({ title, value }) => ({
    title,
    format: excelFormat(value),
  })),
});
