import { useEffect } from "react";
import { createSavedViewsStore } from "../pivot/state/saved-views-store.ts";
import { findSaved } from "../pivot/state/saved-views.ts";

/** Beside those of the pivot, whose states are others. */
const keyOf = (key: string) => `${key}.look-through`;

const STORE = createSavedViewsStore({
  storage: () => {
    const { localStorage } = window;
    return {
      getItem: (key) => localStorage.getItem(keyOf(key)),
      setItem: (key, text) => localStorage.setItem(keyOf(key), text),
    };
  },
});

/** The saved views of this page in this browser, in step with its other tabs. */
export function useSavedViews() {
  useEffect(() => {
    const { refresh } = STORE.getState();
    window.addEventListener("storage", refresh);
    return () => window.removeEventListener("storage", refresh);
  }, []);
  return STORE;
}

/** The query string of the view that a first visit shows; empty = the page's own. */
export function defaultSearch(): string {
  const { saved } = STORE.getState();
  const { defaultName } = saved;
  return defaultName === null
    ? ""
    : (findSaved(saved, defaultName)?.search ?? "");
}
