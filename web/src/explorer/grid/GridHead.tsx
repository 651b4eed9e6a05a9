import { Fragment, memo } from "react";
import type { Dimension } from "../../model/view.ts";
import type { SortKey } from "../../pivot/state/pivot-state.ts";
import type { AxisItem } from "../../pivot/grid/axis-tree.ts";
import type { MemberPath } from "../../pivot/member-path.ts";
import {
  type GridColumn,
  type HeaderCell,
  isExpandable,
  type ValueColumn,
} from "./columns.ts";
import { ColumnResizer } from "./ColumnResizer.tsx";
import { CornerHeader } from "./CornerHeader.tsx";
import type { LabelLayout } from "./geometry.ts";
import { pairText } from "./pair-text.ts";
import { noticeText } from "./rows.ts";
import type { ColumnWindow } from "./use-column-window.ts";
import type { Sizing } from "./use-sizing.ts";
import { ValueHeader } from "./ValueHeader.tsx";

interface Props {
  headers: readonly (readonly HeaderCell[])[];
  columns: readonly GridColumn[];
  window: ColumnWindow;
  /** Of the rows, coarse to fine. */
  levels: readonly Dimension[];
  labels: LabelLayout;
  sizing: Sizing;
  sort: readonly SortKey[];
  /** ISO 4217 codes of the amounts; none = not known. */
  currencies: readonly string[];
  onSort: (column: ValueColumn, add: boolean) => void;
  onSortByLabel: () => void;
  onToggle: (path: MemberPath) => void;
  onMenu: (column: ValueColumn, anchor: Element) => void;
  onLabelMenu: (at: number, anchor: Element) => void;
  onLevels: (anchor: DOMRect) => void;
}

const statusTitle = (item: AxisItem): string =>
  item.kind === "error" ? "Not loaded" : noticeText(item) || "…";

/** Where one of some columns ends, in pixels. */
const endOf = (widths: readonly number[], at: number) =>
  widths.slice(0, at + 1).reduce((sum, width) => sum + width, 0);

/** Pixels before a cell's text; the same in grid.css. */
const PADDING = 10;

export const GridHead = memo(function GridHead(props: Props) {
  const { headers, columns, window, labels, sizing, sort } = props;
  const labelWidth = labels.width;
  const { widths, pinned, visible, offsetBefore } = window;
  const span = (from: number, to: number) =>
    widths.slice(from, to).reduce((sum, width) => sum + width, 0);
  const first = visible[0] ?? pinned;
  const end = (visible.at(-1) ?? first - 1) + 1;
  const frozen = labelWidth + window.pinnedWidth;

  const group = (cell: HeaderCell, from: number, to: number, left?: number) => (
    <div
      key={`${cell.key} ${left === undefined ? "" : "pinned"}`}
      role="columnheader"
      className={`grid-cell group-header${left === undefined ? "" : " pinned"}`}
      style={{ width: span(from, to), left }}
      aria-colindex={from + 2}
      aria-colspan={to - from}
      data-column-key={cell.node?.key}
      title={pairText(cell.node)}
    >
      <span
        className="group-title"
        style={left === undefined ? { left: frozen + PADDING } : undefined}
      >
        {isExpandable(cell.node) && (
          <button
            type="button"
            tabIndex={-1}
            className="caret-button"
            aria-label={`${cell.node.expanded ? "Close" : "Open"} ${cell.title}`}
            onClick={() => {
              if (isExpandable(cell.node)) props.onToggle(cell.node.path);
            }}
          >
            {cell.node.expanded ? "▾" : "▸"}
          </button>
        )}
        {cell.title}
      </span>
    </div>
  );

  return (
    <>
      {headers.map((cells, level) => (
        <div
          key={level}
          role="row"
          className="grid-row head-row"
          aria-rowindex={level + 1}
        >
          <div
            role="columnheader"
            className="grid-cell corner"
            style={{ width: labelWidth }}
            aria-colindex={1}
          />
          {cells
            .filter(({ from }) => from < pinned)
            .map((cell) =>
              group(
                cell,
                cell.from,
                Math.min(cell.to, pinned),
                labelWidth + span(0, cell.from),
              ),
            )}
          <div className="spacer" style={{ width: offsetBefore }} />
          {cells
            .filter(
              ({ from, to }) => to > Math.max(first, pinned) && from < end,
            )
            .map((cell) =>
              group(cell, Math.max(cell.from, first), Math.min(cell.to, end)),
            )}
        </div>
      ))}
      <div
        role="row"
        className="grid-row head-row values-row"
        aria-rowindex={headers.length + 1}
      >
        <CornerHeader
          levels={props.levels}
          labels={labels}
          sort={sort}
          onSort={props.onSortByLabel}
          onMenu={props.onLabelMenu}
          onLevels={props.onLevels}
        />
        {sizing.labels.map((size, at) => (
          <ColumnResizer
            key={size.column.kind === "level" ? size.column.level : "names"}
            size={size}
            left={labelWidth}
            offset={endOf(labels.widths, at) - labelWidth}
            sizing={sizing}
            onMenu={(anchor) => props.onLabelMenu(at, anchor)}
          />
        ))}
        {[...Array(pinned).keys(), -1, ...visible].map((index) => {
          const column = columns[index];
          if (index === -1) {
            return (
              <div
                key="spacer"
                className="spacer"
                style={{ width: offsetBefore }}
              />
            );
          }
          if (column?.kind !== "value") {
            return (
              <div
                key={column?.key ?? index}
                role="columnheader"
                className="grid-cell status-header"
                style={{ width: widths[index] }}
                aria-colindex={index + 2}
                title={column && noticeText(column.item)}
              >
                <span>{column ? statusTitle(column.item) : "…"}</span>
              </div>
            );
          }
          const left = index < pinned ? labelWidth + span(0, index) : undefined;
          const width = widths[index] ?? 0;
          const size = sizing.sizeOf(column, width);
          return (
            <Fragment key={column.key}>
              <ValueHeader
                column={column}
                index={index}
                width={width}
                left={left}
                sort={sort}
                currencies={props.currencies}
                onSort={props.onSort}
                onMenu={props.onMenu}
              />
              <ColumnResizer
                size={size}
                left={left === undefined ? undefined : left + width}
                sizing={sizing}
                onMenu={(anchor) => props.onMenu(column, anchor)}
              />
            </Fragment>
          );
        })}
      </div>
    </>
  );
});
