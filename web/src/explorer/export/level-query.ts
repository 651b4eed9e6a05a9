import type { Filter, Query } from "@cubejs-client/core";
import type { MemberPath } from "../../pivot/member-path.ts";
import { type Among, amongOf } from "../../pivot/plan/among.ts";

/** A question about one branch, as part of one about its whole level. */
export interface LevelQuery {
  /** Groups by the members of the path as well, in place of filtering by them. */
  wide: Query;
  /** Those members, coarse to fine. */
  members: readonly string[];
  /** Which of their groups are the branch. */
  path: MemberPath;
  /** Which rows of the branch are asked for; empty = all. */
  among: readonly Among[];
}

const names = (filter: Filter, members: readonly string[]): boolean =>
  "or" in filter
    ? filter.or.some((part) => names(part, members))
    : "and" in filter
      ? filter.and.some((part) => names(part, members))
      : members.includes(filter.member ?? "");

/**
 * The level a question about a branch is part of: grouped by the members that its
 * path names, the rows of that path are those the question itself would give, in
 * the same order. undefined = it is about no branch, or about what the groups of a
 * level do not tell, such as all members but some.
 *
 * @param levels full names of the members of the rows, coarse to fine
 * @param isFixed whether a condition is the whole pivot's
 */
export function levelQuery(
  query: Query,
  levels: readonly string[],
  isFixed: (filter: Filter) => boolean,
): LevelQuery | undefined {
  const filters = query.filters ?? [];
  const dimensions = query.dimensions ?? [];
  const kept = filters.filter(isFixed);
  const path = new Map<string, string | null>();
  const among: Among[] = [];
  for (const filter of filters) {
    if (isFixed(filter)) continue;
    const part = amongOf(filter);
    if (part === undefined || !levels.includes(part.member)) {
      if (names(filter, levels)) return undefined;
      kept.push(filter);
    } else if (part.keys.size === 1 && !dimensions.includes(part.member)) {
      const [key = null] = part.keys;
      path.set(part.member, key);
    } else if (dimensions.includes(part.member)) among.push(part);
    else return undefined;
  }
  if (path.size === 0) return undefined;
  const members = [...path.keys()];
  return {
    wide: {
      ...query,
      dimensions: [...members, ...dimensions],
      filters: kept.length === 0 ? undefined : kept,
      limit: undefined,
      offset: undefined,
      total: undefined,
    },
    members,
    path: [...path.values()],
    among,
  };
}
