import type { Query } from "@cubejs-client/core";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { loadKey } from "../api/query-key.ts";
import { useAsk } from "../api/use-underway.ts";
import { type Load, shownOf } from "./use-load.ts";

/** The pages of one list as one answer; it is truncated while its last page is full. */
export function usePages(queries: readonly Query[], pageRows: number): Load {
  const ask = useAsk();
  const results = useQueries({
    queries: queries.map((query) => ({
      queryKey: loadKey(query),
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(query, signal),
      placeholderData: keepPreviousData,
    })),
  });
  const shown = results.flatMap((result, index) => {
    const query = queries[index];
    return query === undefined
      ? []
      : [{ ...shownOf(result, query), refetch: result.refetch }];
  });
  const answers = shown.flatMap(({ answer }) => answer ?? []);
  const errors = shown.flatMap(({ error }) => error ?? []);
  return {
    rows:
      answers.length === 0 || results[0]?.error
        ? undefined
        : answers.flatMap(({ rows }) => rows),
    answer: answers[0],
    error: errors[0],
    stale: results.some(({ isPlaceholderData }) => isPlaceholderData),
    loading: results.some(({ isFetching }) => isFetching),
    truncated: (answers.at(-1)?.rows.length ?? 0) >= pageRows,
    retry: () => {
      for (const { error, refetch } of shown) {
        if (error !== undefined) void refetch();
      }
    },
  };
}
