import { createContext } from "react";
import type { Life } from "../steps/life.ts";
import type { LookThroughStore } from "./history.ts";
import type { LookThroughState } from "./state.ts";

export type LookThroughLife = Life<LookThroughState, LookThroughStore>;

/**
 * The look-through pages of this document, the one shown last at the end: one
 * that is left for another page of it is there again when the browser comes back.
 */
export const LookThroughLives = createContext<LookThroughLife[]>([]);
