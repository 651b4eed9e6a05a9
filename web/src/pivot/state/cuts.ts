import type { Cut, Threshold } from "./pivot-state.ts";

/** Most members a cut keeps: the rest leaves out each of them by name. */
export const MAX_KEPT = 1_000;

export const isThreshold = (cut: Cut): cut is Threshold => "bound" in cut;

/** How many members a cut keeps at most. */
export const mostKept = (cut: Cut): number =>
  isThreshold(cut) ? MAX_KEPT : cut.count;

/** Whether a cut keeps one of the first members it ranks; what has no value goes. */
export const keeps = (cut: Cut, value: number | null): boolean =>
  !isThreshold(cut) ||
  (value !== null && (cut.bottom ? value <= cut.bound : value >= cut.bound));
