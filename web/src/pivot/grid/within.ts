import type { View } from "../../model/view.ts";
import type { PlannedValue } from "../plan/pivot-plan.ts";
import type { PivotFilter } from "../state/pivot-state.ts";
import type { AxisNode } from "./nodes.ts";

const keepsOne = (filter: PivotFilter, name: string) =>
  filter.kind === "path"
    ? filter.keep && filter.dimensions.includes(name)
    : filter.dimension === name &&
      filter.operator === "equals" &&
      filter.values.length === 1;

/**
 * Why a measure means nothing where several members of a dimension come
 * together, e.g. weights of several wrappers; empty = they never do.
 */
export function apartReason(
  view: View,
  { title, within }: PlannedValue["planned"],
  filters: readonly PivotFilter[],
): string {
  if (within === undefined || filters.some((item) => keepsOne(item, within))) {
    return "";
  }
  const dimension = view.dimensions.find(({ name }) => name === within);
  return `${title} means something within one ${(dimension?.title ?? within).toLowerCase()} only`;
}

function isOfOne(node: AxisNode, name: string): boolean {
  for (let at: AxisNode | null = node; at !== null; at = at.parent) {
    if (at.kind === "member" && at.level.dimension.name === name) return true;
  }
  return false;
}

/** Why a cell's measure means nothing there; empty = it does. */
export const cellProblem = (
  { planned: { within }, apart }: PlannedValue,
  nodes: readonly AxisNode[],
): string =>
  within === undefined || nodes.some((node) => isOfOne(node, within))
    ? ""
    : apart;
