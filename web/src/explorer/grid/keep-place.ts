/** Columns as they are laid out. */
export interface ColumnPlaces {
  /** Of all columns, left to right. */
  keys: readonly string[];
  /** How many of them never scroll. */
  pinned: number;
  /** Pixels of these. */
  pinnedWidth: number;
  /** Where each of the others begins, in pixels, and where the last one ends. */
  starts: readonly number[];
}

const startOf = ({ keys, pinned, starts }: ColumnPlaces, key: string) =>
  starts[keys.indexOf(key) - pinned];

/** The first column that is wholly in sight; undefined = there is none. */
const firstInSight = ({ keys, pinned, starts }: ColumnPlaces, left: number) =>
  keys[pinned + starts.findIndex((start) => start >= left)];

const isSame = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length &&
  some.every((key, index) => key === others[index]);

/**
 * How far to be scrolled so that the same columns, of other widths, leave one of
 * them where it is in sight, and not behind those that never scroll.
 *
 * @param left pixels scrolled so far
 * @param key the column; undefined = the first one in sight
 */
export function keptLeft(
  before: ColumnPlaces,
  now: ColumnPlaces,
  left: number,
  key = firstInSight(before, left),
): number {
  if (key === undefined || !isSame(before.keys, now.keys)) return left;
  const [was, is] = [startOf(before, key), startOf(now, key)];
  if (was === undefined || is === undefined) return left;
  const moved = is + now.pinnedWidth - was - before.pinnedWidth;
  return Math.max(0, Math.min(is, left + moved));
}
