import { describe, expect, it } from "vitest";
import { encodeState } from "../../../../../web/src/pivot/state/codec.ts";
import {
  isModified,
  type SavedView,
} from "../../../../../web/src/pivot/state/saved-views.ts";
import {
  exportViews,
  readViewsText,
} from "../../../../../web/src/pivot/state/saved-views-file.ts";
import { createSavedViewsStore } from "../../../../../web/src/pivot/state/saved-views-store.ts";
import { after, stateOf } from "./state-fixture.ts";
import { VIEWS } from "./view-fixture.ts";

const KEY = "lookthrough.saved-views";
const NOW = "2026-11-21T12:00:00.000Z";
const SEARCH = encodeState(stateOf());

/** A storage that holds so many characters, and can be blocked. */
class FakeStorage {
  readonly items = new Map<string, string>();
  capacity = Infinity;
  isBlocked = false;

  open = () => {
    if (this.isBlocked) throw new DOMException("denied", "SecurityError");
    return {
      getItem: (key: string) => this.items.get(key) ?? null,
      setItem: (key: string, text: string) => {
        if (text.length > this.capacity) {
          throw new DOMException("the quota is full", "QuotaExceededError");
        }
        this.items.set(key, text);
      },
    };
  };
}

const storeOf = (storage = new FakeStorage()) => {
  const store = createSavedViewsStore({
    storage: storage.open,
    now: () => NOW,
  });
  const names = () => store.getState().saved.views.map(({ name }) => name);
  return { storage, store, names, ...store.getState() };
};

const view = (name: string, search = SEARCH): SavedView => ({
  name,
  search,
  savedAt: NOW,
});

describe("createSavedViewsStore({ storage, now })", () => {
  it("saves, overwrites in place, renames, removes and remembers", () => {
    const { store, storage, save, rename, remove, names } = storeOf();
    save("  Desks ", SEARCH);
    save("Books", SEARCH);
    save("Desks", "v=2&values=pnl");
    expect(store.getState().saved.views).toEqual([
      view("Desks", "v=2&values=pnl"),
      view("Books"),
    ]);
    rename("Desks", "Teams");
    remove("Books");
    expect(names()).toEqual(["Teams"]);
    expect(storeOf(storage).names()).toEqual(["Teams"]);
    expect(store.getState().problem).toBeNull();
  });

  it("keeps a default through a rename, and drops it with its view", () => {
    const { store, save, setDefault, rename, remove } = storeOf();
    save("Desks", SEARCH);
    setDefault("Desks");
    rename("Desks", "Teams");
    expect(store.getState().saved.defaultName).toBe("Teams");
    remove("Teams");
    expect(store.getState().saved.defaultName).toBeNull();
  });

  it("refuses names that are empty, too long, taken or unknown", () => {
    const { store, save, rename, setDefault, names } = storeOf();
    const problem = () => store.getState().problem;
    save("Desks", SEARCH);
    save("Books", SEARCH);
    save("  ", SEARCH);
    expect(problem()).toBe("A saved view needs a name");
    save("x".repeat(101), SEARCH);
    expect(problem()).toBe(
      "The name has 101 characters, at most 100 are possible",
    );
    rename("Desks", "Books");
    expect(problem()).toBe('There is a saved view "Books" already');
    setDefault("gone");
    expect(problem()).toBe('There is no saved view "gone"');
    expect(names()).toEqual(["Desks", "Books"]);
  });

  it("adds to what another tab has saved meanwhile", () => {
    const one = storeOf();
    const other = storeOf(one.storage);
    one.save("Desks", SEARCH);
    other.save("Books", SEARCH);
    one.refresh();
    expect(one.names()).toEqual(["Desks", "Books"]);
  });

  it("keeps what the storage has no room for, and says so", () => {
    const { storage, store, save, refresh, names } = storeOf();
    save("Desks", SEARCH);
    storage.capacity = 10;
    save("Books", SEARCH);
    expect(store.getState().problem).toBe(
      "The browser does not keep saved views (the quota is full): export them to a file before leaving the page",
    );
    refresh();
    expect(names()).toEqual(["Desks", "Books"]);
    expect(storeOf(storage).names()).toEqual(["Desks"]);
    storage.capacity = Infinity;
    save("Funds", SEARCH);
    expect(storeOf(storage).names()).toEqual(["Desks", "Books", "Funds"]);
  });

  it("works without a storage, and says so", () => {
    const storage = new FakeStorage();
    storage.isBlocked = true;
    const { store, save, names } = storeOf(storage);
    expect(store.getState().problem).toContain("(denied)");
    save("Desks", SEARCH);
    expect(names()).toEqual(["Desks"]);
  });

  it("puts aside what it cannot read before it writes", () => {
    const storage = new FakeStorage();
    storage.items.set(KEY, "{broken");
    const { store, save, names } = storeOf(storage);
    expect(store.getState().problem).toContain("cannot be read: it is no JSON");
    save("Desks", SEARCH);
    expect(names()).toEqual(["Desks"]);
    expect(storage.items.get(`${KEY}.unreadable`)).toBe("{broken");
  });
});

describe("files of saved views", () => {
  it("bring views to another browser, without losing those there", () => {
    const one = storeOf();
    one.save("Desks", SEARCH);
    one.save("Books", SEARCH);
    one.save("Private", SEARCH);
    const file = exportViews(one.store.getState().saved, ["Desks", "Books"]);
    const other = storeOf();
    other.save("Desks", "v=2&values=pnl");
    expect(other.importFile(file)).toEqual(["Desks (2)", "Books"]);
    expect(other.names()).toEqual(["Desks", "Desks (2)", "Books"]);
    expect(
      other.importFile(exportViews(other.store.getState().saved, ["Books"])),
    ).toEqual([]);
  });

  const file = (change: object) =>
    JSON.stringify({
      format: "lookthrough-views",
      version: 1,
      views: [view("Desks")],
      ...change,
    });

  it.each([
    ["nonsense", "it is no JSON"],
    ["[]", "it is no file of saved views"],
    [file({ format: "other" }), "it is no file of saved views"],
    [file({ version: 2 }), "it has version 2, this page reads 1"],
    [file({ views: {} }), "it lists no views"],
    [file({ views: [1] }), "view 1 is no object"],
    [file({ views: [{}] }), "view 1 has no name"],
    [file({ views: [view("a"), view(" ")] }), "view 2: A saved view needs a"],
    [file({ views: [{ name: "a" }] }), 'view 1 ("a") has no search'],
    [file({ views: [view("a", "x=1")] }), "its search is no state of a pivot"],
    [file({ views: [{ ...view("a"), savedAt: "x" }] }), "no time savedAt"],
    [file({ views: [view("a"), view("a")] }), 'it has two views called "a"'],
  ])("are refused whole with a reason: %s", (text, reason) => {
    const { store, importFile, names } = storeOf();
    expect(importFile(text)).toEqual([]);
    expect(store.getState().problem).toContain("The file cannot be imported");
    expect(store.getState().problem).toContain(reason);
    expect(names()).toEqual([]);
  });

  it("hold what was saved", () => {
    expect(readViewsText(file({ default: "Desks" }))).toEqual({
      saved: { views: [view("Desks")], defaultName: "Desks" },
    });
  });
});

describe("isModified(state, saved, views)", () => {
  it("counts any change but that of open members", () => {
    const saved = view("Desks");
    const state = stateOf();
    expect(isModified(state, saved, VIEWS)).toBe(false);
    const opened = after(state, {
      type: "toggleOpen",
      axis: "rows",
      path: ["1"],
    });
    expect(isModified(opened, saved, VIEWS)).toBe(false);
    const sorted = after(state, {
      type: "sortBy",
      axis: "rows",
      target: { by: "label" },
      add: false,
    });
    expect(isModified(sorted, saved, VIEWS)).toBe(true);
  });
});
