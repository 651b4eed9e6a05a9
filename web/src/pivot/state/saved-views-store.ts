import { createStore, type StoreApi } from "zustand/vanilla";
import {
  findSaved,
  nameProblem,
  NO_SAVED_VIEWS,
  type SavedViews,
  withName,
  withoutSaved,
  withSaved,
} from "./saved-views.ts";
import { mergeViews, readViewsText, writeViews } from "./saved-views-file.ts";

const KEY = "lookthrough.saved-views";
/** Where a text that cannot be read is kept for those who can repair it. */
const UNREADABLE_KEY = `${KEY}.unreadable`;

export interface SavedViewsState {
  saved: SavedViews;
  /** Why the last change was refused, or is not kept by the browser. */
  problem: string | null;
  /** Under a new name, or over the view of that name; false on a problem. */
  save: (name: string, search: string) => boolean;
  rename: (name: string, newName: string) => void;
  remove: (name: string) => void;
  /** null = the model's own default. */
  setDefault: (name: string | null) => void;
  /** Adds the views of a file; returns the names they got, none on a problem. */
  importFile: (text: string) => readonly string[];
  /** Reads again what is stored, e.g. after a change in another tab. */
  refresh: () => void;
  dismissProblem: () => void;
}

export type SavedViewsStore = StoreApi<SavedViewsState>;

export interface SavedViewsOptions {
  /** Of the browser; reading the property may throw where storage is blocked. */
  storage: () => Pick<Storage, "getItem" | "setItem">;
  /** The time of saving, as an ISO time stamp. */
  now?: () => string;
}

interface Loaded {
  saved: SavedViews;
  problem: string | null;
}

const reasonOf = (error: unknown) =>
  error instanceof Error ? error.message : String(error);

const notKept = (reason: string) =>
  `The browser does not keep saved views (${reason}): export them to a file before leaving the page`;

/**
 * Saved views, kept in the browser's storage. What the storage refuses is still
 * there until the page is left, with a problem that says so; what it holds and
 * this page cannot read is put aside before it is overwritten.
 */
export function createSavedViewsStore({
  storage,
  now = () => new Date().toISOString(),
}: SavedViewsOptions): SavedViewsStore {
  /** Changes the storage has not taken. */
  let isUnkept = false;

  function load(fallback: SavedViews): Loaded {
    try {
      const text = storage().getItem(KEY);
      if (text === null) return { saved: NO_SAVED_VIEWS, problem: null };
      const read = readViewsText(text);
      if ("saved" in read) return { saved: read.saved, problem: null };
      return {
        saved: fallback,
        problem: `The saved views of this browser cannot be read: ${read.problem}`,
      };
    } catch (error) {
      return { saved: fallback, problem: notKept(reasonOf(error)) };
    }
  }

  function keep(saved: SavedViews): string | null {
    try {
      const store = storage();
      const old = store.getItem(KEY);
      if (old !== null && "problem" in readViewsText(old)) {
        store.setItem(UNREADABLE_KEY, old);
      }
      store.setItem(KEY, writeViews(saved));
      isUnkept = false;
      return null;
    } catch (error) {
      isUnkept = true;
      return notKept(reasonOf(error));
    }
  }

  return createStore<SavedViewsState>()((set, get) => {
    /** Other tabs may have saved since, so a change is made to what is stored. */
    const latest = () => (isUnkept ? get().saved : load(get().saved).saved);
    const change = (next: SavedViews) =>
      set({ saved: next, problem: keep(next) });
    const known = (saved: SavedViews, name: string) => {
      const isKnown = findSaved(saved, name) !== undefined;
      if (!isKnown) {
        set({ saved, problem: `There is no saved view "${name}"` });
      }
      return isKnown;
    };
    return {
      ...load(NO_SAVED_VIEWS),
      save(asked, search) {
        const problem = nameProblem(asked);
        if (problem !== undefined) {
          set({ problem });
          return false;
        }
        const name = asked.trim();
        change(withSaved(latest(), { name, search, savedAt: now() }));
        return get().problem === null;
      },
      rename(name, asked) {
        const saved = latest();
        if (!known(saved, name)) return;
        const newName = asked.trim();
        const problem =
          nameProblem(newName) ??
          (newName !== name && findSaved(saved, newName) !== undefined
            ? `There is a saved view "${newName}" already`
            : undefined);
        if (problem === undefined) change(withName(saved, name, newName));
        else set({ problem });
      },
      remove(name) {
        const saved = latest();
        if (known(saved, name)) change(withoutSaved(saved, name));
      },
      setDefault(name) {
        const saved = latest();
        if (name === null || known(saved, name)) {
          change({ ...saved, defaultName: name });
        }
      },
      importFile(text) {
        const read = readViewsText(text);
        if ("problem" in read) {
          set({ problem: `The file cannot be imported: ${read.problem}` });
          return [];
        }
        const { saved, added } = mergeViews(latest(), read.saved);
        change(saved);
        return added;
      },
      refresh() {
        if (!isUnkept) set(load(get().saved));
      },
      dismissProblem: () => set({ problem: null }),
    };
  });
}
