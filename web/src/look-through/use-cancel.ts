import {
  type Query,
  useIsFetching,
  useQueryClient,
} from "@tanstack/react-query";
import { useState } from "react";

/** Questions for figures on screen, those of a list that goes on included. */
const isQuestion = ({ queryKey: [kind] }: Query) =>
  kind === "load" || kind === "pages";

export interface Cancel {
  /** Ends all questions under way, on the server too. */
  cancel: () => void;
  /** Some were cancelled, and not asked again since. */
  isCancelled: boolean;
  askAgain: () => void;
}

/** Gives up what is asked, until it is asked again. */
export function useCancel(): Cancel {
  const queryClient = useQueryClient();
  const fetching = useIsFetching({ predicate: isQuestion }) > 0;
  const [cancelled, setCancelled] = useState<ReadonlySet<string>>(new Set());
  const onScreen = queryClient
    .getQueryCache()
    .findAll({ type: "active", predicate: isQuestion })
    .filter(({ queryHash }) => cancelled.has(queryHash));
  return {
    cancel() {
      const underway = queryClient
        .getQueryCache()
        .findAll({ type: "active", fetchStatus: "fetching" })
        .filter(isQuestion);
      setCancelled(new Set(underway.map(({ queryHash }) => queryHash)));
      void queryClient.cancelQueries({ predicate: isQuestion });
    },
    isCancelled: !fetching && onScreen.length > 0,
    askAgain() {
      setCancelled(new Set());
      void queryClient.refetchQueries({
        predicate: ({ queryHash }) => cancelled.has(queryHash),
      });
    },
  };
}
