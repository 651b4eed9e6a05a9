import { useCallback } from "react";
import { TOTAL_NODE } from "../../pivot/grid/nodes.ts";
import type { GridColumn, ValueColumn } from "./columns.ts";
import type { CellTarget } from "./use-grid-input.ts";
import { sizeChoice, type SizeChoice, type Sizing } from "./use-sizing.ts";

/** Opens the menu of a cell; `choice` is the column whose width it can change. */
export type OnMenu = (
  target: CellTarget,
  anchor: DOMRect,
  choice: SizeChoice | undefined,
) => void;

/** The menus of cells and headers; that of a header is its grand total's. */
export function useCellMenus(
  sizing: Sizing,
  columns: readonly GridColumn[],
  widths: readonly number[],
  onMenu: OnMenu,
) {
  const open = useCallback(
    (target: CellTarget, anchor: DOMRect, at?: number) =>
      onMenu(target, anchor, sizeChoice(sizing, target, columns, widths, at)),
    [onMenu, sizing, columns, widths],
  );
  const openOfColumn = useCallback(
    (column: ValueColumn, anchor: Element) =>
      open({ row: TOTAL_NODE, column }, anchor.getBoundingClientRect()),
    [open],
  );
  const openOfLabel = useCallback(
    (at: number, anchor: Element) =>
      open(
        { row: TOTAL_NODE, column: undefined },
        anchor.getBoundingClientRect(),
        at,
      ),
    [open],
  );
  return { open, openOfColumn, openOfLabel };
}
