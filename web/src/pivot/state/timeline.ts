import type { PivotState } from "./pivot-state.ts";

/** Steps one can go back. */
export const MAX_UNDO = 100;

/** A step one can return to. */
export interface Snapshot {
  /** Unlike that of any other step, also of one undone and done anew. */
  id: number;
  state: PivotState;
}

/** The steps of a page's life, numbered from 0; only the last ones are kept. */
export interface Timeline {
  /** Number of the oldest step kept, the first of `snapshots`. */
  first: number;
  /** Number of the step shown. */
  index: number;
  snapshots: readonly Snapshot[];
}

export const startTimeline = (state: PivotState, id = 0): Timeline => ({
  first: 0,
  index: 0,
  snapshots: [{ id, state }],
});

/** The step of this number; undefined = not kept, or not there. */
export const snapshotAt = (
  { first, snapshots }: Timeline,
  index: number,
): Snapshot | undefined => snapshots[index - first];

/** The step shown. */
export function current(timeline: Timeline): Snapshot {
  const snapshot = snapshotAt(timeline, timeline.index);
  if (snapshot === undefined) {
    throw new Error(`step ${timeline.index} is not kept`);
  }
  return snapshot;
}

/** A new step after the one shown; steps undone before are gone. */
export function push(timeline: Timeline, state: PivotState): Timeline {
  const past = timeline.snapshots.slice(0, timeline.index - timeline.first + 1);
  const id = Math.max(...timeline.snapshots.map((item) => item.id)) + 1;
  const snapshots = [...past, { id, state }].slice(-(MAX_UNDO + 1));
  const index = timeline.index + 1;
  return { first: index - snapshots.length + 1, index, snapshots };
}

/** The step shown looks different; those before and after it stay. */
export const replace = (timeline: Timeline, state: PivotState): Timeline => ({
  ...timeline,
  snapshots: timeline.snapshots.with(timeline.index - timeline.first, {
    ...current(timeline),
    state,
  }),
});

/** Another step shown; unchanged if that one is not there. */
export const goTo = (timeline: Timeline, index: number): Timeline =>
  snapshotAt(timeline, index) === undefined ? timeline : { ...timeline, index };
