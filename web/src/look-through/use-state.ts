import { useStore } from "zustand";
import type { Life } from "../steps/life.ts";
import { type StepPage, useSteps } from "../steps/use-steps.ts";
import {
  createLookThroughStore,
  LOOK_THROUGH_CODEC,
  type LookThroughHistory,
  type LookThroughStore,
} from "./history.ts";
import type { LookThroughState } from "./state.ts";
import { defaultSearch } from "./use-saved-views.ts";

/** Of this document: the page may be left for another one, and come back to. */
const LIVES: Life<LookThroughState, LookThroughStore>[] = [];

const PAGE: StepPage<LookThroughState, LookThroughStore> = {
  codec: LOOK_THROUGH_CODEC,
  key: "lookthrough.steps.look-through",
  create: createLookThroughStore,
  lives: LIVES,
};

/** State of the page: that of the address, or else of the default view. */
export const useLookThroughState = (): LookThroughHistory =>
  useStore(
    useSteps(PAGE, window.location.search === "" ? defaultSearch() : undefined),
  );
