import { createContext } from "react";
import type { PivotStore } from "./history.ts";
import type { Trail } from "./url-binding.ts";

/** A pivot with the entries it has made in the browser. */
export interface PivotLife {
  store: PivotStore;
  trail: Trail;
}

/**
 * The pivots of this document, oldest first: one that is left for another page
 * of it is there again, with its steps, when the browser comes back.
 */
export const PivotLives = createContext<PivotLife[]>([]);
