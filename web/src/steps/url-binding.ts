import type { StateCodec, StepHistory, StepStore } from "./step-history.ts";
import { snapshotAt } from "./timeline.ts";

// The store's steps are the truth; the browser's entries follow them, so that
// Ctrl+Z moves the browser back and the back button undoes. Moving in the
// browser takes a while and may not be possible (its list is shorter than
// ours), so each entry says which step it stands for, and whenever the browser
// has arrived the two are brought in step again.

/** Entries that every browser keeps; beyond, going back may lead nowhere. */
const MAX_ENTRIES = 50;

/** What an entry remembers besides its address. */
export interface EntryState {
  /** Of the page's life the entry was made in. */
  session: string;
  /** Number of the step. */
  index: number;
  /** The whole state, for addresses that are too long for it. */
  search: string;
}

/** The part of `window` that is bound. */
export interface Browser {
  readonly search: string;
  readonly state: unknown;
  push: (entry: EntryState, url: string) => void;
  replace: (entry: EntryState, url: string) => void;
  /** Arrives later, if at all. */
  go: (delta: number) => void;
  /** Calls back on arrival at another entry; returns how to stop that. */
  onArrival: (listener: () => void) => () => void;
}

export const isEntry = (value: unknown): value is EntryState =>
  typeof value === "object" &&
  value !== null &&
  "session" in value &&
  typeof value.session === "string" &&
  "index" in value &&
  typeof value.index === "number" &&
  "search" in value &&
  typeof value.search === "string";

/**
 * The query string a page starts from: its address, or the whole state where
 * the address holds only a part of it.
 */
export function startingSearch(
  { search, state }: Pick<Browser, "search" | "state">,
  { addressOf }: Pick<StateCodec<unknown>, "addressOf">,
): string {
  return isEntry(state) && `?${addressOf(state.search)}` === search
    ? state.search
    : search;
}

/** The entries a binding has made: what it leaves to the next one of its store. */
export interface Trail {
  /** The page's life they were made in. */
  session: string;
  /** Ids of the steps that have an entry, by the steps' numbers. */
  entries: number[];
}

/** Whether an entry of the browser stands for a step that a store still keeps. */
export function knowsEntry(
  { timeline }: Pick<StepHistory<unknown>, "timeline">,
  { session, entries }: Trail,
  entry: unknown,
): entry is EntryState {
  if (!isEntry(entry) || entry.session !== session) return false;
  const id = snapshotAt(timeline, entry.index)?.id;
  return id !== undefined && entries[entry.index] === id;
}

/**
 * Keeps the browser's entries in step with a store: a new step is a new entry,
 * a step that changes rewrites its address, back and forward undo and redo.
 *
 * @param trail of an earlier binding of this store, which goes on where the
 * browser shows one of its entries; a new one has no entries
 * @param newSession gives a text that no other life of a page has
 * @returns how to let go of the browser
 */
export function bindUrl<S>(
  store: StepStore<S>,
  browser: Browser,
  trail: Trail,
  newSession: () => string,
): () => void {
  const { codec } = store.getState();
  let at = store.getState().timeline.index;
  let written = "";
  /** The step the browser is on its way to. */
  let goal: number | undefined;

  /** True when the browser took it. */
  const write = (how: "push" | "replace", index: number): boolean => {
    const snapshot = snapshotAt(store.getState().timeline, index);
    if (snapshot === undefined) return false;
    const search = codec.encode(snapshot.state);
    try {
      browser[how](
        { session: trail.session, index, search },
        `?${codec.addressOf(search)}`,
      );
    } catch {
      // Browsers refuse too many entries in a short time; the next change finds
      // this step without one and makes up for it.
      return false;
    }
    if (how === "push") trail.entries.length = index;
    trail.entries[index] = snapshot.id;
    at = index;
    written = search;
    return true;
  };

  const hasEntry = (index: number) => {
    const id = snapshotAt(store.getState().timeline, index)?.id;
    return id !== undefined && trail.entries[index] === id;
  };

  function follow() {
    if (goal !== undefined) return;
    const { state, timeline } = store.getState();
    let base = timeline.index;
    while (base >= timeline.first && !hasEntry(base)) base -= 1;
    if (base < timeline.first || trail.entries.length - base > MAX_ENTRIES) {
      trail.entries = [];
      write("replace", timeline.index);
      return;
    }
    if (base !== at) {
      goal = base;
      browser.go(base - at);
      return;
    }
    for (let index = base + 1; index <= timeline.index; index += 1) {
      if (!write("push", index)) return;
    }
    if (codec.encode(state) !== written) write("replace", timeline.index);
  }

  function arrive() {
    const entry = browser.state;
    const asked = goal;
    goal = undefined;
    if (knowsEntry(store.getState(), trail, entry)) {
      at = entry.index;
      written = entry.search;
      // Anywhere else than asked for, it is the user who moved.
      if (at !== asked) store.getState().goTo(at);
    } else {
      // An entry of an earlier life of the page, or an address typed by hand.
      trail.session = newSession();
      trail.entries = [];
      const { restart } = store.getState();
      restart(codec.decode(startingSearch(browser, codec)));
    }
    follow();
  }

  const { state: shown } = browser;
  if (knowsEntry(store.getState(), trail, shown)) {
    at = shown.index;
    written = shown.search;
    // Another page may have put its entries in place of those that followed.
    trail.entries.length = at + 1;
    store.getState().goTo(at);
  } else {
    trail.entries = [];
  }
  const stopListening = browser.onArrival(arrive);
  const stopFollowing = store.subscribe(follow);
  follow();
  return () => {
    stopFollowing();
    stopListening();
  };
}
