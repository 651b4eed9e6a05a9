import type { View } from "../../model/view.ts";
import { encodeState } from "./codec.ts";
import { decodeState } from "./decode.ts";
import type { PivotState } from "./pivot-state.ts";

/** A pivot under a name. */
export interface SavedView {
  name: string;
  /** The encoded state, as in a link. */
  search: string;
  /** When it was saved last, as an ISO time stamp. */
  savedAt: string;
}

export interface SavedViews {
  /** In the order in which they were first saved. */
  views: readonly SavedView[];
  /** Name of the view a first visit shows; null = the model's default. */
  defaultName: string | null;
}

export const NO_SAVED_VIEWS: SavedViews = { views: [], defaultName: null };

/** Characters of a name. */
export const MAX_NAME = 100;

/** A name without blanks around it, or why it is none. */
export function nameProblem(name: string): string | undefined {
  const length = name.trim().length;
  if (length === 0) return "A saved view needs a name";
  return length > MAX_NAME
    ? `The name has ${length} characters, at most ${MAX_NAME} are possible`
    : undefined;
}

export const findSaved = (
  { views }: SavedViews,
  name: string,
): SavedView | undefined => views.find((view) => view.name === name);

/** A view under a new name, or the one of that name overwritten in its place. */
export function withSaved(saved: SavedViews, view: SavedView): SavedViews {
  const isNew = findSaved(saved, view.name) === undefined;
  return {
    ...saved,
    views: isNew
      ? [...saved.views, view]
      : saved.views.map((item) => (item.name === view.name ? view : item)),
  };
}

/** The view of this name is gone; a default of that name as well. */
export const withoutSaved = (
  { views, defaultName }: SavedViews,
  name: string,
): SavedViews => ({
  views: views.filter((view) => view.name !== name),
  defaultName: defaultName === name ? null : defaultName,
});

/** Another name for a view; a default stays the default. */
export const withName = (
  { views, defaultName }: SavedViews,
  name: string,
  newName: string,
): SavedViews => ({
  views: views.map((view) =>
    view.name === name ? { ...view, name: newName } : view,
  ),
  defaultName: defaultName === name ? newName : defaultName,
});

/** A name no saved view has yet: "Desks", or else "Desks (2)" and so on. */
export function freeName(saved: SavedViews, name: string): string {
  let free = name;
  for (let count = 2; findSaved(saved, free) !== undefined; count += 1) {
    free = `${name} (${count})`;
  }
  return free;
}

const withoutOpen = (state: PivotState): string =>
  encodeState({
    ...state,
    rows: { ...state.rows, expanded: [] },
    columns: { ...state.columns, expanded: [] },
  });

/**
 * True when a pivot differs from the view it was loaded from. Open members do
 * not count: looking around is no change worth a warning.
 */
export const isModified = (
  state: PivotState,
  saved: SavedView,
  views: readonly View[],
): boolean =>
  withoutOpen(state) !== withoutOpen(decodeState(saved.search, views).state);
