import { useEffect } from "react";
import {
  findSaved,
  isModified,
  type SavedView,
} from "../../pivot/state/saved-views.ts";
import type { SavedViewsState } from "../../pivot/state/saved-views-store.ts";
import { useExplorer } from "../explorer-context.ts";

export interface CurrentView {
  /** The saved view one is at; undefined = none. */
  current: SavedView | undefined;
  modified: boolean;
  /** One is at this view now; null = at none. */
  setName: (name: string | null) => void;
}

/** Which saved view is shown, and whether it has been changed since. */
export function useCurrentView({ saved }: SavedViewsState): CurrentView {
  const { state, views, history } = useExplorer();
  const { savedName, setSavedName } = history;
  const name =
    savedName === undefined
      ? saved.views.find((view) => !isModified(state, view, views))?.name
      : savedName;
  useEffect(() => {
    if (savedName === undefined) setSavedName(name ?? null);
  }, [savedName, setSavedName, name]);
  const current = findSaved(saved, name ?? "");
  return {
    current,
    modified: current !== undefined && isModified(state, current, views),
    setName: setSavedName,
  };
}
