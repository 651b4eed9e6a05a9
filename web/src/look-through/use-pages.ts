import type { Query } from "@cubejs-client/core";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { errorText } from "../api/client.ts";
import { isCancelled } from "../api/is-cancelled.ts";
import { loadKey } from "../api/query-key.ts";
import { useAsk } from "../api/use-underway.ts";
import { fits, type Load } from "./use-load.ts";

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
  const failed = results.find(
    ({ error, fetchStatus }) => error !== null && fetchStatus === "idle",
  );
  const cancelled = results.some(isCancelled);
  const answers = results.flatMap(({ data, isPlaceholderData }, index) => {
    const query = queries[index];
    return data === undefined ||
      query === undefined ||
      (isPlaceholderData && !fits(data.rows, query))
      ? []
      : [data];
  });
  return {
    rows:
      answers.length === 0 || results[0]?.error
        ? undefined
        : answers.flatMap(({ rows }) => rows),
    answer: answers[0],
    error: failed?.error
      ? errorText(failed.error)
      : cancelled
        ? "cancelled"
        : undefined,
    stale: results.some(({ isPlaceholderData }) => isPlaceholderData),
    loading: results.some(({ isFetching }) => isFetching),
    truncated: (answers.at(-1)?.rows.length ?? 0) >= pageRows,
    retry: () => {
      for (const { error, isPending, refetch } of results) {
        if (error || isPending) void refetch();
      }
    },
  };
}
