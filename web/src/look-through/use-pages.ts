import type { Query } from "@cubejs-client/core";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { errorText } from "../api/client.ts";
import { useClient } from "../api/client-context.ts";
import { loadKey } from "../api/query-key.ts";
import { fits, type Load } from "./use-load.ts";

/** The pages of one list as one answer; it is truncated while its last page is full. */
export function usePages(queries: readonly Query[], pageRows: number): Load {
  const client = useClient();
  const results = useQueries({
    queries: queries.map((query) => ({
      queryKey: loadKey(query),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.load(query, signal),
      placeholderData: keepPreviousData,
    })),
  });
  const failed = results.find(
    ({ error, fetchStatus }) => error !== null && fetchStatus === "idle",
  );
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
    error: failed?.error ? errorText(failed.error) : undefined,
    stale: results.some(({ isPlaceholderData }) => isPlaceholderData),
    loading: results.some(({ isFetching }) => isFetching),
    truncated: (answers.at(-1)?.rows.length ?? 0) >= pageRows,
    retry: () => {
      for (const { error, refetch } of results) if (error) void refetch();
    },
  };
}
