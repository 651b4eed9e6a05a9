import type { StepStore } from "./step-history.ts";
import type { Trail } from "./url-binding.ts";

/** A page's state with the entries it has made in the browser. */
export interface Life<S, T extends StepStore<S> = StepStore<S>> {
  store: T;
  trail: Trail;
}
