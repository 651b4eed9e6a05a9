import type {
  Browser,
  EntryState,
} from "../../../../web/src/steps/url-binding.ts";

interface Entry {
  state: unknown;
  url: string;
}

/** Entries that browsers keep. */
const MAX_ENTRIES = 50;

/**
 * A browser's list of entries: moving in it takes until `settle`, and beyond
 * its ends nothing happens.
 */
export class FakeBrowser implements Browser {
  entries: Entry[];
  private at: number;
  private readonly waiting: number[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(...entries: Entry[]) {
    this.entries = entries;
    this.at = entries.length - 1;
  }

  private get entry(): Entry {
    const entry = this.entries[this.at];
    if (entry === undefined) throw new Error("no entry");
    return entry;
  }

  get search() {
    return this.entry.url;
  }

  get state() {
    return this.entry.state;
  }

  /** Entries one can go back from here. */
  get before() {
    return this.at;
  }

  push = (state: EntryState, url: string) => {
    this.entries = [...this.entries.slice(0, this.at + 1), { state, url }];
    this.entries = this.entries.slice(-MAX_ENTRIES);
    this.at = this.entries.length - 1;
  };

  replace = (state: EntryState, url: string) => {
    this.entries[this.at] = { state, url };
  };

  go = (delta: number) => {
    this.waiting.push(delta);
  };

  onArrival = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Arrives wherever it was told to go, and where that leads to. */
  settle() {
    for (let delta = this.waiting.shift(); delta !== undefined;) {
      const place = this.at + delta;
      if (this.entries[place] !== undefined) {
        this.at = place;
        for (const listener of this.listeners) listener();
      }
      delta = this.waiting.shift();
    }
  }
}
