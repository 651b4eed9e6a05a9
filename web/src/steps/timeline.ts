/** Steps one can go back. */
export const MAX_UNDO = 100;

/** A step one can return to. */
export interface Snapshot<S> {
  /** Unlike that of any other step, also of one undone and done anew. */
  id: number;
  state: S;
  /** What changes belong together, e.g. those of one visit of a panel. */
  visit?: symbol;
}

/** The steps of a page's life, numbered from 0; only the last ones are kept. */
export interface Timeline<S> {
  /** Number of the oldest step kept, the first of `snapshots`. */
  first: number;
  /** Number of the step shown. */
  index: number;
  snapshots: readonly Snapshot<S>[];
}

export const startTimeline = <S>(state: S, id = 0): Timeline<S> => ({
  first: 0,
  index: 0,
  snapshots: [{ id, state }],
});

/** The step of this number; undefined = not kept, or not there. */
export const snapshotAt = <S>(
  { first, snapshots }: Timeline<S>,
  index: number,
): Snapshot<S> | undefined => snapshots[index - first];

/** The step shown. */
export function current<S>(timeline: Timeline<S>): Snapshot<S> {
  const snapshot = snapshotAt(timeline, timeline.index);
  if (snapshot === undefined) {
    throw new Error(`step ${timeline.index} is not kept`);
  }
  return snapshot;
}

/**
 * A new step after the one shown; steps undone before are gone. Further changes
 * of a visit change the last step, as long as that one is of the same visit.
 */
export function push<S>(
  timeline: Timeline<S>,
  state: S,
  visit?: symbol,
): Timeline<S> {
  const isLast = snapshotAt(timeline, timeline.index + 1) === undefined;
  if (visit !== undefined && isLast && current(timeline).visit === visit) {
    return replace(timeline, state);
  }
  const past = timeline.snapshots.slice(0, timeline.index - timeline.first + 1);
  const id = Math.max(...timeline.snapshots.map((item) => item.id)) + 1;
  const snapshots = [...past, { id, state, visit }].slice(-(MAX_UNDO + 1));
  const index = timeline.index + 1;
  return { first: index - snapshots.length + 1, index, snapshots };
}

const replace = <S>(timeline: Timeline<S>, state: S): Timeline<S> => ({
  ...timeline,
  snapshots: timeline.snapshots.with(timeline.index - timeline.first, {
    ...current(timeline),
    state,
  }),
});

/** Another step shown; unchanged if that one is not there. */
export const goTo = <S>(timeline: Timeline<S>, index: number): Timeline<S> =>
  snapshotAt(timeline, index) === undefined ? timeline : { ...timeline, index };
