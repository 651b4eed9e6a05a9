import { useQuery } from "@tanstack/react-query";
import { useClient } from "../api/client-context.ts";
import { readViews } from "./read-views.ts";

/** The views of the model, read once for all pages. */
export function useViews() {
  const client = useClient();
  return useQuery({
    queryKey: ["meta", "views"],
    queryFn: async ({ signal }) => readViews(await client.meta(signal)),
    staleTime: Infinity,
  });
}
