import type { Query } from "@cubejs-client/core";
import {
  keepPreviousData,
  useQuery,
  type UseQueryResult,
} from "@tanstack/react-query";
import { errorText } from "../api/client.ts";
import { isCancelled } from "../api/is-cancelled.ts";
import { loadKey } from "../api/query-key.ts";
import { useAsk } from "../api/use-underway.ts";
import type { Answer, Row } from "../pivot/answer.ts";

export interface Load {
  /** Undefined while it loads for the first time, and after an error. */
  rows: readonly Row[] | undefined;
  answer: Answer | undefined;
  error: string | undefined;
  /** The rows are of an earlier question. */
  stale: boolean;
  loading: boolean;
  /** The answer came full: there may be more than it says. */
  truncated: boolean;
  retry: () => void;
}

/** Rows of an earlier question can stand in when they have the same columns. */
const fits = ([first]: readonly Row[], query: Query) =>
  first !== undefined &&
  [...(query.measures ?? []), ...(query.dimensions ?? [])].every(
    (member) => member in first,
  );

type Result = Pick<
  UseQueryResult<Answer>,
  "data" | "error" | "isPlaceholderData" | "fetchStatus"
>;

/** What a question shows: its answer, or that of an earlier one which fits. */
export function shownOf(
  { data, error, isPlaceholderData, fetchStatus }: Result,
  query: Query,
) {
  const answer =
    isPlaceholderData && !fits(data?.rows ?? [], query) ? undefined : data;
  return {
    answer,
    /** Its own words, or that it was given up with nothing to show; undefined = neither. */
    error:
      error !== null && fetchStatus === "idle"
        ? errorText(error)
        : isCancelled({
              isPending: answer === undefined && error === null,
              fetchStatus,
            })
          ? "cancelled"
          : undefined,
  };
}

/** Asks a question; undefined = not yet, because it needs another answer first. */
export function useLoad(query: Query | undefined): Load {
  const ask = useAsk();
  const result = useQuery({
    queryKey: query === undefined ? ["load", "none"] : loadKey(query),
    queryFn: ({ signal }) => {
      if (query === undefined) throw new Error("there is no question yet");
      return ask(query, signal);
    },
    enabled: query !== undefined,
    placeholderData: keepPreviousData,
  });
  const shown = query && shownOf(result, query);
  const answer = result.error === null ? shown?.answer : undefined;
  return {
    answer,
    rows: answer?.rows,
    error: shown?.error,
    stale: result.isPlaceholderData,
    loading: result.isFetching,
    truncated:
      query?.limit != null &&
      answer !== undefined &&
      answer.rows.length >= query.limit,
    retry: () => void result.refetch(),
  };
}
