import { use } from "react";
import type { View } from "../../model/view.ts";
import { useSteps } from "../../steps/use-steps.ts";
import { createPivotStore, pivotCodec, type PivotStore } from "./history.ts";
import { PivotLives } from "./pivot-lives.ts";

/**
 * The store of a page whose address is the pivot.
 *
 * @param views what the model offers; must not change while the page is shown
 * @param search in place of the address, e.g. of a short link or a saved view
 */
export const useUrlState = (
  views: readonly View[],
  search?: string,
): PivotStore =>
  useSteps(
    {
      codec: pivotCodec(views),
      key: "lookthrough.steps",
      create: (start) => createPivotStore({ views, ...start }),
      lives: use(PivotLives),
    },
    search,
    // One of another model would name members that are gone.
    (store) => store.getState().views === views,
  );
