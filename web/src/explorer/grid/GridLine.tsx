import type { CSSProperties, ReactNode } from "react";
import { formatCount } from "../../pivot/format.ts";
import type { Question } from "../../pivot/grid/ask.ts";
import type { Grid } from "../../pivot/grid/grid.ts";
import type { AxisNode } from "../../pivot/grid/nodes.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import type { GridColumn } from "./columns.ts";
import { GridCell } from "./GridCell.tsx";
import { heatOf, type Scale } from "./heat.ts";
import { RowLabel } from "./RowLabel.tsx";
import { type GridRow, rowNode } from "./rows.ts";
import { type Bounds, isInside } from "./selection.ts";
import type { ColumnWindow } from "./use-column-window.ts";

export interface LineContext {
  id: string;
  grid: Grid;
  columns: readonly GridColumn[];
  window: ColumnWindow;
  labelWidth: number;
  layout: "compact" | "tabular";
  /** Header rows above the first line. */
  headerRows: number;
  selection: Bounds | undefined;
  active: { row: number; column: number };
  flash: boolean;
  scaleOf: (row: AxisNode, column: AxisNode, value: PlannedValue) => Scale;
  onToggle: (row: number) => void;
  onRetry: (question: Question) => void;
}

interface Props {
  context: LineContext;
  row: GridRow;
  /** 0 = the grand total. */
  index: number;
  style?: CSSProperties;
  className?: string;
}

export const cellId = (id: string, row: number, column: number) =>
  `${id}-r${row}-c${column}`;

function notice(row: Exclude<GridRow, { kind: "node" }>): string {
  if (row.kind !== "notice") return "";
  const shown = formatCount(row.shown);
  const of = row.count === undefined ? "more" : formatCount(row.count);
  switch (row.reason) {
    case "top":
      return row.count === undefined
        ? `First ${shown} shown; others not shown`
        : `${shown} of ${of} shown, ${formatCount(row.count - row.shown)} not shown`;
    case "limit":
      return `First ${shown} of ${of} shown`;
    case "order":
      return row.text;
  }
}

function StatusLine({ context, row, index, style }: Props) {
  if (row.kind === "node") return null;
  const indent = { "--depth": row.depth } as CSSProperties;
  const text = (): ReactNode => {
    if (row.kind === "error") {
      return (
        <span className="notice" role="alert" style={indent}>
          <span className="error-text">{row.message}</span>
          <button
            type="button"
            className="link-button"
            onClick={() => context.onRetry(row.question)}
          >
            Retry
          </button>
        </span>
      );
    }
    return row.kind === "notice" ? (
      <span className="notice" style={indent}>
        {notice(row)}
      </span>
    ) : (
      <span className="notice" style={indent}>
        <span className="skeleton" />
      </span>
    );
  };
  return (
    <div
      role="row"
      className="grid-row status-row"
      style={{ ...style, width: "100%" }}
      aria-level={row.depth}
      aria-rowindex={context.headerRows + index + 1}
      aria-busy={
        row.kind === "loading" || row.kind === "placeholder" || undefined
      }
      data-kind={row.kind}
    >
      <div
        id={cellId(context.id, index, -1)}
        role="gridcell"
        className="grid-cell status-cell"
        aria-colindex={1}
        data-active={context.active.row === index || undefined}
      >
        {text()}
      </div>
    </div>
  );
}

export function GridLine(props: Props) {
  const { context, row, index, style, className = "" } = props;
  const node = rowNode(row);
  if (node === undefined) return <StatusLine {...props} />;
  const { grid, columns, window, labelWidth, selection, active } = context;
  const { widths, pinned, visible, offsetBefore } = window;
  const blankRow =
    node.kind === "member" && node.expanded && !node.level.subtotals;

  const cell = (at: number, left?: number) => {
    const column = columns[at];
    const base = { width: widths[at], ...(left !== undefined && { left }) };
    if (column?.kind !== "value") {
      return (
        <div
          key={column?.key ?? at}
          id={cellId(context.id, index, at)}
          role="gridcell"
          className="grid-cell number"
          style={base}
          aria-colindex={at + 2}
        />
      );
    }
    const { value } = column;
    const found = grid.cell(node, column.node, value);
    const coloured =
      typeof found.value === "number" && (value.heat !== "off" || value.bar)
        ? heatOf(found.value, context.scaleOf(node, column.node, value))
        : undefined;
    return (
      <GridCell
        key={column.key}
        id={cellId(context.id, index, at)}
        cell={found}
        value={value}
        columnKey={column.node.key}
        colIndex={at + 2}
        style={base}
        heat={value.heat === "off" ? undefined : coloured}
        bar={value.bar && node.kind !== "total" ? coloured : undefined}
        selected={selection !== undefined && isInside(selection, index, at)}
        active={active.row === index && active.column === at}
        pinned={left !== undefined}
        blank={blankRow}
        flash={context.flash}
      />
    );
  };

  let left = labelWidth;
  const pinnedCells: ReactNode[] = [];
  for (let at = 0; at < pinned; at += 1) {
    pinnedCells.push(cell(at, left));
    left += widths[at] ?? 0;
  }
  return (
    <div
      role="row"
      className={`grid-row ${className}`}
      style={style}
      aria-level={node.depth + 1}
      aria-rowindex={context.headerRows + index + 1}
      aria-posinset={node.kind === "member" ? node.position : undefined}
      aria-setsize={node.kind === "member" ? node.siblings : undefined}
      aria-expanded={
        node.kind === "member" && node.expandable ? node.expanded : undefined
      }
      data-row-key={node.key}
      data-row={index}
    >
      <RowLabel
        id={cellId(context.id, index, -1)}
        node={node}
        style={{ width: labelWidth }}
        active={active.row === index && active.column === -1}
        layout={context.layout}
        levels={grid.plan.rows.levels.length}
        onToggle={() => context.onToggle(index)}
      />
      {pinnedCells}
      <div className="spacer" style={{ width: offsetBefore }} />
      {visible.map((at) => cell(at))}
    </div>
  );
}
