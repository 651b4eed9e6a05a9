import { encodeState } from "./codec.ts";
import type { LookThroughState } from "./state.ts";

/** Address of the whole page; the one the browser shows may be cut. */
export const linkTo = (
  state: LookThroughState,
  { origin, pathname }: Pick<Location, "origin" | "pathname">,
): string => `${origin}${pathname}?${encodeState(state)}`;
