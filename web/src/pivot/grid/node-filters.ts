import type { Filter } from "@cubejs-client/core";
import type { Dimension } from "../../model/view.ts";
import type { Alignment } from "../plan/alignment.ts";
import { amongFilter, exceptFilters } from "../plan/filters.ts";
import type { Period } from "../plan/queries.ts";
import type { AxisNode } from "./nodes.ts";

const levelsTo = (node: AxisNode): Dimension[] =>
  node.kind === "total" ? [] : [...levelsTo(node.parent), node.level.dimension];

/** Exactly the facts of a period that a row or a column counts; none for the total. */
export function nodeFilters(
  alignment: Alignment,
  period: Period,
  node: AxisNode,
): Filter[] {
  if (node.kind === "total") return [];
  const { parent, level } = node;
  const { member } = level.dimension;
  const labels = alignment.labelsIn(
    period,
    levelsTo(node),
    parent.path,
    node.kind === "member" ? [node.label] : node.except,
  );
  return [
    ...nodeFilters(alignment, period, parent),
    ...(node.kind === "member"
      ? [amongFilter(member, labels)]
      : exceptFilters(member, labels)),
  ];
}
