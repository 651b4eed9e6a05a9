import type { Query } from "@cubejs-client/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useClient } from "../../api/client-context.ts";
import { rollupHint } from "./rollup-hint.ts";

const SQL_PATH = "/cubejs-api/v1/sql";

/** True when the API would answer from a rollup. */
async function isCovered(
  fetch: (path: string, init?: RequestInit) => Promise<Response>,
  query: Query,
  signal: AbortSignal,
): Promise<boolean> {
  const response = await fetch(SQL_PATH, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
    signal,
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const answer = (await response.json()) as {
    sql?: { preAggregations?: unknown[] };
  };
  return (answer.sql?.preAggregations?.length ?? 0) > 0;
}

/** The SQL that answers a query. */
export function useSqlText(query: Query) {
  const client = useClient();
  return useQuery({
    queryKey: ["sql", query],
    queryFn: ({ signal }) => client.sql(query, signal),
  });
}

/** Which members keep a query from being answered by a rollup. */
export function useRollupHint(query: Query, wanted: boolean) {
  const client = useClient();
  return useQuery({
    queryKey: ["rollup-hint", query],
    queryFn: ({ signal }) =>
      rollupHint(query, (part) => isCovered(client.fetch, part, signal)),
    enabled: wanted,
    staleTime: Infinity,
  });
}

/** Runs a query as edited. */
export function useRun() {
  const client = useClient();
  return useMutation({
    mutationFn: (text: string) => {
      const query = JSON.parse(text) as Query;
      return client.load(query, AbortSignal.timeout(60_000));
    },
  });
}
