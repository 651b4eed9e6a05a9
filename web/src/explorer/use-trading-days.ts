import type { Query } from "@cubejs-client/core";
import { useQuery } from "@tanstack/react-query";
import { useClient } from "../api/client-context.ts";
import { loadKey } from "../api/query-key.ts";
import type { View } from "../model/view.ts";
import type { Answer } from "../pivot/answer.ts";
import { LIMITS } from "../pivot/plan/limits.ts";

/** All days with data; a rollup answers by day. */
const daysQuery = (view: View, time: string): Query => {
  const measure =
    view.measures.find(({ additive }) => additive) ?? view.measures[0];
  return {
    measures: measure === undefined ? [] : [measure.member],
    timeDimensions: [{ dimension: time, granularity: "day" }],
    order: [[time, "asc"]],
    limit: LIMITS.answer,
    timezone: "UTC",
  };
};

const readDays = (answer: Answer, time: string): string[] =>
  answer.rows.flatMap((row) => {
    const value = row[`${time}.day`];
    return typeof value === "string" ? [value.slice(0, 10)] : [];
  });

const NO_DAYS: readonly string[] = [];

export interface TradingDays {
  /** Sorted; undefined = not known yet. */
  days: readonly string[] | undefined;
  error: Error | null;
  retry: () => void;
}

/** The days with data; none for a view without a date. */
export function useTradingDays(view: View): TradingDays {
  const client = useClient();
  const time = view.timeDimension?.member;
  const query = daysQuery(view, time ?? "");
  const { data, error, refetch } = useQuery({
    queryKey: loadKey(query),
    queryFn: ({ signal }) => client.load(query, signal),
    enabled: time !== undefined,
    select: (answer) => readDays(answer, time ?? ""),
  });
  return {
    days: time === undefined ? NO_DAYS : data,
    error,
    retry: () => void refetch(),
  };
}
