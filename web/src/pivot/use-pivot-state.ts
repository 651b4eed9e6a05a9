import { useEffect, useState } from "react";
import type { Fields } from "./fields.ts";
import { type DecodedState, decodeState, encodeState } from "./state.ts";
import type { PivotState } from "./state.ts";

/** `push` makes the back button undo the change; opening a row only replaces. */
export type HistoryMode = "push" | "replace";

export interface PivotStateControl extends DecodedState {
  change: (patch: Partial<PivotState>, history?: HistoryMode) => void;
  dismissMessages: () => void;
}

/** State of the pivot, kept in the address. */
export function usePivotState(fields: Fields): PivotStateControl {
  const [decoded, setDecoded] = useState(() =>
    decodeState(window.location.search, fields),
  );

  useEffect(() => {
    const onPopState = () =>
      setDecoded(decodeState(window.location.search, fields));
    window.addEventListener("popstate", onPopState);
    return () => window.removeEventListener("popstate", onPopState);
  }, [fields]);

  return {
    ...decoded,
    change(patch, history = "push") {
      const state = { ...decoded.state, ...patch };
      setDecoded({ state, messages: [] });
      const url = `?${encodeState(state)}`;
      if (history === "push") window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
    },
    dismissMessages: () => setDecoded({ ...decoded, messages: [] }),
  };
}
