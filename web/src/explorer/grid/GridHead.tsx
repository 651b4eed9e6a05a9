import { memo } from "react";
import type { AxisNode } from "../../pivot/grid/nodes.ts";
import type { SortKey } from "../../pivot/state/pivot-state.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import type { MemberPath } from "../../pivot/member-path.ts";
import { encodePath } from "../../pivot/member-path.ts";
import { valueTitle, valueUnit } from "./cell-format.ts";
import {
  type GridColumn,
  type HeaderCell,
  isExpandable,
  type ValueColumn,
} from "./columns.ts";
import { unitHint } from "../unit-text.ts";
import { pairText, valueHint } from "./pair-text.ts";
import type { ColumnWindow } from "./use-column-window.ts";

interface Props {
  headers: readonly (readonly HeaderCell[])[];
  columns: readonly GridColumn[];
  window: ColumnWindow;
  /** Titles of the levels, one per label column. */
  labels: readonly string[];
  labelWidth: number;
  layout: "compact" | "tabular";
  sort: readonly SortKey[];
  /** ISO 4217 codes of the amounts; none = not known. */
  currencies: readonly string[];
  onSort: (column: ValueColumn, add: boolean) => void;
  onSortByLabel: () => void;
  onToggle: (path: MemberPath) => void;
  onMenu: (column: GridColumn, anchor: Element) => void;
}

/** Pixels before a cell's text; the same in grid.css. */
const PADDING = 10;

const ARROWS = { ascending: "▲", descending: "▼", none: "" };

const pathOf = (node: AxisNode): MemberPath =>
  node.kind === "other" ? node.parent.path : node.path;

/** Place of a column among the sort keys; −1 = not sorted by it. */
const sortIndex = (
  sort: readonly SortKey[],
  node: AxisNode,
  value: PlannedValue,
): number =>
  node.kind === "other"
    ? -1
    : sort.findIndex(
        (key) =>
          key.by === "value" &&
          (key.measure === value.measure ||
            key.measure === value.planned.name) &&
          key.figure === value.figure &&
          encodePath(key.at) === encodePath(pathOf(node)),
      );

function ValueHeader({
  column,
  index,
  width,
  left,
  sort,
  currencies,
  onSort,
  onMenu,
}: {
  column: ValueColumn;
  index: number;
  width: number | undefined;
  /** Where it stays in sight; undefined = it scrolls away. */
  left: number | undefined;
} & Pick<Props, "sort" | "currencies" | "onSort" | "onMenu">) {
  const place = sortIndex(sort, column.node, column.value);
  const key = sort[place];
  const order =
    key === undefined ? "none" : key.descending ? "descending" : "ascending";
  const unit = valueUnit(column.value);
  const { planned } = column.value;
  return (
    <div
      role="columnheader"
      className={`grid-cell value-header${left === undefined ? "" : " pinned"}`}
      style={{ width, left }}
      aria-colindex={index + 2}
      aria-sort={order}
      data-column-key={column.node.key}
      data-measure={planned.name}
      title={[
        valueHint(column.value, column.node),
        unitHint(column.value, currencies),
      ]
        .filter(Boolean)
        .join("\n")}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(column, event.currentTarget);
      }}
    >
      <button
        type="button"
        tabIndex={-1}
        disabled={column.node.kind === "other"}
        onClick={(event) => onSort(column, event.shiftKey)}
      >
        {order !== "none" && (
          <span className="sort-arrow" aria-hidden>
            {ARROWS[order]}
            {sort.length > 1 && place + 1}
          </span>
        )}
        {valueTitle(column.value)}
        {unit !== "" && <span className="unit"> {unit}</span>}
      </button>
    </div>
  );
}

export const GridHead = memo(function GridHead(props: Props) {
  const { headers, columns, window, labels, labelWidth, sort } = props;
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

  const corner = (last: boolean) => (
    <div
      role="columnheader"
      className="grid-cell corner"
      data-layout={props.layout}
      style={{ width: labelWidth }}
      aria-colindex={1}
      aria-sort={
        last && (sort.length === 0 || sort[0]?.by === "label")
          ? sort[0]?.descending
            ? "descending"
            : "ascending"
          : undefined
      }
    >
      {last && (
        <button type="button" tabIndex={-1} onClick={props.onSortByLabel}>
          {props.layout === "compact"
            ? labels.join(" › ") || "Total"
            : labels.map((label) => (
                <span key={label} className="label-column" title={label}>
                  <span className="label-title">{label}</span>
                </span>
              ))}
        </button>
      )}
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
          {corner(false)}
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
        {corner(true)}
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
              >
                {column?.item.kind === "error" ? "Not loaded" : "…"}
              </div>
            );
          }
          return (
            <ValueHeader
              key={column.key}
              column={column}
              index={index}
              width={widths[index]}
              left={index < pinned ? labelWidth + span(0, index) : undefined}
              sort={sort}
              currencies={props.currencies}
              onSort={props.onSort}
              onMenu={props.onMenu}
            />
          );
        })}
      </div>
    </>
  );
});
