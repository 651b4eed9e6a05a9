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
  replace,
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
  canUndo: boolean;
  canRedo: boolean;
  /** Does what a user asked for; an action without effect makes no step. */
  dispatch: (action: PivotAction) => void;
  undo: () => void;
  redo: () => void;
  /** Shows a step by its number, as the back button does. */
  goTo: (index: number) => void;
  /** Begins anew with a state from elsewhere, without steps to go back to. */
  restart: (decoded: DecodedState) => void;
  dismissMessages: () => void;
}

export type PivotStore = StoreApi<PivotHistory>;

export interface PivotStoreOptions {
  /** What the model offers. */
  views: readonly View[];
  /** A decoded link, a saved view or a default. */
  initial: DecodedState;
}

const shown = (timeline: Timeline) => ({
  timeline,
  state: current(timeline).state,
  canUndo: snapshotAt(timeline, timeline.index - 1) !== undefined,
  canRedo: snapshotAt(timeline, timeline.index + 1) !== undefined,
});

/**
 * The state of a pivot with its undo steps: one per structural action, at most
 * MAX_UNDO back. Opening and closing members changes the step one is at.
 */
export function createPivotStore({
  views,
  initial,
}: PivotStoreOptions): PivotStore {
  return createStore<PivotHistory>()((set, get) => {
    const show = (timeline: Timeline) =>
      set({ ...shown(timeline), messages: [] });
    return {
      views,
      messages: initial.messages,
      ...shown(startTimeline(initial.state)),
      dispatch(action) {
        const { state, timeline } = get();
        const change = applyAction(state, action, views);
        const { messages } = change;
        if (encodeState(change.state) === encodeState(state)) {
          set({ messages });
          return;
        }
        const move = change.structural ? push : replace;
        set({ ...shown(move(timeline, change.state)), messages });
      },
      undo: () => show(goTo(get().timeline, get().timeline.index - 1)),
      redo: () => show(goTo(get().timeline, get().timeline.index + 1)),
      goTo: (index) => show(goTo(get().timeline, index)),
      restart({ state, messages }) {
        const last = Math.max(
          ...get().timeline.snapshots.map((item) => item.id),
        );
        set({ ...shown(startTimeline(state, last + 1)), messages });
      },
      dismissMessages: () => set({ messages: [] }),
    };
  });
}
