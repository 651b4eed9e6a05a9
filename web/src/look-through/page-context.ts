import { createContext, use } from "react";
import type { Measure, View } from "../model/view.ts";
import type { Plan } from "./queries.ts";
import type { LookThroughHistory } from "./history.ts";
import type { LookThroughState } from "./state.ts";
import type { Weights } from "./use-weights.ts";

/** What every part of the page works with. */
export interface PageContextValue {
  view: View;
  state: LookThroughState;
  change: LookThroughHistory["change"];
  history: LookThroughHistory;
  plan: Plan;
  /** How amounts are written. */
  format: Pick<Measure, "format" | "currency">;
  weights: Weights;
  /** Total as traded; undefined until it is loaded. */
  total: number | undefined;
}

export const PageContext = createContext<PageContextValue | null>(null);

export function usePage(): PageContextValue {
  const value = use(PageContext);
  if (value === null) throw new Error("usePage outside PageContext");
  return value;
}

/** Title of a dimension, as the model words it. */
export const dimensionTitle = (
  view: Pick<View, "dimensions">,
  name: string,
): string =>
  view.dimensions.find((dimension) => dimension.name === name)?.title ?? name;
