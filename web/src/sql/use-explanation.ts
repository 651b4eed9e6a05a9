import { useQuery } from "@tanstack/react-query";
import { currentEndpoint } from "./endpoint.ts";
import { explainStatement, isExplainable } from "./explanation.ts";

/**
 * How a statement that was answered is answered.
 *
 * @param statement undefined = none yet
 */
export const useExplanation = (statement: string | undefined) =>
  useQuery({
    queryKey: ["sql-explanation", statement],
    enabled: statement !== undefined && isExplainable(statement),
    // null, because undefined is no answer for a query.
    queryFn: async ({ signal }) =>
      (await explainStatement(currentEndpoint(), statement ?? "", signal)) ??
      null,
  });
