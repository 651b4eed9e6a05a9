import type { StoreApi } from "zustand/vanilla";
import {
  current,
  goTo,
  push,
  snapshotAt,
  startTimeline,
  type Timeline,
} from "./timeline.ts";

/** A state that was read, from a link for example. */
export interface Decoded<S> {
  state: S;
  /** What was asked for and not given. */
  messages: readonly string[];
}

/** How a page writes its state, and reads it again. */
export interface StateCodec<S> {
  /** Query string without the question mark; the same for states alike. */
  encode: (state: S) => string;
  decode: (search: string) => Decoded<S>;
  /** As much of a query string as an address can hold. */
  addressOf: (search: string) => string;
}

/** The state of a page with its undo steps. */
export interface StepHistory<S> {
  codec: StateCodec<S>;
  state: S;
  /** What was asked for and could not be done, newest last. */
  messages: readonly string[];
  timeline: Timeline<S>;
  /** Name of the saved view one is at; null = at none, undefined = to be found out. */
  savedName: string | null | undefined;
  canUndo: boolean;
  canRedo: boolean;
  /**
   * Shows another state; one like that shown makes no step, and those of one
   * `visit` in a row make one together.
   */
  step: (next: Decoded<S>, visit?: symbol) => void;
  undo: () => void;
  redo: () => void;
  /** Shows a step by its number, as the back button does. */
  goTo: (index: number) => void;
  /** Begins anew with a state from elsewhere, without steps to go back to. */
  restart: (decoded: Decoded<S>) => void;
  dismissMessages: () => void;
  /** One is at this saved view now; null = at none. */
  setSavedName: (name: string | null) => void;
}

/** A store with at least the steps of a page. */
export type StepStore<S> = Pick<
  StoreApi<StepHistory<S>>,
  "getState" | "subscribe"
>;

/** What a page starts from. */
export interface StepStart<S> {
  /** A decoded link, a saved view or a default. */
  initial: Decoded<S>;
  /** The steps of an earlier life of the page, in place of the initial state alone. */
  timeline?: Timeline<S>;
  savedName?: string | null;
}

const shown = <S>(timeline: Timeline<S>) => ({
  timeline,
  state: current(timeline).state,
  canUndo: snapshotAt(timeline, timeline.index - 1) !== undefined,
  canRedo: snapshotAt(timeline, timeline.index + 1) !== undefined,
});

/**
 * The part of a store that keeps the steps: one per change, at most MAX_UNDO
 * back.
 */
export function stepHistory<S>(
  codec: StateCodec<S>,
  { initial, timeline = startTimeline(initial.state), savedName }: StepStart<S>,
  set: (change: Partial<StepHistory<S>>) => void,
  get: () => StepHistory<S>,
): StepHistory<S> {
  const show = (next: Timeline<S>) => set({ ...shown(next), messages: [] });
  return {
    codec,
    messages: initial.messages,
    ...shown(timeline),
    savedName,
    step({ state, messages }, visit) {
      const { state: before, timeline: steps } = get();
      if (codec.encode(state) === codec.encode(before)) set({ messages });
      else set({ ...shown(push(steps, state, visit)), messages });
    },
    undo: () => show(goTo(get().timeline, get().timeline.index - 1)),
    redo: () => show(goTo(get().timeline, get().timeline.index + 1)),
    goTo: (index) => show(goTo(get().timeline, index)),
    restart({ state, messages }) {
      const last = Math.max(...get().timeline.snapshots.map(({ id }) => id));
      const next = shown(startTimeline(state, last + 1));
      set({ ...next, messages, savedName: undefined });
    },
    dismissMessages: () => set({ messages: [] }),
    setSavedName: (name) => set({ savedName: name }),
  };
}
