import { keyOf } from "../pivot/answer.ts";
import { trade } from "./members.ts";
import { usePage } from "./page-context.ts";
import { currenciesQuery } from "./queries.ts";
import { useLoad } from "./use-load.ts";

export interface Currency {
  /** The one currency of all amounts; undefined = several, or not known yet. */
  code: string | undefined;
  /** All currencies in the selection. */
  codes: string[];
}

export function useCurrency(): Currency {
  const { plan } = usePage();
  const load = useLoad(currenciesQuery(plan));
  const codes = (load.rows ?? []).map(
    (row) => keyOf(row, trade("currency")) ?? "",
  );
  return { code: codes.length === 1 ? codes[0] : undefined, codes };
}
