import { useLoad } from "./use-load.ts";
import {
  byWrapper,
  earlierWeightsQuery,
  readEarlierDays,
  readWeights,
  staleWrappers,
  type Weight,
  weightsQuery,
  type WrapperWeights,
} from "./weights.ts";

export interface Weights {
  /** The day whose weights these are. */
  day: string;
  items: readonly Weight[];
  byWrapper: ReadonlyMap<string, WrapperWeights>;
  /** Wrappers of the selection whose newest weight is too old. */
  stale: readonly WrapperWeights[];
  /** Wrappers of the selection without a weight on the day. */
  missing: readonly string[];
  /** Missing wrapper → the last day it had weights on. */
  earlier: ReadonlyMap<string, string>;
  loaded: boolean;
  /** Not all weights were read: no sum of them is shown. */
  truncated: boolean;
  error: string | undefined;
  retry: () => void;
}

/**
 * @param firstDay with trades
 * @param selected wrappers in the selection; undefined = not known yet
 */
export function useWeights(
  day: string,
  firstDay: string,
  selected: readonly string[] | undefined,
  staleDays: number,
): Weights {
  const load = useLoad(weightsQuery(day));
  const items = readWeights(load.rows ?? []);
  const wrappers = byWrapper(items, day, firstDay);
  const known = load.rows !== undefined && !load.stale && !load.truncated;
  const missing =
    known && selected !== undefined
      ? selected.filter((symbol) => !wrappers.has(symbol))
      : [];
  const earlier = useLoad(
    missing.length === 0 ? undefined : earlierWeightsQuery(missing, day),
  );
  const inSelection = (selected ?? []).flatMap(
    (symbol) => wrappers.get(symbol) ?? [],
  );
  return {
    day,
    items,
    byWrapper: wrappers,
    stale: staleWrappers(inSelection, staleDays),
    missing,
    earlier: readEarlierDays(earlier.rows ?? []),
    loaded: load.rows !== undefined,
    truncated: load.truncated,
    error: load.error,
    retry: load.retry,
  };
}
