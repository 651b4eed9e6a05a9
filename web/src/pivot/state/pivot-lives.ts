import { createContext } from "react";
import type { Life } from "../../steps/life.ts";
import type { PivotStore } from "./history.ts";
import type { PivotState } from "./pivot-state.ts";

export type PivotLife = Life<PivotState, PivotStore>;

/**
 * The pivots of this document, the one shown last at the end: one that is left
 * for another page of it is there again, with its steps, when the browser comes
 * back.
 */
export const PivotLives = createContext<PivotLife[]>([]);
