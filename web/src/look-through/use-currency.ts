import { type Currency, currencyOf } from "./currency.ts";
import { usePage } from "./page-context.ts";
import { currenciesQuery } from "./queries.ts";
import { useLoad } from "./use-load.ts";

/** The currencies of the amounts on the page. */
export function useCurrency(): Currency {
  const { plan } = usePage();
  return currencyOf(useLoad(currenciesQuery(plan)));
}
