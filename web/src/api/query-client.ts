import { QueryCache, QueryClient } from "@tanstack/react-query";
import { isModelOutdated } from "./client.ts";
import { MODEL_KEY } from "./query-key.ts";

/** How long an answer counts as current without asking again. */
const STALE_MS = 60_000;

/**
 * Keeps answers, and has the model read again when one shows that it changed.
 * Answers belong to the user of a token: another token needs another one, or
 * this one cleared.
 */
export function createQueryClient(
  onError: (error: Error) => void = () => {},
): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        onError(error);
        if (isModelOutdated(error)) {
          void client.invalidateQueries({ queryKey: MODEL_KEY });
        }
      },
    }),
    defaultOptions: {
      queries: {
        // An error shows at once, with a button to retry.
        retry: false,
        refetchOnWindowFocus: false,
        staleTime: STALE_MS,
        // The service may be on this machine, where no network is needed.
        networkMode: "always",
        refetchOnReconnect: true,
      },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}
