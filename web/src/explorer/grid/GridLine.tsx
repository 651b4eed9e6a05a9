import { type CSSProperties, memo, type ReactNode } from "react";
import type { Question } from "../../pivot/grid/ask.ts";
import type { Grid } from "../../pivot/grid/grid.ts";
import type { AxisNode } from "../../pivot/grid/nodes.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import { barOf } from "./bars.ts";
import type { GridColumn } from "./columns.ts";
import { GridCell } from "./GridCell.tsx";
import type { LabelLayout } from "./geometry.ts";
import { heatOf, type Scale } from "./heat.ts";
import { RowLabel } from "./RowLabel.tsx";
import { type GridRow, isBlank, noticeText, rowNode } from "./rows.ts";
import { RowFailure, RowWaiting } from "./RowStatus.tsx";
import { type Bounds, isInside } from "./selection.ts";
import type { ColumnWindow } from "./use-column-window.ts";

export interface LineContext {
  id: string;
  grid: Grid;
  columns: readonly GridColumn[];
  window: ColumnWindow;
  /** Pixels of a whole line. */
  width: number;
  labels: LabelLayout;
  /** Header rows above the first line. */
  headerRows: number;
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
  /** Pixels from the first line; undefined = it stands in the flow. */
  offset: number | undefined;
  /** Its column with the focus; -1 = the row's name, undefined = none. */
  active: number | undefined;
  /** The selection, where it goes through this line. */
  selected: Bounds | undefined;
}

const place = (
  width: number | string,
  offset: number | undefined,
): CSSProperties =>
  offset === undefined
    ? { width }
    : { width, transform: `translateY(${offset}px)` };

export const cellId = (id: string, row: number, column: number) =>
  `${id}-r${row}-c${column}`;

function StatusLine({ context, row, index, offset, active }: Props) {
  if (row.kind === "node") return null;
  const indent = { "--depth": row.depth } as CSSProperties;
  const text = (): ReactNode => {
    if (row.kind === "error") {
      return (
        <RowFailure
          message={row.message}
          question={row.question}
          style={indent}
          onRetry={context.onRetry}
        />
      );
    }
    return row.kind === "notice" ? (
      <span className="notice" style={indent}>
        {noticeText(row)}
      </span>
    ) : (
      <span className="notice" style={indent}>
        <span className="skeleton" />
        {row.kind === "loading" && row.question !== undefined && (
          <RowWaiting question={row.question} />
        )}
      </span>
    );
  };
  return (
    <div
      role="row"
      className="grid-row status-row"
      style={place("100%", offset)}
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
        data-active={active !== undefined || undefined}
      >
        {text()}
      </div>
    </div>
  );
}

export const GridLine = memo(function GridLine(props: Props) {
  const { context, row, index, offset, active, selected } = props;
  const node = rowNode(row);
  if (node === undefined) return <StatusLine {...props} />;
  const { grid, columns, window, width, labels } = context;
  const { widths, pinned, visible, offsetBefore } = window;
  const blankRow = isBlank(node);

  const cell = (at: number, left?: number) => {
    const column = columns[at];
    if (column?.kind !== "value") {
      return (
        <div
          key={column?.key ?? at}
          id={cellId(context.id, index, at)}
          role="gridcell"
          className="grid-cell number"
          style={{ width: widths[at], left }}
          aria-colindex={at + 2}
        />
      );
    }
    const { value } = column;
    const found = grid.cell(node, column.node, value);
    const scale =
      typeof found.value === "number" && (value.heat !== "off" || value.bar)
        ? context.scaleOf(node, column.node, value)
        : undefined;
    const shown = found.value ?? 0;
    const bar =
      scale !== undefined && value.bar && node.kind !== "total"
        ? barOf(shown, scale)
        : undefined;
    return (
      <GridCell
        key={column.key}
        id={cellId(context.id, index, at)}
        shown={found.value}
        problem={found.problem}
        failure={found.error?.message}
        value={value}
        columnKey={column.node.key}
        colIndex={at + 2}
        width={widths[at]}
        left={left}
        heat={
          scale === undefined || value.heat === "off"
            ? undefined
            : heatOf(shown, scale)
        }
        barStart={bar?.start}
        barSize={bar?.size}
        selected={selected !== undefined && isInside(selected, index, at)}
        active={active === at}
        blank={blankRow}
        flash={context.flash}
      />
    );
  };

  let left = labels.width;
  const pinnedCells: ReactNode[] = [];
  for (let at = 0; at < pinned; at += 1) {
    pinnedCells.push(cell(at, left));
    left += widths[at] ?? 0;
  }
  return (
    <div
      role="row"
      className={`grid-row${node.kind === "total" ? " total-line" : ""}`}
      style={place(width, offset)}
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
        labels={labels}
        active={active === -1}
        levels={grid.plan.rows.levels.length}
        onToggle={() => context.onToggle(index)}
      />
      {pinnedCells}
      <div className="spacer" style={{ width: offsetBefore }} />
      {visible.map((at) => cell(at))}
    </div>
  );
});
