import type { KeyboardEvent, MouseEvent, PointerEvent, RefObject } from "react";
import type { Question } from "../../pivot/grid/ask.ts";
import type { AxisNode } from "../../pivot/grid/nodes.ts";
import type { MemberPath } from "../../pivot/member-path.ts";
import type { ValueColumn } from "./columns.ts";
import { ROW_HEIGHT } from "./geometry.ts";
import { cellId } from "./GridLine.tsx";
import { gridAction, type Position } from "./navigation.ts";
import { rowNode } from "./rows.ts";
import { type Selection, selectionText } from "./selection.ts";
import type { GridTable } from "./table.ts";
import type { ColumnWindow } from "./use-column-window.ts";
import { useDragSelection } from "./use-drag-selection.ts";
import type { Viewport } from "./viewport.ts";

/** What a menu or an action on a cell is about. */
export interface CellTarget {
  row: AxisNode;
  /** undefined = the row's name. */
  column: ValueColumn | undefined;
}

interface GridInput {
  id: string;
  scroller: RefObject<HTMLDivElement | null>;
  viewport: Viewport;
  window: ColumnWindow;
  table: GridTable;
  selection: Selection;
  /** In pixels: what stays at the edges, and the size of all that scrolls. */
  frame: {
    top: number;
    bottom: number;
    labels: number;
    width: number;
    height: number;
  };
  onToggle: (row: number) => void;
  onExpandSiblings: (paths: MemberPath[]) => void;
  onSelect: (selection: Selection) => void;
  onMenu: (target: CellTarget, anchor: DOMRect) => void;
  onActivate: (target: CellTarget) => void;
  onRetry: (question: Question) => void;
}

/** The cell that an element is or lies in. */
function cellOf(element: EventTarget): Position | undefined {
  const cell = (element as Element).closest("[aria-colindex]");
  const row = cell?.closest<HTMLElement>("[data-row]");
  if (!cell || !row) return undefined;
  return {
    row: Number(row.dataset["row"]),
    column: Number(cell.getAttribute("aria-colindex")) - 2,
  };
}

/** What keys and the pointer do in the grid. */
export function useGridInput(options: GridInput) {
  const { id, scroller, viewport, window, table, selection, frame } = options;
  const { onSelect, onMenu } = options;
  const { rows, columns } = table;
  const position = selection.focus;
  const inner = () => viewport.height - frame.top - frame.bottom;

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
      if (row?.kind === "error") options.onRetry(row.question);
      return;
    }
    const box = scroller.current?.getBoundingClientRect();
    if (element) onMenu(target, element.getBoundingClientRect());
    // Scrolled away, and so not in the page.
    else if (box)
      onMenu(
        target,
        new DOMRect(box.left + frame.labels, box.top + frame.top, 0, 0),
      );
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
      Math.floor((viewport.height - frame.top) / ROW_HEIGHT) - 1,
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
        options.onToggle(action.row);
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
        options.onExpandSiblings(siblings);
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

  const startDrag = useDragSelection(scroller, {
    frozen: {
      top: frame.top,
      bottom: frame.bottom,
      left: frame.labels + window.pinnedWidth,
    },
    content: { width: frame.width, height: frame.height },
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

  const onDoubleClick = (event: MouseEvent<HTMLDivElement>) => {
    const at = cellOf(event.target);
    const target = at && targetAt(at);
    if (target?.column !== undefined) options.onActivate(target);
  };

  return { onKeyDown, onPointerDown, onContextMenu, onDoubleClick };
}
