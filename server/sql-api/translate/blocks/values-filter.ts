import type { Node } from "@pgsql/types";
import type { FilterContext } from "../filters/apply-filters.ts";
import { valuesWhere } from "../filters/value-subquery.ts";
import { leavesOf } from "./leaves.ts";
import { type Leaf, leafKey } from "./scan.ts";

/**
 * Filters by the values of a dimension that conditions leave, where groups cannot be
 * put together from smaller ones.
 *
 * @returns the other conditions
 */
export async function filterByValues(
  conditions: Node[],
  isKnown: (leaf: Leaf) => boolean,
  { members, tables, scan, subplan }: FilterContext,
): Promise<Node[]> {
  const rest: Node[] = [];
  for (const condition of conditions) {
    const [leaf, ...others] = leavesOf([condition], isKnown, members);
    const isOfOne =
      leaf !== undefined &&
      !isKnown(leaf) &&
      others.every((other) => leafKey(other) === leafKey(leaf));
    const found = isOfOne
      ? valuesWhere(condition, leaf, tables, members)
      : undefined;
    const plan = found && (await subplan(found.select));
    if (found === undefined || plan === undefined) {
      rest.push(condition);
      continue;
    }
    const { subject } = found;
    const { member } = subject;
    scan.subqueries.push({
      subject,
      member,
      op: "=",
      quantifier: "same",
      plan,
    });
  }
  return rest;
}
