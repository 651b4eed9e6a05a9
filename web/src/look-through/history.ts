import { createStore, type StoreApi } from "zustand/vanilla";
import {
  type StateCodec,
  type StepHistory,
  stepHistory,
  type StepStart,
} from "../steps/step-history.ts";
import { addressOf } from "./address.ts";
import { decodeState, encodeState } from "./codec.ts";
import type { LookThroughState } from "./state.ts";

export interface LookThroughHistory extends StepHistory<LookThroughState> {
  /**
   * Changes a part of the state: a step, or one together with those of the same
   * `visit` before it.
   */
  change: (patch: Partial<LookThroughState>, visit?: symbol) => void;
}

export type LookThroughStore = StoreApi<LookThroughHistory>;

export const LOOK_THROUGH_CODEC: StateCodec<LookThroughState> = {
  encode: encodeState,
  decode: decodeState,
  addressOf,
};

/** The state of the page with its undo steps. */
export const createLookThroughStore = (
  start: StepStart<LookThroughState>,
): LookThroughStore =>
  createStore<LookThroughHistory>()((set, get) => ({
    ...stepHistory(LOOK_THROUGH_CODEC, start, set, get),
    change(patch, visit) {
      const { state, step } = get();
      step({ state: { ...state, ...patch }, messages: [] }, visit);
    },
  }));
