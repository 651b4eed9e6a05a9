import { createStore, type StoreApi } from "zustand/vanilla";
import type { View } from "../../model/view.ts";
import {
  type StateCodec,
  type StepHistory,
  stepHistory,
  type StepStart,
} from "../../steps/step-history.ts";
import type { PivotAction } from "./actions.ts";
import { addressOf } from "./address.ts";
import { applyAction } from "./apply-action.ts";
import { encodeState } from "./codec.ts";
import { decodeState } from "./decode.ts";
import type { PivotState } from "./pivot-state.ts";

export interface PivotHistory extends StepHistory<PivotState> {
  views: readonly View[];
  /**
   * Does what a user asked for; an action without effect makes no step, and
   * those of one `visit` in a row make one together.
   */
  dispatch: (action: PivotAction, visit?: symbol) => void;
}

export type PivotStore = StoreApi<PivotHistory>;

export interface PivotStoreOptions extends StepStart<PivotState> {
  /** What the model offers. */
  views: readonly View[];
}

/** How a pivot of a model is written and read. */
export const pivotCodec = (views: readonly View[]): StateCodec<PivotState> => ({
  encode: encodeState,
  decode: (search) => decodeState(search, views),
  addressOf,
});

/**
 * The state of a pivot with its undo steps. Opening a member is a change like
 * any other.
 */
export const createPivotStore = ({
  views,
  ...start
}: PivotStoreOptions): PivotStore =>
  createStore<PivotHistory>()((set, get) => ({
    ...stepHistory(pivotCodec(views), start, set, get),
    views,
    dispatch(action, visit) {
      const { state, step } = get();
      step(applyAction(state, action, views), visit);
    },
  }));
