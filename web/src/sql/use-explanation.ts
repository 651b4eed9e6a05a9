import { useQuery } from "@tanstack/react-query";
import { useClient } from "../api/client-context.ts";
import { explainStatement, isExplainable } from "./explanation.ts";

/**
 * How a statement that was answered is answered.
 *
 * @param statement undefined = none yet
 */
export function useExplanation(statement: string | undefined) {
  const client = useClient();
  return useQuery({
    queryKey: ["sql-explanation", statement],
    enabled: statement !== undefined && isExplainable(statement),
    // null, because undefined is no answer for a query.
    queryFn: async ({ signal }) =>
      (await explainStatement(client.fetch, statement ?? "", signal)) ?? null,
  });
}
