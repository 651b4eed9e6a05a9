import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { MAX_ADDRESS } from "../../../../web/src/steps/address.ts";
import {
  keepSteps,
  restoreSteps,
} from "../../../../web/src/steps/kept-steps.ts";
import {
  bindUrl,
  startingSearch,
} from "../../../../web/src/steps/url-binding.ts";
import {
  createLookThroughStore,
  LOOK_THROUGH_CODEC,
} from "../../../../web/src/look-through/history.ts";
import {
  COUNTS,
  DEFAULT_STATE,
  type LookThroughState,
  TABS,
} from "../../../../web/src/look-through/state.ts";
import { FakeBrowser } from "../steps/fake-browser.ts";

const { encode, decode } = LOOK_THROUGH_CODEC;

/** The page opened at an address, in a browser that was elsewhere before. */
function open(url = "?v=1") {
  const browser = new FakeBrowser(
    { state: null, url: "?page=other" },
    { state: null, url },
  );
  const store = createLookThroughStore({
    initial: decode(startingSearch(browser, LOOK_THROUGH_CODEC)),
  });
  let sessions = 0;
  const trail = { session: "first", entries: [] };
  bindUrl(store, browser, trail, () => `next ${++sessions}`);
  return {
    store,
    browser,
    trail,
    ...store.getState(),
    state: () => store.getState().state,
    address: () => `?${encode(store.getState().state)}`,
  };
}

const MANY_ROWS: LookThroughState["open"] = Array.from(
  { length: 400 },
  (_, index) => [`SYMBOL-${index}`, "CARRIER"],
);

describe("the state of the look-through page", () => {
  it("is undone and done again, opened rows included, as the back button does", () => {
    const page = open();
    const patches: Partial<LookThroughState>[] = [
      { basis: "gross" },
      { open: [["AAPL"]] },
      { slices: [{ dimension: "desk", values: ["D1"] }] },
      { tab: "flow" },
      { drill: { row: "AAPL", carrier: "SPY" } },
    ];
    const addresses = [page.address()];
    for (const patch of patches) {
      page.change(patch);
      addresses.push(page.address());
      expect(page.browser.search).toBe(page.address());
    }
    expect(new Set(addresses).size).toBe(patches.length + 1);
    for (const address of addresses.slice(0, -1).reverse()) {
      page.undo();
      page.browser.settle();
      expect(page.browser.search).toBe(address);
      expect(page.address()).toBe(address);
    }
    page.redo();
    page.browser.settle();
    expect(page.address()).toBe(addresses[1]);
    page.browser.go(1);
    page.browser.settle();
    expect(page.address()).toBe(addresses[2]);
  });

  it("takes one step back over all that was typed in a field", () => {
    const page = open();
    const visit = Symbol("visit");
    for (const limit of [1, 12, 12.5]) page.change({ limit }, visit);
    expect(page.state().limit).toBe(12.5);
    page.change({ staleDays: 30 }, Symbol("visit"));
    page.undo();
    page.undo();
    expect(page.state()).toEqual(DEFAULT_STATE);
  });

  it("makes no step of a change that changes nothing", () => {
    const page = open("?v=1&tab=flow");
    page.change({ tab: "flow" });
    expect(page.store.getState().canUndo).toBe(false);
  });

  it("shows an address that was typed, and says what it cannot use", () => {
    const page = open();
    page.change({ tab: "flow" });
    page.browser.entries.push({ state: null, url: "?v=1&tab=weather" });
    page.browser.go(1);
    page.browser.settle();
    expect(page.state().tab).toBe("holdings");
    expect(page.store.getState().messages).toEqual([
      expect.stringContaining('Unknown tab "weather"'),
    ]);
    expect(page.store.getState().canUndo).toBe(false);
  });

  it("keeps more open rows than an address can hold, and a sent address says so", () => {
    const page = open();
    page.change({ open: MANY_ROWS, basis: "gross" });
    expect(page.address().length).toBeGreaterThan(MAX_ADDRESS);
    const { search } = page.browser;
    expect(search.length).toBeLessThanOrEqual(MAX_ADDRESS + 1);
    const sent = decode(search);
    expect(sent.state).toEqual({ ...DEFAULT_STATE, basis: "gross" });
    expect(sent.messages).toEqual([
      expect.stringContaining("it leaves out open rows"),
    ]);
    page.change({ basis: "net" });
    page.browser.go(-1);
    page.browser.settle();
    expect(page.state().open).toEqual(MANY_ROWS);
    expect(startingSearch(page.browser, LOOK_THROUGH_CODEC)).toBe(
      encode(page.state()),
    );
  });

  it("goes on after a reload with its steps", () => {
    const page = open();
    page.change({ tab: "flow" });
    page.change({ basis: "long" });
    page.undo();
    page.browser.settle();
    const items = new Map<string, string>();
    const storage = () => ({
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, text: string) => void items.set(key, text),
    });
    keepSteps(page, storage, "key");
    const kept = restoreSteps(
      LOOK_THROUGH_CODEC,
      page.browser.state,
      storage,
      "key",
    );
    expect(kept).toBeDefined();
    const again = createLookThroughStore(
      kept?.start ?? { initial: { state: DEFAULT_STATE, messages: [] } },
    );
    expect(again.getState()).toMatchObject({ canUndo: true, canRedo: true });
    again.getState().redo();
    expect(again.getState().state).toMatchObject({
      tab: "flow",
      basis: "long",
    });
  });

  it.each(["a", "b"])(
    "is in step with the browser after each of 300 random moves of seed %s",
    (seed) => {
      const random = seedrandom(seed);
      const page = open();
      const one = <T>(items: readonly T[]): T =>
        items[Math.floor(random() * items.length)] as T;
      for (let count = 0; count < 300; count += 1) {
        for (let hurry = Math.floor(random() * 3); hurry >= 0; hurry -= 1) {
          const kind = random();
          if (kind < 0.15) page.undo();
          else if (kind < 0.25) page.redo();
          else if (kind < 0.35 && page.browser.before > 1) page.browser.go(-1);
          else if (kind < 0.4) page.browser.go(1);
          else if (kind < 0.7) page.change({ tab: one(TABS) });
          else page.change({ count: one(COUNTS), open: [[`${count}`]] });
        }
        page.browser.settle();
        const search = startingSearch(page.browser, LOOK_THROUGH_CODEC);
        expect(decode(search).state).toEqual(page.state());
      }
    },
  );
});
