import { keyOf } from "../pivot/answer.ts";
import { trade } from "./members.ts";
import type { Load } from "./use-load.ts";

export interface Currency {
  /** The one currency of all amounts; undefined = several, or not known. */
  code: string | undefined;
  /** All currencies in the selection; none = not known. */
  codes: readonly string[];
  /** Those of an earlier selection while that is not known, so that nothing jumps. */
  lastCodes: readonly string[];
  /** Not known yet. */
  loading: boolean;
}

/** What the answer to `currenciesQuery` says. */
export function currencyOf({
  rows,
  stale,
  loading,
}: Pick<Load, "rows" | "stale" | "loading">): Currency {
  const lastCodes = (rows ?? []).map(
    (row) => keyOf(row, trade("currency")) ?? "",
  );
  const codes = stale ? [] : lastCodes;
  return {
    code: codes.length === 1 ? codes[0] : undefined,
    codes,
    lastCodes,
    loading: loading && (stale || rows === undefined),
  };
}
