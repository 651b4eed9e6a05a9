import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Question } from "../../pivot/grid/ask.ts";
import { type AxisNode, TOTAL_NODE } from "../../pivot/grid/nodes.ts";
import type { MemberPath } from "../../pivot/member-path.ts";
import type { SortKey } from "../../pivot/state/pivot-state.ts";
import { Announcement } from "./Announcement.tsx";
import { type GridColumn, headerRows, type ValueColumn } from "./columns.ts";
import { labelLayout, ROW_HEIGHT } from "./geometry.ts";
import { GridHead } from "./GridHead.tsx";
import { cellId, GridLine, type LineContext } from "./GridLine.tsx";
import { heatScales } from "./heat.ts";
import { gridAction, type Position } from "./navigation.ts";
import { type GridRow, gridRows, rowNode, TOTAL_ROW } from "./rows.ts";
import { boundsOf, type Selection, selectionText } from "./selection.ts";
import type { GridTable } from "./table.ts";
import { useColumnWindow, useWidth } from "./use-column-window.ts";
import { useDragSelection } from "./use-drag-selection.ts";
import { useRange } from "./use-range.ts";
import { linesInSight, Viewport } from "./viewport.ts";

/** What a menu or an action on a cell is about. */
export interface CellTarget {
  row: AxisNode;
  /** undefined = the row's name. */
  column: ValueColumn | undefined;
}

interface Props {
  table: GridTable;
  selection: Selection;
  /** Numbers of an earlier question: shown dimmed. */
  stale: boolean;
  layout: "compact" | "tabular";
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
  onMenu: (target: CellTarget, anchor: DOMRect) => void;
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
  const {
    layout,
    width: labelWidth,
    crowded,
  } = labelLayout(props.layout, levels.length, room);

  const headHeight = (headers.length + 1) * ROW_HEIGHT;
  const totalOnTop = totals === "top";
  const top = headHeight + (totalOnTop ? ROW_HEIGHT : 0);
  const inner = () => viewport.height - top - (totalOnTop ? 0 : ROW_HEIGHT);
  const lines = useRange(viewport, () =>
    linesInSight(
      members.length,
      ROW_HEIGHT,
      viewport.top,
      viewport.top + inner(),
    ),
  );
  const window = useColumnWindow(grid, columns, viewport, room, labelWidth);

  const width = labelWidth + window.totalWidth;
  const { onSelect } = props;
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
  const openColumnMenu = useCallback(
    (column: GridColumn, anchor: Element) => {
      if (column.kind !== "value") return;
      onMenu({ row: TOTAL_NODE, column }, anchor.getBoundingClientRect());
    },
    [onMenu],
  );

  const targetAt = ({ row, column }: Position): CellTarget | undefined => {
    const node = rowNode(rows[row]);
    const at = columns[column];
    return node === undefined
      ? undefined
      : { row: node, column: at?.kind === "value" ? at : undefined };
  };

  const openMenu = (at: Position) => {
    const target = targetAt(at);
    const element =
      document.getElementById(cellId(id, at.row, at.column)) ??
      scroller.current?.querySelector(
        `#${CSS.escape(cellId(id, at.row, at.column))}`,
      );
    if (target === undefined) {
      const row = rows[at.row];
      if (row?.kind === "error") onRetry(row.question);
      return;
    }
    const box = scroller.current?.getBoundingClientRect();
    if (element) onMenu(target, element.getBoundingClientRect());
    // Scrolled away, and so not in the page.
    else if (box)
      onMenu(target, new DOMRect(box.left + labelWidth, box.top + top, 0, 0));
  };

  const goTo = (to: Position, extend: boolean) => {
    onSelect({ anchor: extend ? selection.anchor : to, focus: to });
    if (to.row > 0) {
      const end = to.row * ROW_HEIGHT;
      viewport.revealRow(end - ROW_HEIGHT, end, inner());
    }
    if (to.column >= 0) window.scrollTo(to.column);
  };

  const copy = (raw: boolean) => {
    void navigator.clipboard.writeText(selectionText(table, selection, raw));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    // Keys on a button inside belong to the button.
    if (event.target !== event.currentTarget || event.altKey) return;
    const page = Math.max(
      1,
      Math.floor((viewport.height - top) / ROW_HEIGHT) - 1,
    );
    const action = gridAction(
      { rows, columns: columns.length, page },
      position,
      {
        key: event.key,
        shift: event.shiftKey,
        control: event.ctrlKey || event.metaKey,
      },
    );
    if (action === undefined) return;
    event.preventDefault();
    switch (action.kind) {
      case "move":
        goTo(action.to, action.extend);
        break;
      case "toggle":
        toggle(action.row);
        break;
      case "expand_siblings": {
        const parent = rowNode(rows[action.row])?.parent?.key;
        const siblings = rows.flatMap((row) => {
          const node = rowNode(row);
          return node?.kind === "member" &&
            node.expandable &&
            node.parent.key === parent
            ? [node.path]
            : [];
        });
        props.onExpandSiblings(siblings);
        break;
      }
      case "menu":
        openMenu(position);
        break;
      case "copy":
        copy(action.raw);
        break;
      case "clear":
        onSelect({ anchor: position, focus: position });
        break;
      case "select_all":
        // The grand total's cell is always there to have the focus.
        onSelect({
          anchor: { row: rows.length - 1, column: columns.length - 1 },
          focus: { row: 0, column: 0 },
        });
        break;
    }
  };

  const cellOf = (target: EventTarget): Position | undefined => {
    const cell = (target as Element).closest("[aria-colindex]");
    const row = cell?.closest<HTMLElement>("[data-row]");
    if (!cell || !row) return undefined;
    return {
      row: Number(row.dataset["row"]),
      column: Number(cell.getAttribute("aria-colindex")) - 2,
    };
  };

  const startDrag = useDragSelection(scroller, {
    frozen: {
      top,
      bottom: totalOnTop ? 0 : ROW_HEIGHT,
      left: labelWidth + window.pinnedWidth,
    },
    content: { width, height: headHeight + rows.length * ROW_HEIGHT },
    onReach: (element) => {
      const at = cellOf(element);
      if (at?.row === position.row && at.column === position.column) return;
      if (at !== undefined) onSelect({ anchor: selection.anchor, focus: at });
    },
  });

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || (event.target as Element).closest("button")) {
      return;
    }
    const at = cellOf(event.target);
    if (at === undefined) return;
    onSelect({ anchor: event.shiftKey ? selection.anchor : at, focus: at });
    if (event.pointerType === "mouse") startDrag(event);
  };

  const onContextMenu = (event: MouseEvent<HTMLDivElement>) => {
    const at = cellOf(event.target);
    if (at === undefined) return;
    event.preventDefault();
    onSelect({ anchor: at, focus: at });
    const target = targetAt(at);
    if (target !== undefined) {
      onMenu(target, new DOMRect(event.clientX, event.clientY, 0, 0));
    }
  };

  const shown = members.slice(lines.from, lines.to);
  const wanted = shown
    .flatMap((row) => (row.kind === "placeholder" ? [row.page] : []))
    .join("\n");
  const { onWant, onRendered } = props;
  useLayoutEffect(() => {
    if (wanted !== "") onWant("rows", [...new Set(wanted.split("\n"))]);
  }, [wanted, onWant]);
  // After every render: scrolling brings cells that nobody asked for before.
  useLayoutEffect(() => onRendered());

  const range = useMemo(() => {
    const bounds = boundsOf(selection);
    return bounds.top === bounds.bottom && bounds.left === bounds.right
      ? undefined
      : bounds;
  }, [selection]);
  const { flash } = props;
  const context = useMemo(
    (): LineContext => ({
      id,
      grid,
      columns,
      window,
      width,
      labelWidth,
      layout,
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
      labelWidth,
      layout,
      headers,
      flash,
      scaleOf,
      toggle,
      onRetry,
    ],
  );
  const labels = useMemo(
    () => levels.map((level) => level.dimension.title),
    [levels],
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
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onContextMenu={onContextMenu}
        onDoubleClick={(event) => {
          const at = cellOf(event.target);
          const target = at && targetAt(at);
          if (target?.column !== undefined) props.onActivate(target);
        }}
      >
        <div className="grid-head" role="rowgroup" style={{ width }}>
          <GridHead
            headers={headers}
            columns={columns}
            window={window}
            labels={labels}
            labelWidth={labelWidth}
            layout={layout}
            sort={props.sort}
            currencies={props.currencies}
            onSort={props.onSort}
            onSortByLabel={props.onSortByLabel}
            onToggle={toggleColumn}
            onMenu={openColumnMenu}
          />
          {totalOnTop && total}
        </div>
        <div
          className="grid-body"
          role="rowgroup"
          style={{ width, height: members.length * ROW_HEIGHT }}
        >
          {shown.map((row, at) =>
            line(row, lines.from + at + 1, (lines.from + at) * ROW_HEIGHT),
          )}
        </div>
        {!totalOnTop && (
          <div className="grid-foot" role="rowgroup" style={{ width }}>
            {total}
          </div>
        )}
      </div>
      {crowded && (
        <p className="grid-note" role="status">
          {`The grid is too narrow for ${levels.length} label columns: they are shown as one.`}
        </p>
      )}
      <Announcement rows={rows} toggled={toggled} />
    </div>
  );
}
