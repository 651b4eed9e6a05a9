import { useEffect, useState } from "react";
import {
  createSavedViewsStore,
  type SavedViewsStore,
} from "./saved-views-store.ts";

/** The saved views of this browser, in step with its other tabs. */
export function useSavedViews(): SavedViewsStore {
  const [store] = useState(() =>
    createSavedViewsStore({ storage: () => window.localStorage }),
  );
  useEffect(() => {
    const { refresh } = store.getState();
    window.addEventListener("storage", refresh);
    return () => window.removeEventListener("storage", refresh);
  }, [store]);
  return store;
}
