import type { View } from "../model/view.ts";
import { type DecodedState, decodeState } from "../pivot/state/decode.ts";
import { defaultState } from "../pivot/state/default-state.ts";

/**
 * What an embedded pivot shows first: the state if there is one, else the default of
 * the view, else that of the model.
 */
export function initialState(
  view: string,
  state: string,
  views: readonly View[],
): DecodedState {
  if (state !== "") return decodeState(state, views);
  const known = views.find(({ name }) => name === view);
  if (known !== undefined) return { state: defaultState(known), messages: [] };
  const fallback = decodeState("", views);
  return view === ""
    ? fallback
    : {
        ...fallback,
        messages: [
          `Unknown view "${view}", the model has: ${views.map(({ name }) => name).join(", ")}`,
        ],
      };
}
