import type { AxisNode } from "../../pivot/grid/nodes.ts";
import type { Grid } from "../../pivot/grid/grid.ts";
import { type AxisTree } from "../../pivot/grid/axis-tree.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";

/** The extremes a cell is coloured by. */
export interface Scale {
  least: number;
  most: number;
}

/**
 * The nodes that define a scale: members that are not open. Totals and
 * subtotals are coloured but would wash the others out.
 */
function leafNodes(tree: AxisTree): AxisNode[] {
  const nodes: AxisNode[] = [];
  for (const item of tree.items) {
    if (item.kind !== "node" || item.node.kind !== "member") continue;
    if (!item.node.expanded) nodes.push(item.node);
  }
  return nodes;
}

const parentKey = (node: AxisNode) => node.parent?.key ?? node.key;

const scaleOf = (values: Iterable<number | null | undefined>): Scale => {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null || value === undefined) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
};

/** Finds the scale of a cell; each is worked out once for a grid. */
export function heatScales(grid: Grid) {
  const scales = new Map<string, Scale>();
  // Few grids are coloured, and a long list takes a while to walk.
  const found = new Map<AxisTree, AxisNode[]>();
  const leaves = (tree: AxisTree) => {
    const nodes = found.get(tree) ?? leafNodes(tree);
    found.set(tree, nodes);
    return nodes;
  };
  // Without column fields the total is the only column there is.
  const across = (column: AxisNode) => {
    const columns = leaves(grid.columns);
    return column.kind === "total" || columns.length === 0 ? [column] : columns;
  };

  return (row: AxisNode, column: AxisNode, value: PlannedValue): Scale => {
    const cells = (
      down: readonly AxisNode[],
      over: readonly AxisNode[],
    ): (number | null | undefined)[] =>
      down.flatMap((a) => over.map((b) => grid.cell(a, b, value).value));
    const remember = (
      key: string,
      values: () => (number | null | undefined)[],
    ) => {
      const name = `${value.key} ${key}`;
      const known = scales.get(name);
      if (known !== undefined) return known;
      const scale = scaleOf(values());
      scales.set(name, scale);
      return scale;
    };
    switch (value.heat) {
      case "row":
        return remember(`row ${row.key}`, () => cells([row], across(column)));
      case "group": {
        const parent = parentKey(row);
        const group = leaves(grid.rows).filter(
          (node) => parentKey(node) === parent,
        );
        return remember(`group ${parent} ${column.key}`, () =>
          cells(group, [column]),
        );
      }
      case "all":
        return remember("all", () => cells(leaves(grid.rows), across(column)));
      case "column":
      case "off":
        return remember(`column ${column.key}`, () =>
          cells(leaves(grid.rows), [column]),
        );
    }
  };
}

/** Where a value lies on its scale: −1 to 1 around zero, 0 to 1 without negatives. */
export function heatOf(value: number, { least, most }: Scale): number {
  if (!(most > least) && !(least < 0 && most <= 0)) return most > 0 ? 1 : 0;
  if (least < 0) {
    const size = Math.max(Math.abs(least), Math.abs(most));
    return size === 0 ? 0 : Math.max(-1, Math.min(1, value / size));
  }
  return Math.max(0, Math.min(1, (value - least) / (most - least)));
}
