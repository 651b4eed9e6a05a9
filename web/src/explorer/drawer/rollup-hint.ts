import type { Filter, Query } from "@cubejs-client/core";

/** Says whether a rollup would answer a query. */
export type IsCovered = (query: Query) => Promise<boolean>;

/** Members that conditions name. */
export function filterMembers(filters: readonly Filter[]): string[] {
  return filters.flatMap((filter) => {
    if ("and" in filter) return filterMembers(filter.and);
    if ("or" in filter) return filterMembers(filter.or);
    return filter.member ?? [];
  });
}

const names = (filter: Filter, member: string) =>
  filterMembers([filter]).includes(member);

/** The query without one of its members. */
function without(query: Query, member: string): Query {
  const measures = query.measures?.filter((name) => name !== member);
  return {
    ...query,
    measures,
    dimensions: query.dimensions?.filter((name) => name !== member),
    filters: query.filters?.filter((filter) => !names(filter, member)),
    order: undefined,
  };
}

/** One member by itself. */
function alone(query: Query, member: string): Query {
  const isMeasure = query.measures?.includes(member) ?? false;
  return isMeasure
    ? { measures: [member], timezone: "UTC" }
    : {
        measures: query.measures?.slice(0, 1),
        dimensions: [member],
        timezone: "UTC",
      };
}

export interface RollupHint {
  /** Members that no rollup has at all. */
  missing: string[];
  /** Members without which a rollup would answer; one of them suffices. */
  blocking: string[];
}

/** Finds out by asking which members keep a query from being answered by a rollup. */
export async function rollupHint(
  query: Query,
  isCovered: IsCovered,
): Promise<RollupHint> {
  const members = [
    ...new Set([
      ...(query.measures ?? []),
      ...(query.dimensions ?? []),
      ...filterMembers(query.filters ?? []),
    ]),
  ];
  const among = async (test: (member: string) => Query) => {
    const covered = await Promise.all(
      members.map((member) => isCovered(test(member))),
    );
    return (wanted: boolean) =>
      members.filter((_, index) => covered[index] === wanted);
  };
  const single = await among((member) => alone(query, member));
  const missing = single(false);
  if (missing.length > 0) return { missing, blocking: [] };
  const rest = await among((member) => without(query, member));
  return { missing, blocking: rest(true) };
}
