import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { MAX_ADDRESS } from "../../../../web/src/steps/address.ts";
import type { PivotAction } from "../../../../web/src/pivot/state/actions.ts";
import {
  decodeState,
  encodeState,
} from "../../../../web/src/pivot/state/codec.ts";
import {
  createPivotStore,
  pivotCodec,
} from "../../../../web/src/pivot/state/history.ts";
import {
  bindUrl,
  startingSearch,
} from "../../../../web/src/steps/url-binding.ts";
import { FakeBrowser } from "./fake-browser.ts";
import { ACTION_TYPES, randomAction } from "../pivot/state/random-action.ts";
import { chooser } from "../pivot/state/random-state.ts";
import { stateOf } from "../pivot/state/state-fixture.ts";
import { VIEWS } from "../pivot/state/view-fixture.ts";

const CODEC = pivotCodec(VIEWS);
const ELSEWHERE = { state: null, url: "?page=other" };

/** A page opened at an address, in a browser that was elsewhere before. */
function open(
  browser = new FakeBrowser(ELSEWHERE, {
    state: null,
    url: `?${encodeState(stateOf())}`,
  }),
) {
  const store = createPivotStore({
    views: VIEWS,
    initial: CODEC.decode(startingSearch(browser, CODEC)),
  });
  let sessions = 0;
  const life = String(browser.entries.length);
  const newSession = () => `${life}-${++sessions}`;
  const trail = { session: newSession(), entries: [] };
  const bind = () => bindUrl(store, browser, trail, newSession);
  const close = bind();
  const { dispatch, undo, redo } = store.getState();
  return {
    store,
    browser,
    bind,
    close,
    dispatch,
    undo,
    redo,
    back: () => browser.go(-1),
    forward: () => browser.go(1),
    address: () => `?${encodeState(store.getState().state)}`,
  };
}

const layout = (value: "compact" | "tabular"): PivotAction => ({
  type: "setLayout",
  layout: value,
});
const totals: PivotAction = { type: "setTotals", totals: "bottom" };
const openRow: PivotAction = { type: "toggleOpen", axis: "rows", path: ["1"] };

const step = (index: number): PivotAction => {
  const day = new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
  return { type: "setDates", dates: [day, day] };
};

describe("bindUrl(store, browser, newSession)", () => {
  it("makes an entry per change, and rewrites it within a visit", () => {
    const { browser, dispatch, address } = open();
    expect(browser.entries).toHaveLength(2);
    dispatch(layout("tabular"));
    expect(browser.entries).toHaveLength(3);
    expect(browser.search).toBe(address());
    const visit = Symbol("visit");
    dispatch(openRow, visit);
    expect(browser.entries).toHaveLength(4);
    dispatch(totals, visit);
    expect(browser.entries).toHaveLength(4);
    expect(browser.search).toBe(address());
    expect(address()).toContain("rows.open=1");
  });

  it("goes on with its steps when the browser comes back from another page", () => {
    const { store, browser, bind, close, dispatch, undo, redo, address } =
      open();
    dispatch(layout("tabular"));
    dispatch(totals);
    undo();
    browser.settle();
    close();
    browser.push({ session: "", index: 0, search: "" }, "/look-through");
    browser.go(-1);
    browser.settle();
    bind();
    expect(store.getState()).toMatchObject({ canUndo: true, canRedo: true });
    // Its entry has made way for the other page's.
    redo();
    browser.settle();
    expect(store.getState().state.totals).toBe("bottom");
    expect(browser.search).toBe(address());
    expect(browser.before).toBe(3);
    undo();
    undo();
    browser.settle();
    expect(store.getState().state).toEqual(stateOf());
    expect(browser.before).toBe(1);
    expect(browser.search).toBe(address());
  });

  it("undoes with the back button and redoes with the forward button", () => {
    const { store, browser, dispatch, back, forward } = open();
    dispatch(layout("tabular"));
    dispatch(totals);
    const { state } = store.getState();
    back();
    browser.settle();
    expect(store.getState().state).toEqual(stateOf({ layout: "tabular" }));
    expect(store.getState().canRedo).toBe(true);
    forward();
    browser.settle();
    expect(store.getState().state).toBe(state);
  });

  it("moves the browser with undo and redo", () => {
    const { browser, dispatch, undo, redo, address } = open();
    dispatch(layout("tabular"));
    dispatch(totals);
    undo();
    undo();
    browser.settle();
    expect(browser.before).toBe(1);
    expect(browser.search).toBe(address());
    redo();
    browser.settle();
    expect(browser.before).toBe(2);
    expect(browser.search).toBe(address());
    expect(browser.entries).toHaveLength(4);
  });

  it("gives way to a change made while the browser still moves", () => {
    const { store, browser, dispatch, undo, address } = open();
    dispatch(layout("tabular"));
    dispatch(totals);
    undo();
    dispatch(step(1));
    browser.settle();
    expect(browser.entries).toHaveLength(4);
    expect(browser.search).toBe(address());
    browser.go(-1);
    browser.settle();
    expect(store.getState().state).toEqual(stateOf({ layout: "tabular" }));
  });

  it("undoes 100 steps, more than a browser keeps", () => {
    const { store, browser, dispatch, undo, redo, address } = open();
    for (let index = 0; index < 100; index += 1) dispatch(step(index));
    for (let index = 0; index < 100; index += 1) {
      undo();
      browser.settle();
      expect(browser.search).toBe(address());
    }
    expect(store.getState().state).toEqual(stateOf());
    for (let index = 0; index < 100; index += 1) {
      redo();
      browser.settle();
      expect(browser.search).toBe(address());
    }
    expect(store.getState().canRedo).toBe(false);
  });

  it("reads entries of an earlier life of the page, after a reload", () => {
    const first = open();
    first.dispatch(layout("tabular"));
    first.dispatch(totals);
    first.close();
    const { store, browser, address } = open(first.browser);
    const { state } = store.getState();
    expect(state).toEqual(stateOf({ layout: "tabular", totals: "bottom" }));
    browser.go(-1);
    browser.settle();
    expect(store.getState().state).toEqual(stateOf({ layout: "tabular" }));
    expect(browser.search).toBe(address());
    browser.go(1);
    browser.settle();
    expect(store.getState().state).toEqual(state);
  });

  it("says what of an address it does not know", () => {
    const { store, browser } = open(
      new FakeBrowser(
        { state: null, url: "?v=2&view=gone&rows=region" },
        { state: null, url: "?v=2&view=trade_metrics&rows=desk" },
      ),
    );
    browser.go(-1);
    browser.settle();
    expect(store.getState().messages).toEqual([
      'Unknown view "gone": showing Trade metrics (hidden by your access or not in this model)',
    ]);
  });

  it("goes on when the browser refuses an entry", () => {
    const { browser, dispatch, address } = open();
    const { push } = browser;
    browser.push = () => {
      throw new DOMException("too many calls", "SecurityError");
    };
    dispatch(layout("tabular"));
    browser.push = push;
    dispatch(totals);
    expect(browser.search).toBe(address());
    expect(browser.entries).toHaveLength(4);
  });

  it("lets go of the browser", () => {
    const { store, browser, dispatch, close } = open();
    close();
    dispatch(layout("tabular"));
    expect(browser.entries).toHaveLength(2);
    browser.go(-1);
    browser.settle();
    expect(store.getState().state.layout).toBe("tabular");
  });
});

describe("a state that is too long for an address", () => {
  const paths = Array.from({ length: 500 }, (_, index) => [
    `portfolio manager ${index}`,
  ]);
  const long: PivotAction = {
    type: "setOpen",
    axis: "rows",
    paths,
    open: true,
  };

  it("survives a reload, though the address holds a part of it", () => {
    const first = open();
    first.dispatch(long);
    expect(first.browser.search.length).toBeLessThanOrEqual(MAX_ADDRESS + 1);
    first.close();
    const { store } = open(first.browser);
    expect(store.getState().state.rows.expanded).toHaveLength(500);
    expect(store.getState().messages).toEqual([]);
  });

  it("is known as cut where the address is all there is", () => {
    const first = open();
    first.dispatch(long);
    const { state, messages } = decodeState(first.browser.search, VIEWS);
    expect(state).toEqual(stateOf());
    expect(messages).toEqual([
      "The address was too long for the whole pivot, it leaves out open members: send what Share gives instead",
    ]);
  });

  it("leaves out filters as well where it must", () => {
    const { dispatch, browser } = open();
    dispatch({
      type: "addFilter",
      filter: {
        kind: "member",
        dimension: "symbol",
        operator: "equals",
        values: paths.flat(),
      },
    });
    const { state, messages } = decodeState(browser.search, VIEWS);
    expect(state).toEqual(stateOf());
    expect(messages[0]).toContain("leaves out open members and filters");
  });
});

describe("a store and the browser", () => {
  it.each(["x", "y", "z"])(
    "are in step after each of 400 random moves of seed %s",
    { timeout: 60_000 },
    (seed) => {
      const random = seedrandom(seed);
      const choose = chooser(random);
      const page = open();
      const { store, browser } = page;
      for (let count = 0; count < 400; count += 1) {
        // Several moves may come before the browser has made the first.
        for (let hurry = choose.below(3); hurry >= 0; hurry -= 1) {
          const kind = random();
          if (kind < 0.15) page.undo();
          else if (kind < 0.25) page.redo();
          else if (kind < 0.35 && browser.before > 1) page.back();
          else if (kind < 0.4) page.forward();
          else {
            const type = choose.one(ACTION_TYPES);
            page.dispatch(randomAction(type, store.getState().state, choose));
          }
        }
        browser.settle();
        const read = CODEC.decode(startingSearch(browser, CODEC)).state;
        expect(read).toEqual(store.getState().state);
      }
    },
  );
});
