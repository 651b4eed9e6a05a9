import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { tsv } from "../delimited.ts";
import { isNumeric, type ResultColumn, type Row } from "../result.ts";
import { contains, edgesOf } from "./cell-range.ts";
import { GridCell } from "./GridCell.tsx";
import { useColumnWidths } from "./use-column-widths.ts";
import { useCellSelection } from "./use-cell-selection.ts";

/** Pixels; fixed, so that any row's place is known without measuring. */
const ROW_HEIGHT = 26;
const OVERSCAN = 8;

interface Props {
  columns: readonly ResultColumn[];
  rows: readonly Row[];
  /** The answer is complete: `rows` are all there are. */
  complete: boolean;
}

/** Rows and columns of a result, of which only those in sight are in the page. */
export function ResultGrid({ columns, rows, complete }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const selection = useCellSelection();
  const { active } = selection.range;
  const edges = edgesOf(selection.range);
  const widths = useColumnWidths(columns, rows);
  const numberWidth = String(rows.length).length * 8 + 24;

  const rowWindow = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const columnWindow = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widths[index] ?? 0,
    overscan: 2,
    paddingStart: numberWidth,
    scrollPaddingStart: numberWidth,
  });
  useEffect(() => columnWindow.measure(), [columnWindow, widths]);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT);
    const size = { rows: rows.length, columns: columns.length, page: page - 2 };
    const place = selection.onKey(event, size);
    if (place === undefined) return;
    event.preventDefault();
    rowWindow.scrollToIndex(place.row);
    columnWindow.scrollToIndex(place.column);
  };

  const inSight = columnWindow.getVirtualItems();
  const width = columnWindow.getTotalSize();
  const cellId = (row: number, column: number) => `${id}-${row}-${column}`;
  return (
    <div
      ref={scroller}
      className="sql-grid"
      role="grid"
      tabIndex={0}
      aria-label="Result"
      aria-multiselectable
      aria-rowcount={complete ? rows.length + 1 : -1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={
        rows.length === 0 ? undefined : cellId(active.row, active.column)
      }
      onKeyDown={onKeyDown}
      onPointerDown={selection.onPointerDown}
      onPointerMove={selection.onPointerMove}
      onCopy={(event) => {
        const chosen = columns.slice(edges.left, edges.right + 1);
        const cells = rows
          .slice(edges.top, edges.bottom + 1)
          .map((row) => row.slice(edges.left, edges.right + 1));
        event.clipboardData.setData("text/plain", tsv(cells, chosen));
        event.preventDefault();
      }}
    >
      <div
        className="sql-grid-head"
        role="row"
        aria-rowindex={1}
        style={{ width }}
      >
        <div
          className="sql-row-number"
          role="columnheader"
          aria-colindex={1}
          style={{ width: numberWidth }}
        >
          <span className="visually-hidden">Row</span>
        </div>
        {inSight.map(({ index, start, size }) => {
          const column = columns[index];
          return (
            column !== undefined && (
              <div
                key={index}
                role="columnheader"
                aria-colindex={index + 2}
                className="sql-cell"
                data-numeric={isNumeric(column) || undefined}
                title={`${column.name}: ${column.type}`}
                style={{ left: start, width: size }}
              >
                {column.name}
              </div>
            )
          );
        })}
      </div>
      <div
        className="sql-grid-body"
        role="rowgroup"
        style={{ width, height: rowWindow.getTotalSize() }}
      >
        {rowWindow.getVirtualItems().map(({ index: row, start: top }) => (
          <div
            key={row}
            role="row"
            aria-rowindex={row + 2}
            className="sql-row"
            data-row={row}
            style={{ transform: `translateY(${top}px)` }}
          >
            <div
              className="sql-row-number"
              role="rowheader"
              aria-colindex={1}
              style={{ width: numberWidth }}
            >
              {row + 1}
            </div>
            {inSight.map(({ index, start, size }) => {
              const column = columns[index];
              return (
                column !== undefined && (
                  <GridCell
                    key={index}
                    id={cellId(row, index)}
                    value={rows[row]?.[index] ?? null}
                    column={column}
                    index={index}
                    style={{ left: start, width: size }}
                    selected={contains(edges, { row, column: index })}
                    active={active.row === row && active.column === index}
                  />
                )
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
