import type { Filter } from "@cubejs-client/core";
import { amongFilter, exceptFilters } from "../plan/filters.ts";
import type { AxisNode } from "./nodes.ts";

/** Exactly the facts that a row or a column counts; none for the total. */
export function nodeFilters(node: AxisNode): Filter[] {
  switch (node.kind) {
    case "total":
      return [];
    case "member":
      return [
        ...nodeFilters(node.parent),
        amongFilter(node.level.dimension.member, [node.label]),
      ];
    case "other":
      return [
        ...nodeFilters(node.parent),
        ...exceptFilters(node.level.dimension.member, node.except),
      ];
  }
}
