import type { Query, TQueryOrderArray } from "@cubejs-client/core";
import type { Answer, Row } from "../../pivot/answer.ts";
import type { LoadAnswer } from "../../pivot/answers/answer-store.ts";

/** Rows the API gives at most. */
export const PAGE_ROWS = 50_000;

/** In the query's own order, ties by name: pages neither repeat nor skip a row. */
function totalOrder({ order, dimensions = [] }: Query): TQueryOrderArray {
  const own = (order ?? []) as TQueryOrderArray;
  const named = new Set(own.map(([member]) => member));
  return [
    ...own,
    ...dimensions
      .filter((member) => !named.has(member))
      .map((member): [string, "asc"] => [member, "asc"]),
  ];
}

/**
 * All rows of a query, or as many as its limit, however many pages they are.
 *
 * @param onRows gets the rows of each page
 * @returns the last page's answer
 */
export async function readPages(
  load: LoadAnswer,
  query: Query,
  signal: AbortSignal,
  onRows: (rows: Row[]) => Promise<void> | void,
): Promise<Answer> {
  const limit = query.limit ?? Infinity;
  const begin = query.offset ?? 0;
  const isOnePage = limit <= PAGE_ROWS;
  for (let read = 0; ; read += PAGE_ROWS) {
    signal.throwIfAborted();
    const asked: Query = isOnePage
      ? query
      : {
          ...query,
          order: totalOrder(query),
          limit: Math.min(PAGE_ROWS, limit - read),
          ...(begin + read > 0 && { offset: begin + read }),
        };
    const answer = await load(asked, signal);
    await onRows(answer.rows);
    if (isOnePage || answer.rows.length < PAGE_ROWS) return answer;
    if (read + PAGE_ROWS >= limit) return answer;
  }
}
