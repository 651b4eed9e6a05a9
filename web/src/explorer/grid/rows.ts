import { formatCount } from "../../pivot/format.ts";
import type { AxisItem } from "../../pivot/grid/axis-tree.ts";
import type { Grid } from "../../pivot/grid/grid.ts";
import { type AxisNode, TOTAL_NODE } from "../../pivot/grid/nodes.ts";

/** A line of the grid, its grand total included. */
export type GridRow = AxisItem;

export const TOTAL_ROW: GridRow = {
  kind: "node",
  key: TOTAL_NODE.key,
  depth: 0,
  node: TOTAL_NODE,
};

/** The member, total or Other a line shows; undefined = it shows none. */
export const rowNode = (row: GridRow | undefined): AxisNode | undefined =>
  row?.kind === "node" ? row.node : undefined;

/** All lines of the grid but its grand total, which is pinned. */
export const gridRows = (grid: Grid): readonly GridRow[] => grid.rows.items;

/** True for an open member whose children stand without its subtotal. */
export const isBlank = (node: AxisNode): boolean =>
  node.kind === "member" && node.expanded && !node.level.subtotals;

/** True for a line in place of members that are not loaded. */
export const isOnItsWay = ({ kind }: GridRow): boolean =>
  kind === "placeholder" || kind === "loading";

/** What a line or a column says of members that are not there; empty = nothing. */
export function noticeText(item: AxisItem): string {
  if (item.kind !== "notice") return "";
  const shown = formatCount(item.shown);
  const of = item.count === undefined ? "more" : formatCount(item.count);
  switch (item.reason) {
    case "top":
      return item.count === undefined
        ? `First ${shown} shown; others not shown`
        : `${shown} of ${of} shown, ${formatCount(item.count - item.shown)} not shown`;
    case "limit":
      return `First ${shown} of ${of} shown`;
    case "order":
      return item.text;
  }
}
