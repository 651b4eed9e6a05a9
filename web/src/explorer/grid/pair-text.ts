import type { AxisNode } from "../../pivot/grid/nodes.ts";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import { nodeTitle } from "./columns.ts";

/** What a member of the calendar is compared with; undefined = with itself, or not at all. */
export function pairText(node: AxisNode | undefined): string | undefined {
  if (node?.kind !== "member" || node.pair === undefined) return undefined;
  const { shown, compared } = node.pair;
  const { title } = node.level.dimension;
  if (shown === null)
    return `${title} ${compared}, of the compared period only`;
  return compared === null
    ? `${title} ${shown}, with none in the compared period`
    : `${title} ${shown}, compared with ${compared}`;
}

/** The name of a member with what it is compared with, for a file. */
export function pairTitle(node: AxisNode): string {
  const compared = node.kind === "member" ? node.pair?.compared : undefined;
  return compared && node.kind === "member" && node.pair?.shown
    ? `${nodeTitle(node)} vs ${compared}`
    : nodeTitle(node);
}

/** What a value column shows, and of a change what is compared. */
export const valueHint = (value: PlannedValue, node: AxisNode): string =>
  [
    value.unavailable || value.planned.description,
    value.periods === "" ? "" : (pairText(node) ?? value.periods),
  ]
    .filter(Boolean)
    .join("\n");
