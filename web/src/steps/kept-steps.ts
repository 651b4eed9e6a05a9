import type { Life } from "./life.ts";
import type { StateCodec, StepStart } from "./step-history.ts";
import { snapshotAt } from "./timeline.ts";
import { isEntry, type Trail } from "./url-binding.ts";

// The browser's entries outlive a reload, the steps they stand for do not: they
// are kept beside them, in the storage of the tab.

/** Characters of all steps kept; those farthest from the one shown go first. */
const MAX_TEXT = 500_000;

/** Of the tab; reading the property may throw where storage is blocked. */
export type TabStorage = () => Pick<Storage, "getItem" | "setItem">;

interface KeptStep {
  search: string;
  /** The browser has an entry for it. */
  hasEntry: boolean;
}

interface Kept {
  /** Of the page's life the entries were made in. */
  session: string;
  /** Number of the first step kept. */
  first: number;
  steps: readonly KeptStep[];
  /** Name of the saved view one is at; null = at none. */
  savedName: string | null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isStep = (value: unknown): value is KeptStep =>
  isObject(value) &&
  typeof value["search"] === "string" &&
  typeof value["hasEntry"] === "boolean";

const isKept = (value: unknown): value is Kept =>
  isObject(value) &&
  typeof value["session"] === "string" &&
  Number.isSafeInteger(value["first"]) &&
  Array.isArray(value["steps"]) &&
  value["steps"].every(isStep) &&
  (value["savedName"] === null || typeof value["savedName"] === "string");

/** The steps next to the one shown, as many as fit. */
function withinLimit({ first, steps, ...rest }: Kept, index: number): Kept {
  let [from, to] = [0, steps.length];
  const lengths = steps.map(({ search }) => search.length);
  let length = lengths.reduce((sum, item) => sum + item, 0);
  while (length > MAX_TEXT && to - from > 1) {
    const isFirst = index - first - from >= first + to - 1 - index;
    length -= lengths[isFirst ? from : to - 1] ?? 0;
    if (isFirst) from += 1;
    else to -= 1;
  }
  return { ...rest, first: first + from, steps: steps.slice(from, to) };
}

/**
 * Keeps the steps of a page for a reload of it; without storage, none.
 *
 * @param key under which the tab keeps them
 */
export function keepSteps<S>(
  { store, trail }: Life<S>,
  storage: TabStorage,
  key: string,
): void {
  const { codec, timeline, savedName } = store.getState();
  const { first, index, snapshots } = timeline;
  const kept = withinLimit(
    {
      session: trail.session,
      first,
      steps: snapshots.map(({ id, state }, place) => ({
        search: codec.encode(state),
        hasEntry: trail.entries[first + place] === id,
      })),
      savedName: savedName ?? null,
    },
    index,
  );
  try {
    storage().setItem(key, JSON.stringify(kept));
  } catch {
    // Undo then begins with the reload, as it does in a new tab.
  }
}

function readKept(storage: TabStorage, key: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(storage().getItem(key) ?? "null");
    return isKept(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What a page goes on with: the steps kept of it. undefined = none are kept of
 * the browser's entry, or what is kept is not what that entry shows.
 */
export function restoreSteps<S>(
  codec: StateCodec<S>,
  entry: unknown,
  storage: TabStorage,
  key: string,
): { start: StepStart<S>; trail: Trail } | undefined {
  const kept = readKept(storage, key);
  if (kept === undefined || !isEntry(entry)) return undefined;
  const { session, first, steps, savedName } = kept;
  const own = steps[entry.index - first];
  if (
    entry.session !== session ||
    own?.hasEntry !== true ||
    own.search !== entry.search
  ) {
    return undefined;
  }
  const timeline = {
    first,
    index: entry.index,
    snapshots: steps.map(({ search }, id) => ({
      id,
      state: codec.decode(search).state,
    })),
  };
  const entries: number[] = [];
  steps.forEach(({ hasEntry }, id) => {
    if (hasEntry) entries[first + id] = id;
  });
  const shown = snapshotAt(timeline, entry.index);
  if (shown === undefined) return undefined;
  const { messages } = codec.decode(entry.search);
  return {
    start: { initial: { state: shown.state, messages }, timeline, savedName },
    trail: { session, entries },
  };
}
