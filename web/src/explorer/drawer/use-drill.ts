import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useClient } from "../../api/client-context.ts";
import { loadKey } from "../../api/query-key.ts";
import { numberOf, type Row } from "../../pivot/answer.ts";
import {
  type Drill,
  drillCountQuery,
  drillQuery,
  drillSumQuery,
  FIRST_PAGE,
  nextPage,
  PAGE_ROWS,
} from "./drill-query.ts";

export interface DrillRows {
  rows: readonly Row[];
  /** undefined = not counted yet. */
  count: number | undefined;
  /** What all rows add up to; undefined = not known yet, null = nothing. */
  sum: number | null | undefined;
  pending: boolean;
  more: boolean;
  loadingMore: boolean;
  error: Error | null;
  loadMore: () => void;
  retry: () => void;
}

/** The rows behind a cell, page by page; count and sum follow the first page. */
export function useDrill(drill: Drill, columns: readonly string[]): DrillRows {
  const client = useClient();
  const { view } = drill.plan;
  const query = drillQuery(drill, columns, FIRST_PAGE, PAGE_ROWS);
  const pages = useInfiniteQuery({
    queryKey: ["drill", ...loadKey(query)],
    queryFn: ({ pageParam, signal }) =>
      client.load(drillQuery(drill, columns, pageParam, PAGE_ROWS), signal),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: ({ rows }, _all, start) =>
      nextPage(view, rows, start, PAGE_ROWS),
  });
  const loaded = pages.data !== undefined;
  const counting = drillCountQuery(drill);
  const count = useQuery({
    queryKey: loadKey(counting),
    queryFn: ({ signal }) => client.load(counting, signal),
    enabled: loaded,
  });
  const summing = drillSumQuery(drill);
  const sum = useQuery({
    queryKey: loadKey(summing),
    queryFn: ({ signal }) => client.load(summing, signal),
    enabled: loaded && drill.measure.additive,
  });
  const [total] = sum.data?.rows ?? [];
  return {
    rows: pages.data?.pages.flatMap(({ rows }) => rows) ?? [],
    count: count.data?.total,
    sum:
      sum.data === undefined
        ? undefined
        : total === undefined
          ? null
          : numberOf(total, drill.measure.member),
    pending: pages.isPending,
    more: pages.hasNextPage,
    loadingMore: pages.isFetchingNextPage,
    error: pages.error ?? count.error ?? sum.error,
    loadMore: () => void pages.fetchNextPage(),
    retry: () => {
      for (const part of [pages, count, sum]) {
        if (part.error !== null) void part.refetch();
      }
    },
  };
}
