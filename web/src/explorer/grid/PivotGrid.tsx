import {
  useCallback,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Question } from "../../pivot/grid/ask.ts";
import type { MemberPath } from "../../pivot/member-path.ts";
import type { LabelWidths, SortKey } from "../../pivot/state/pivot-state.ts";
import { Announcement } from "./Announcement.tsx";
import { headerRows, type ValueColumn } from "./columns.ts";
import { labelLayout, ROW_HEIGHT } from "./geometry.ts";
import { GridHead } from "./GridHead.tsx";
import { cellId, GridLine, type LineContext } from "./GridLine.tsx";
import { heatScales } from "./heat.ts";
import { type GridRow, gridRows, rowNode, TOTAL_ROW } from "./rows.ts";
import { rangeOf, type Selection } from "./selection.ts";
import type { GridTable } from "./table.ts";
import { type OnMenu, useCellMenus } from "./use-cell-menus.ts";
import { useColumnWindow, useWidth } from "./use-column-window.ts";
import { type CellTarget, useGridInput } from "./use-grid-input.ts";
import { useLines } from "./use-lines.ts";
import { type OnResize, useSizing } from "./use-sizing.ts";
import { Viewport } from "./viewport.ts";

interface Props {
  table: GridTable;
  selection: Selection;
  /** Numbers of an earlier question: shown dimmed. */
  stale: boolean;
  layout: "compact" | "tabular";
  labelWidths: LabelWidths;
  totals: "top" | "bottom";
  sort: readonly SortKey[];
  /** ISO 4217 codes of the amounts; none = not known. */
  currencies: readonly string[];
  /** Marks numbers that changed. */
  flash: boolean;
  label: string;
  onToggle: (axis: "rows" | "columns", path: MemberPath) => void;
  onExpandSiblings: (paths: MemberPath[]) => void;
  onSort: (column: ValueColumn, add: boolean) => void;
  onSortByLabel: () => void;
  /** Pages of members that came into sight. */
  onWant: (axis: "rows" | "columns", pages: string[]) => void;
  onMenu: OnMenu;
  /** Shows the levels the rows can be opened down to. */
  onLevels: (anchor: DOMRect) => void;
  onResize: OnResize;
  onSelect: (selection: Selection) => void;
  onActivate: (target: CellTarget) => void;
  onRetry: (question: Question) => void;
  /** Called when all that is in sight has been asked for. */
  onRendered: () => void;
}

export function PivotGrid(props: Props) {
  const { table, selection, totals, onMenu, onRetry, onToggle } = props;
  const { grid, rows, columns } = table;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const guide = useRef<HTMLDivElement>(null);
  const [viewport] = useState(() => new Viewport());
  const [toggled, setToggled] = useState("");
  // Before the width, whose coming renders again with what is seen here.
  useLayoutEffect(
    () =>
      scroller.current === null ? undefined : viewport.follow(scroller.current),
    [viewport],
  );
  const room = useWidth(scroller);

  const members = gridRows(grid);
  const headers = useMemo(
    // The members' row is there before the members, so that nothing moves down.
    () => headerRows(columns, Math.min(1, grid.plan.columns.levels.length)),
    [columns, grid],
  );
  const scaleOf = useMemo(() => heatScales(grid), [grid]);
  const levels = grid.plan.rows.levels;
  const labels = useMemo(
    () =>
      labelLayout(
        props.layout,
        levels.map(({ dimension }) => dimension.name),
        room,
        props.labelWidths,
      ),
    [props.layout, levels, room, props.labelWidths],
  );

  const headHeight = (headers.length + 1) * ROW_HEIGHT;
  const totalOnTop = totals === "top";
  const top = headHeight + (totalOnTop ? ROW_HEIGHT : 0);
  const lines = useLines(
    viewport,
    members,
    headHeight + ROW_HEIGHT,
    props.onWant,
  );
  const window = useColumnWindow(grid, columns, viewport, room, labels.width);
  const sizing = useSizing({
    scroller,
    guide,
    plan: grid.plan,
    labels,
    chosen: props.labelWidths,
    window,
    room,
    onResize: props.onResize,
  });

  const width = labels.width + window.totalWidth;
  const position = selection.focus;

  const toggle = useCallback(
    (row: number) => {
      const node = rowNode(rows[row]);
      if (node?.kind !== "member" || !node.expandable) return;
      setToggled(node.key);
      onToggle("rows", node.path);
    },
    [rows, onToggle],
  );
  const toggleColumn = useCallback(
    (path: MemberPath) => onToggle("columns", path),
    [onToggle],
  );
  const menus = useCellMenus(sizing, columns, window.widths, onMenu);

  const input = useGridInput({
    id,
    scroller,
    viewport,
    window,
    table,
    selection,
    frame: {
      top,
      bottom: totalOnTop ? 0 : ROW_HEIGHT,
      labels: labels.width,
      width,
      height: headHeight + rows.length * ROW_HEIGHT,
    },
    onToggle: toggle,
    onSelect: props.onSelect,
    onMenu: menus.open,
    onRetry,
    onActivate: props.onActivate,
    onExpandSiblings: props.onExpandSiblings,
  });

  const { onRendered } = props;
  // After every render: scrolling brings cells that nobody asked for before.
  useLayoutEffect(() => onRendered());

  const range = useMemo(() => rangeOf(selection), [selection]);
  const { flash } = props;
  const context = useMemo(
    (): LineContext => ({
      id,
      grid,
      columns,
      window,
      width,
      labels,
      headerRows: headers.length + 1,
      flash,
      scaleOf,
      onToggle: toggle,
      onRetry,
    }),
    [
      id,
      grid,
      columns,
      window,
      width,
      labels,
      headers,
      flash,
      scaleOf,
      toggle,
      onRetry,
    ],
  );
  const line = (row: GridRow, index: number, offset?: number) => (
    <GridLine
      key={row.kind === "placeholder" ? `${row.key} ${index}` : row.key}
      context={context}
      row={row}
      index={index}
      offset={offset}
      active={position.row === index ? position.column : undefined}
      selected={
        range !== undefined && index >= range.top && index <= range.bottom
          ? range
          : undefined
      }
    />
  );
  const total = line(TOTAL_ROW, 0);
  const isActiveRendered =
    position.row === 0 ||
    (position.row > lines.from && position.row <= lines.to);

  return (
    <div className="grid-frame" data-stale={props.stale || undefined}>
      <div
        ref={scroller}
        className="grid-scroll"
        role="treegrid"
        aria-label={props.label}
        aria-rowcount={rows.length + headers.length + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-busy={props.stale || undefined}
        aria-activedescendant={
          isActiveRendered
            ? cellId(id, position.row, position.column)
            : undefined
        }
        tabIndex={0}
        data-region="grid"
        {...input}
      >
        <div className="grid-head" role="rowgroup" style={{ width }}>
          <GridHead
            headers={headers}
            columns={columns}
            window={window}
            levels={grid.plan.rows.dimensions}
            labels={labels}
            sizing={sizing}
            sort={props.sort}
            currencies={props.currencies}
            onSort={props.onSort}
            onSortByLabel={props.onSortByLabel}
            onToggle={toggleColumn}
            onMenu={menus.openOfColumn}
            onLabelMenu={menus.openOfLabel}
            onLevels={props.onLevels}
          />
          {totalOnTop && total}
        </div>
        <div
          className="grid-body"
          role="rowgroup"
          style={{ width, height: members.length * ROW_HEIGHT }}
        >
          {lines.shown.map((row, at) =>
            line(row, lines.from + at + 1, (lines.from + at) * ROW_HEIGHT),
          )}
        </div>
        {!totalOnTop && (
          <div className="grid-foot" role="rowgroup" style={{ width }}>
            {total}
          </div>
        )}
      </div>
      <div ref={guide} className="resize-guide" hidden />
      {labels.crowded && (
        <p className="grid-note" role="status">
          {`The grid is too narrow for ${levels.length} label columns: they are shown as one.`}
        </p>
      )}
      <Announcement rows={rows} toggled={toggled} />
    </div>
  );
}
