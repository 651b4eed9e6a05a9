import type { Query } from "@cubejs-client/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../api/client-context.ts";
import { isCancelled } from "../api/is-cancelled.ts";
import { loadKey } from "../api/query-key.ts";
import { Underway } from "../api/underway.ts";
import { useLongest } from "../api/use-underway.ts";
import type { View } from "../model/view.ts";
import type { Answer } from "../pivot/answer.ts";
import type { Progress } from "../pivot/grid/ask.ts";
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
  /** How far the question has come; undefined = it is not under way. */
  progress: Progress | undefined;
  cancel: () => void;
  retry: () => void;
}

/** The days with data; none for a view without a date. */
export function useTradingDays(view: View): TradingDays {
  const client = useClient();
  const time = view.timeDimension?.member;
  const query = daysQuery(view, time ?? "");
  const queryClient = useQueryClient();
  const [underway] = useState(() => new Underway());
  const progress = useLongest(underway);
  const queryKey = loadKey(query);
  const result = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      underway.run(signal, (onStage) => client.load(query, signal, onStage)),
    enabled: time !== undefined,
    select: (answer) => readDays(answer, time ?? ""),
  });
  const cancelled = time !== undefined && isCancelled(result);
  return {
    days: time === undefined ? NO_DAYS : result.data,
    error: cancelled ? new Error("cancelled") : result.error,
    progress,
    cancel: () => void queryClient.cancelQueries({ queryKey, exact: true }),
    retry: () => void result.refetch(),
  };
}
