import { useQuery } from "@tanstack/react-query";
import { useClient } from "../api/client-context.ts";
import { loadKey } from "../api/query-key.ts";
import type { View } from "../model/view.ts";
import { keyOf } from "../pivot/answer.ts";

const NONE: readonly string[] = [];
const MOST_CURRENCIES = 200;

/**
 * The currencies of a view's amounts, ISO 4217, sorted; none where the view does
 * not name them, or while they are not known.
 *
 * @param wanted false = do not ask yet
 */
export function useCurrencies(view: View, wanted: boolean): readonly string[] {
  const client = useClient();
  const currency = view.dimensions.find(({ name }) => name === "currency");
  const measure = view.measures.find(({ additive }) => additive);
  const query = {
    measures: measure === undefined ? [] : [measure.member],
    dimensions: currency === undefined ? [] : [currency.member],
    order: [[currency?.member ?? "", "asc"]] as [string, "asc"][],
    limit: MOST_CURRENCIES,
    timezone: "UTC",
  };
  const { data } = useQuery({
    queryKey: loadKey(query),
    queryFn: ({ signal }) => client.load(query, signal),
    enabled: wanted && currency !== undefined && measure !== undefined,
    select: ({ rows }) =>
      rows.flatMap((row) => keyOf(row, currency?.member ?? "") ?? []),
  });
  return data ?? NONE;
}
