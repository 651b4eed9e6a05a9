import { keyOf } from "../pivot/answer.ts";
import { trade } from "./members.ts";
import { edgeDayQuery } from "./queries.ts";
import type { DayRange } from "./state.ts";
import { type Load, useLoad } from "./use-load.ts";

export interface Days {
  /** First and last day with trades; null = there are none; undefined = not known yet. */
  range: DayRange | null | undefined;
  error: string | undefined;
  retry: () => void;
}

const dayOf = ({ rows }: Load): string | undefined => {
  const row = rows?.[0];
  return row && keyOf(row, `${trade("trade_date")}.day`)?.slice(0, 10);
};

export function useDays(): Days {
  const first = useLoad(edgeDayQuery("first"));
  const last = useLoad(edgeDayQuery("last"));
  const [from, to] = [dayOf(first), dayOf(last)];
  const known = first.rows !== undefined && last.rows !== undefined;
  return {
    range: !known
      ? undefined
      : from !== undefined && to !== undefined
        ? [from, to]
        : null,
    error: first.error ?? last.error,
    retry: () => {
      first.retry();
      last.retry();
    },
  };
}
