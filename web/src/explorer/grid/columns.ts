import { formatLabel } from "../../pivot/format.ts";
import type { AxisItem, AxisTree } from "../../pivot/grid/axis-tree.ts";
import type { Grid } from "../../pivot/grid/grid.ts";
import {
  type AxisNode,
  type MemberNode,
  noticeKey,
  TOTAL_NODE,
} from "../../pivot/grid/nodes.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";

/** A column of numbers. */
export interface ValueColumn {
  kind: "value";
  key: string;
  node: AxisNode;
  value: PlannedValue;
}

/** A column that says why others are not there. */
export interface StatusColumn {
  kind: "status";
  key: string;
  item: Exclude<AxisItem, { kind: "node" }>;
}

export type GridColumn = ValueColumn | StatusColumn;

/** A header cell over neighbouring columns. */
export interface HeaderCell {
  key: string;
  /** First column and the one after the last. */
  from: number;
  to: number;
  /** undefined = nothing to say on this level. */
  node: AxisNode | undefined;
  title: string;
}

/** A member's children first, then its own values as their total. */
function leaves(tree: AxisTree): (AxisNode | StatusColumn)[] {
  const childrenOf = new Map<string, AxisItem[]>();
  for (const item of tree.items) {
    const parent = item.kind === "node" ? item.node.parent : item.parent;
    const key = parent?.key ?? "";
    childrenOf.set(key, [...(childrenOf.get(key) ?? []), item]);
  }
  const visit = (key: string): (AxisNode | StatusColumn)[] =>
    (childrenOf.get(key) ?? []).flatMap((item) => {
      if (item.kind !== "node") {
        return [{ kind: "status" as const, key: item.key, item }];
      }
      const { node } = item;
      if (node.kind !== "member" || !node.expanded) return [node];
      return [...visit(node.key), ...(node.level.subtotals ? [node] : [])];
    });
  return visit(TOTAL_NODE.key);
}

/** A grand total says how wide its columns are: others would move once it comes. */
const isMeasured = ({ plan, cell }: Grid): boolean =>
  plan.values.every((value) => {
    const { current, error } = cell(TOTAL_NODE, TOTAL_NODE, value);
    return current !== undefined || error !== undefined;
  });

const WAITING = [0, 1, 2].map((index): StatusColumn => {
  const key = noticeKey(TOTAL_NODE, `loading${index}`);
  const item = { kind: "loading", key, depth: 1, parent: TOTAL_NODE } as const;
  return { kind: "status", key, item };
});

/** All columns, left to right; the total first when it stands at the top. */
export function gridColumns(
  grid: Grid,
  totals: "top" | "bottom",
): GridColumn[] {
  const { plan, columns } = grid;
  const isWaiting = columns.axis.levels.length > 0 && !isMeasured(grid);
  const members = isWaiting ? WAITING : leaves(columns);
  const nodes =
    totals === "top" ? [TOTAL_NODE, ...members] : [...members, TOTAL_NODE];
  return nodes.flatMap((node): GridColumn[] =>
    node.kind === "status"
      ? [node]
      : plan.values.map((value) => ({
          kind: "value",
          key: `${node.key} ${value.key}`,
          node,
          value,
        })),
  );
}

/** A node and what it lies under, coarse to fine, the total left out. */
function lineage(node: AxisNode): AxisNode[] {
  const above: AxisNode[] = [];
  for (
    let current: AxisNode | null = node;
    current !== null && current.kind !== "total";
    current = current.parent
  ) {
    above.unshift(current);
  }
  return above;
}

export const nodeTitle = (node: AxisNode): string => {
  if (node.kind === "total") return "Total";
  if (node.kind === "member") return formatLabel(node.label);
  return node.members === undefined ? "Other" : `Other (${node.members})`;
};

const columnLineage = (column: GridColumn): AxisNode[] =>
  column.kind === "value" ? lineage(column.node) : lineage(column.item.parent);

/**
 * Header rows above the row of measures, one per open level.
 *
 * @param least rows there are even while no member is known
 */
export function headerRows(
  columns: readonly GridColumn[],
  least: number,
): HeaderCell[][] {
  const paths = columns.map(columnLineage);
  const depth = Math.max(least, ...paths.map((path) => path.length));
  return Array.from({ length: depth }, (_, level) => {
    const cells: HeaderCell[] = [];
    columns.forEach((column, index) => {
      const path = paths[index] ?? [];
      const node = path[level];
      const own = path.at(-1);
      // Below its own level a member's column is the total of its children.
      const isSubtotal =
        node === undefined && own?.kind === "member" && own.expanded;
      const isTotal =
        column.kind === "value" && column.node.kind === "total" && level === 0;
      const key =
        node?.key ??
        (isSubtotal
          ? `${own.key} subtotal`
          : isTotal
            ? TOTAL_NODE.key
            : `${column.key} blank`);
      const last = cells.at(-1);
      if (last?.key === key) {
        last.to = index + 1;
        return;
      }
      cells.push({
        key,
        from: index,
        to: index + 1,
        node: isTotal ? TOTAL_NODE : node,
        title:
          node !== undefined
            ? nodeTitle(node)
            : isTotal
              ? "Total"
              : isSubtotal && level === path.length
                ? `${nodeTitle(own)} total`
                : "",
      });
    });
    return cells;
  });
}

export const isExpandable = (node: AxisNode | undefined): node is MemberNode =>
  node?.kind === "member" && node.expandable;
