import { use } from "react";
import { useStore } from "zustand";
import { useSteps } from "../steps/use-steps.ts";
import {
  createLookThroughStore,
  LOOK_THROUGH_CODEC,
  type LookThroughHistory,
} from "./history.ts";
import { LookThroughLives } from "./lives.ts";
import { defaultSearch } from "./use-saved-views.ts";

/** State of the page: that of the address, or else of the default view. */
export const useLookThroughState = (): LookThroughHistory =>
  useStore(
    useSteps(
      {
        codec: LOOK_THROUGH_CODEC,
        key: "lookthrough.steps.look-through",
        create: createLookThroughStore,
        lives: use(LookThroughLives),
      },
      window.location.search === "" ? defaultSearch() : undefined,
    ),
  );
