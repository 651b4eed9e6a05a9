import { type RefObject, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { focusedBeside } from "../parts/focus.ts";

export interface Help {
  shown: boolean;
  open: () => void;
  close: () => void;
}

/** Whether a page's sheet of keys is open; the focus comes back from it. */
export function useHelp(root: RefObject<HTMLElement | null>): Help {
  const [shown, setShown] = useState(false);
  const before = useRef<HTMLElement>(null);
  return {
    shown,
    open: () => {
      before.current =
        root.current === null ? null : focusedBeside(root.current);
      setShown(true);
    },
    close: () => {
      flushSync(() => setShown(false));
      // The sheet goes at once, so it cannot give the focus back itself.
      before.current?.focus();
    },
  };
}
