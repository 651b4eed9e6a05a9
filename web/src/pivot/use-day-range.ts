import { useQueries } from "@tanstack/react-query";
import { useClient } from "../api/client-context.ts";
import { loadKey } from "../api/query-key.ts";
import type { Answer } from "./answer.ts";
import type { Fields } from "./fields.ts";
import { edgeDayQuery } from "./query-plan.ts";
import { type DayRange, defaultState } from "./state.ts";

export interface DayRangeLoad {
  /** null = there is no data at all; undefined = not known yet. */
  range: DayRange | null | undefined;
  error: Error | null;
  retry: () => void;
}

const dayOf = (answer: Answer, timeDimension: string): string | undefined => {
  const value = answer.rows[0]?.[`${timeDimension}.day`];
  return typeof value === "string" ? value.slice(0, 10) : undefined;
};

/** First and last day with data. */
export function useDayRange(fields: Fields): DayRangeLoad {
  const client = useClient();
  const name = defaultState(fields).measures[0];
  const measure = fields.measures.find((item) => item.name === name);
  const queries = (["first", "last"] as const).map((edge) =>
    edgeDayQuery(fields.timeDimension, measure?.member ?? "", edge),
  );
  const [first, last] = useQueries({
    queries: queries.map((query) => ({
      queryKey: loadKey(query),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.load(query, signal),
    })),
  });
  const from = first?.data && dayOf(first.data, fields.timeDimension);
  const to = last?.data && dayOf(last.data, fields.timeDimension);
  const known = first?.data !== undefined && last?.data !== undefined;
  return {
    range: !known
      ? undefined
      : from !== undefined && to !== undefined
        ? [from, to]
        : null,
    error: first?.error ?? last?.error ?? null,
    retry: () => void Promise.all([first?.refetch(), last?.refetch()]),
  };
}
