import { useQuery } from "@tanstack/react-query";
import { useClient } from "../api/client-context.ts";
import { readTables, type SqlTable } from "./sql-tables.ts";

const KEY = ["meta", "sql-tables"] as const;
const NONE: readonly SqlTable[] = [];

/** What can be selected from; nothing until the model is known. */
export function useSqlTables() {
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => readTables(await client.meta(signal)),
    staleTime: Infinity,
  });
  return { tables: data ?? NONE, error, refetch };
}
