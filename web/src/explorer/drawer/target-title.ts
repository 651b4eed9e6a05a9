import type { AxisNode } from "../../pivot/grid/nodes.ts";
import { valueTitle } from "../grid/cell-format.ts";
import { nodeTitle } from "../grid/columns.ts";
import type { CellTarget } from "../grid/use-grid-input.ts";

/** A place with what it lies under, e.g. `Alpha › Book 7`. */
export const pathTitle = (node: AxisNode): string => {
  if (node.kind === "total") return "Grand total";
  const above = node.parent.kind === "total" ? [] : [pathTitle(node.parent)];
  return [...above, nodeTitle(node)].join(" › ");
};

/** A place with its levels, e.g. `Desk Alpha › Book 7`. */
export const placeText = (node: AxisNode): string => {
  if (node.kind === "total") return "all";
  const above = node.parent.kind === "total" ? [] : [placeText(node.parent)];
  const own = `${node.level.dimension.title} ${nodeTitle(node)}`;
  return [...above, own].join(" › ");
};

/** A cell in words, e.g. `Alpha › Book 7 · 15 Jan · Notional`. */
export const targetTitle = ({ row, column }: CellTarget): string =>
  [
    pathTitle(row),
    ...(column === undefined || column.node.kind === "total"
      ? []
      : [pathTitle(column.node)]),
    ...(column === undefined ? [] : [valueTitle(column.value)]),
  ].join(" · ");
