import {
  type Query,
  useIsFetching,
  useQueryClient,
} from "@tanstack/react-query";
import { useState } from "react";
import {
  type Cancelled,
  isStillCancelled,
  noteCancelled,
} from "./cancelled.ts";

/** Questions for figures on screen, those of a list that goes on included. */
const isQuestion = ({ queryKey: [kind] }: Query) =>
  kind === "load" || kind === "pages";

export interface Cancel {
  /** Ends all questions under way, on the server too. */
  cancel: () => void;
  /** Some on screen were cancelled, and not answered since. */
  isCancelled: boolean;
  askAgain: () => void;
}

/** Gives up what is asked, until it is asked again. */
export function useCancel(): Cancel {
  const queryClient = useQueryClient();
  const fetching = useIsFetching({ predicate: isQuestion }) > 0;
  const [cancelled, setCancelled] = useState<Cancelled>(new Map());
  const onScreen = () =>
    queryClient
      .getQueryCache()
      .findAll({ type: "active", predicate: isQuestion });
  const unanswered = onScreen().filter((question) =>
    isStillCancelled(question, cancelled),
  );
  return {
    cancel() {
      const underway = onScreen().filter(
        ({ state }) => state.fetchStatus !== "idle",
      );
      setCancelled(noteCancelled([...unanswered, ...underway]));
      void queryClient.cancelQueries({ predicate: isQuestion });
    },
    isCancelled: !fetching && unanswered.length > 0,
    askAgain() {
      const hashes = new Set(unanswered.map(({ queryHash }) => queryHash));
      setCancelled(new Map());
      void queryClient.refetchQueries({
        predicate: ({ queryHash }) => hashes.has(queryHash),
      });
    },
  };
}
