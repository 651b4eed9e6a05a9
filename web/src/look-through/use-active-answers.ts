import type { Query } from "@cubejs-client/core";
import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import type { Answer } from "../pivot/answer.ts";

export interface ActiveAnswer {
  key: string;
  query: Query;
  answer: Answer;
}

/** Every answer on screen, with its question, in the order asked. */
export function useActiveAnswers(): {
  answers: ActiveAnswer[];
  fetching: boolean;
} {
  const cache = useQueryClient().getQueryCache();
  // Renders anew whenever a question starts or ends.
  const fetching = useIsFetching() > 0;
  const answers = cache
    .findAll({ queryKey: ["load"], type: "active" })
    .filter(({ state }) => state.data !== undefined)
    .map((entry) => ({
      key: entry.queryHash,
      query: entry.queryKey[1] as Query,
      answer: entry.state.data as Answer,
    }));
  return { answers, fetching };
}
