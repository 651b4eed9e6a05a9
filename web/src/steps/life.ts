import type { StepStore } from "./step-history.ts";
import type { Trail } from "./url-binding.ts";

/** Kept of each page; of an older one, its address is read anew. */
export const MAX_LIVES = 5;

/** A page's state with the entries it has made in the browser. */
export interface Life<S, T extends StepStore<S> = StepStore<S>> {
  store: T;
  trail: Trail;
}

/** Puts the life that is shown now at the end; the oldest one may have to go. */
export function keepLife<L>(lives: L[], life: L): void {
  const others = lives.filter((other) => other !== life);
  lives.splice(0, lives.length, ...others.slice(1 - MAX_LIVES), life);
}
