import { encodePath } from "../../pivot/member-path.ts";

type Key = string | null;

/** Neighbouring members of the first level that are asked for together. */
export interface Run {
  index: number;
  /** undefined = all there are. */
  keys: readonly Key[] | undefined;
}

/** By the encoded path of a member of the first level. */
export type Runs = ReadonlyMap<string, Run>;

/** Keys a query names at most: ClickHouse bounds the length of its text. */
const MOST_KEYS = 1_000;

/**
 * Divides members, in the order they are written in, so that an answer about a run
 * has about so many groups.
 *
 * @param groups below all of them
 * @param most groups of a run
 * @param isAll there are no other members, so that one run needs no condition
 */
export function divideRuns(
  keys: readonly Key[],
  groups: number,
  most: number,
  isAll: boolean,
): Runs {
  const fits = groups <= most;
  const size = fits
    ? keys.length
    : Math.max(1, Math.floor((keys.length * most) / groups));
  const step = Math.min(fits && isAll ? size : MOST_KEYS, size);
  const runs = new Map<string, Run>();
  for (let from = 0; from < keys.length; from += step) {
    const own = keys.slice(from, from + step);
    const run: Run = {
      index: from / step,
      keys: isAll && own.length === keys.length ? undefined : own,
    };
    for (const key of own) runs.set(encodePath([key]), run);
  }
  return runs;
}
