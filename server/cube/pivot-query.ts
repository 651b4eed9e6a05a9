import {
  memberName,
  type Member,
  type NormalizedQuery,
  type QueryType,
} from "./query-result.ts";

/** The one query that describes how to pivot the answers of several. */
export function pivotQuery(
  queryType: QueryType,
  queries: NormalizedQuery[],
): Record<string, unknown> {
  const first = { ...queries[0] };
  switch (queryType) {
    case "compareDateRangeQuery":
      return {
        ...first,
        dimensions: ["compareDateRange", ...(first.dimensions ?? [])],
        queryType,
      };
    case "blendingQuery": {
      const granularity = queries
        .map(({ timeDimensions }) => timeDimensions?.[0]?.granularity)
        .find(Boolean);
      return {
        ...first,
        measures: union(queries.map(({ measures }) => measures)),
        dimensions: union(queries.map(({ dimensions }) => dimensions)),
        ...(granularity && {
          timeDimensions: [{ dimension: "time", granularity }],
        }),
        queryType,
      };
    }
    case "regularQuery":
      return { ...first, queryType };
  }
}

/** Each member once, in the order of the queries. */
function union(lists: (Member[] | undefined)[]): Member[] {
  const members = new Map<string, Member>();
  for (const member of lists.flatMap((list) => list ?? [])) {
    if (!members.has(memberName(member)))
      members.set(memberName(member), member);
  }
  return [...members.values()];
}
