import { useEffect } from "react";
import { findSaved, type SavedView } from "../../pivot/state/saved-views.ts";
import type { SavedViewsState } from "../../pivot/state/saved-views-store.ts";
import type { StepHistory } from "../../steps/step-history.ts";

export interface CurrentView {
  /** The saved view one is at; undefined = none. */
  current: SavedView | undefined;
  modified: boolean;
  /** One is at this view now; null = at none. */
  setName: (name: string | null) => void;
}

/**
 * Which saved view is shown, and whether it has been changed since.
 *
 * @param isModified whether a view is another than what is shown
 */
export function useCurrentView(
  { saved }: Pick<SavedViewsState, "saved">,
  {
    savedName,
    setSavedName,
  }: Pick<StepHistory<unknown>, "savedName" | "setSavedName">,
  isModified: (view: SavedView) => boolean,
): CurrentView {
  const name =
    savedName === undefined
      ? saved.views.find((view) => !isModified(view))?.name
      : savedName;
  useEffect(() => {
    if (savedName === undefined) setSavedName(name ?? null);
  }, [savedName, setSavedName, name]);
  const current = findSaved(saved, name ?? "");
  return {
    current,
    modified: current !== undefined && isModified(current),
    setName: setSavedName,
  };
}
