import { createStore, type StoreApi } from "zustand/vanilla";
import type { View } from "../../model/view.ts";
import type { PivotAction } from "./actions.ts";
import { applyAction } from "./apply-action.ts";
import { encodeState } from "./codec.ts";
import type { DecodedState } from "./decode.ts";
import type { PivotState } from "./pivot-state.ts";
import {
  current,
  goTo,
  push,
  snapshotAt,
  startTimeline,
  type Timeline,
} from "./timeline.ts";

export interface PivotHistory {
  views: readonly View[];
  state: PivotState;
  /** What was asked for and could not be done, newest last. */
  messages: readonly string[];
  timeline: Timeline;
  /** Name of the saved view one is at; null = at none, undefined = to be found out. */
  savedName: string | null | undefined;
  canUndo: boolean;
  canRedo: boolean;
  /**
   * Does what a user asked for; an action without effect makes no step, and
   * those of one `visit` in a row make one together.
   */
  dispatch: (action: PivotAction, visit?: symbol) => void;
  undo: () => void;
  redo: () => void;
  /** Shows a step by its number, as the back button does. */
  goTo: (index: number) => void;
  /** Begins anew with a state from elsewhere, without steps to go back to. */
  restart: (decoded: DecodedState) => void;
  dismissMessages: () => void;
  /** One is at this saved view now; null = at none. */
  setSavedName: (name: string | null) => void;
}

export type PivotStore = StoreApi<PivotHistory>;

export interface PivotStoreOptions {
  /** What the model offers. */
  views: readonly View[];
  /** A decoded link, a saved view or a default. */
  initial: DecodedState;
  /** The steps of an earlier life of the page, in place of the initial state alone. */
  timeline?: Timeline;
  savedName?: string | null;
}

const shown = (timeline: Timeline) => ({
  timeline,
  state: current(timeline).state,
  canUndo: snapshotAt(timeline, timeline.index - 1) !== undefined,
  canRedo: snapshotAt(timeline, timeline.index + 1) !== undefined,
});

/**
 * The state of a pivot with its undo steps: one per change, at most MAX_UNDO
 * back. Opening a member is a change like any other.
 */
export function createPivotStore({
  views,
  initial,
  timeline = startTimeline(initial.state),
  savedName,
}: PivotStoreOptions): PivotStore {
  return createStore<PivotHistory>()((set, get) => {
    const show = (next: Timeline) => set({ ...shown(next), messages: [] });
    return {
      views,
      messages: initial.messages,
      ...shown(timeline),
      savedName,
      dispatch(action, visit) {
        const { state, timeline: steps } = get();
        const change = applyAction(state, action, views);
        const { messages } = change;
        if (encodeState(change.state) === encodeState(state)) {
          set({ messages });
          return;
        }
        set({ ...shown(push(steps, change.state, visit)), messages });
      },
      undo: () => show(goTo(get().timeline, get().timeline.index - 1)),
      redo: () => show(goTo(get().timeline, get().timeline.index + 1)),
      goTo: (index) => show(goTo(get().timeline, index)),
      restart({ state, messages }) {
        const last = Math.max(
          ...get().timeline.snapshots.map((item) => item.id),
        );
        const next = shown(startTimeline(state, last + 1));
        set({ ...next, messages, savedName: undefined });
      },
      dismissMessages: () => set({ messages: [] }),
      setSavedName: (name) => set({ savedName: name }),
    };
  });
}
