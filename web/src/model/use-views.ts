import { useQuery } from "@tanstack/react-query";
import { useClient } from "../api/client-context.ts";
import { MODEL_KEY } from "../api/query-key.ts";
import { readViews } from "./read-views.ts";

/** The views of the model, read once for all pages. */
export function useViews() {
  const client = useClient();
  return useQuery({
    queryKey: [...MODEL_KEY, "views"],
    queryFn: async ({ signal }) => readViews(await client.meta(signal)),
    staleTime: Infinity,
  });
}
