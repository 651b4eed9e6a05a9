import { useMemo, useSyncExternalStore } from "react";
import type { Range, Viewport } from "./viewport.ts";

/** What is in sight, rendered anew only when that changes. */
export function useRange(viewport: Viewport, read: () => Range): Range {
  // A text, because two ranges of the same indices are not the same object.
  const text = useSyncExternalStore(viewport.subscribe, () => {
    const { from, to } = read();
    return `${from} ${to}`;
  });
  return useMemo(() => {
    const [from = 0, to = 0] = text.split(" ").map(Number);
    return { from, to };
  }, [text]);
}
