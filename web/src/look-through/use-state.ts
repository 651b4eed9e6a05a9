import { useMemo, useState } from "react";
import { useSearch } from "wouter";
import { decodeState, encodeState } from "./codec.ts";
import type { DecodedState, LookThroughState } from "./state.ts";
import { defaultSearch } from "./use-saved-views.ts";

/** `push` makes the back button undo the change; opening a row only replaces. */
type HistoryMode = "push" | "replace";

export interface StateControl extends DecodedState {
  change: (patch: Partial<LookThroughState>, history?: HistoryMode) => void;
  dismissMessages: () => void;
}

/** State of the page: that of the address, or else of the default view. */
export function useLookThroughState(): StateControl {
  // As it was at the visit: another default must not change what is shown.
  const [first] = useState(defaultSearch);
  const search = useSearch() || first;
  const { state, messages } = useMemo(() => decodeState(search), [search]);
  const [dismissed, setDismissed] = useState("");

  return {
    state,
    messages: dismissed === search ? [] : messages,
    change(patch, history = "push") {
      const url = `${window.location.pathname}?${encodeState({ ...state, ...patch })}`;
      if (history === "push") window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
    },
    dismissMessages: () => setDismissed(search),
  };
}
