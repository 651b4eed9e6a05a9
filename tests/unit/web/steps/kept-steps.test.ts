import { describe, expect, it } from "vitest";
import type { PivotAction } from "../../../../web/src/pivot/state/actions.ts";
import { encodeState } from "../../../../web/src/pivot/state/codec.ts";
import {
  createPivotStore,
  pivotCodec,
} from "../../../../web/src/pivot/state/history.ts";
import {
  keepSteps,
  restoreSteps,
} from "../../../../web/src/steps/kept-steps.ts";
import type { PivotLife } from "../../../../web/src/pivot/state/pivot-lives.ts";
import {
  bindUrl,
  startingSearch,
} from "../../../../web/src/steps/url-binding.ts";
import { FakeBrowser } from "./fake-browser.ts";
import { stateOf } from "../pivot/state/state-fixture.ts";
import { VIEWS } from "../pivot/state/view-fixture.ts";

const KEY = "steps";
const CODEC = pivotCodec(VIEWS);

/** The storage of a tab. */
function fakeTab() {
  const items = new Map<string, string>();
  return {
    items,
    storage: () => ({
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, text: string) => void items.set(key, text),
    }),
  };
}

const freshLife = (browser: FakeBrowser): PivotLife => ({
  store: createPivotStore({
    views: VIEWS,
    initial: CODEC.decode(startingSearch(browser, CODEC)),
  }),
  trail: { session: "fresh", entries: [] },
});

/** A page in a tab, and how it is reloaded. */
function openPage() {
  const tab = fakeTab();
  const browser = new FakeBrowser(
    { state: null, url: "?page=other" },
    { state: null, url: `?${encodeState(stateOf())}` },
  );
  let sessions = 0;
  const newSession = () => `another ${++sessions}`;
  let life: PivotLife = freshLife(browser);
  let leave = bindUrl(life.store, browser, life.trail, newSession);
  return {
    tab,
    browser,
    state: () => life.store.getState(),
    dispatch: (action: PivotAction) => life.store.getState().dispatch(action),
    reload(between = () => {}) {
      keepSteps(life, tab.storage, KEY);
      leave();
      between();
      const kept = restoreSteps(CODEC, browser.state, tab.storage, KEY);
      life =
        kept === undefined
          ? freshLife(browser)
          : {
              store: createPivotStore({ views: VIEWS, ...kept.start }),
              trail: kept.trail,
            };
      leave = bindUrl(life.store, browser, life.trail, newSession);
    },
  };
}

const tabular: PivotAction = { type: "setLayout", layout: "tabular" };
const bottom: PivotAction = { type: "setTotals", totals: "bottom" };

describe("the steps of a tab after a reload", () => {
  it("are undone and done again, by keys and by the browser's buttons", () => {
    const page = openPage();
    page.dispatch(tabular);
    page.dispatch(bottom);
    page.state().undo();
    page.browser.settle();
    page.reload();
    expect(page.state()).toMatchObject({ canUndo: true, canRedo: true });
    page.state().undo();
    page.browser.settle();
    expect(page.state().state).toEqual(stateOf());
    expect(page.browser.before).toBe(1);
    page.state().redo();
    page.state().redo();
    page.browser.settle();
    expect(page.state().state).toMatchObject({
      layout: "tabular",
      totals: "bottom",
    });
    page.reload();
    page.browser.go(-1);
    page.browser.settle();
    expect(page.state().state).toMatchObject({
      layout: "tabular",
      totals: "top",
    });
    expect(page.browser.search).toBe(`?${encodeState(page.state().state)}`);
  });

  it("go on with the saved view one was at, changed or not", () => {
    const page = openPage();
    page.state().setSavedName("Desks");
    page.dispatch(tabular);
    page.reload();
    expect(page.state().savedName).toBe("Desks");
    page.state().undo();
    page.browser.settle();
    expect(page.state().savedName).toBe("Desks");
  });

  it("are none of a link opened in the same tab", () => {
    const page = openPage();
    page.state().setSavedName("Desks");
    page.dispatch(tabular);
    page.reload(() => {
      const url = `?${encodeState({ ...stateOf(), totals: "bottom" })}`;
      page.browser.entries.push({ state: null, url });
      page.browser.go(1);
      page.browser.settle();
    });
    expect(page.state()).toMatchObject({ canUndo: false });
    expect(page.state().savedName).toBeUndefined();
    expect(page.state().state.totals).toBe("bottom");
  });

  it.each<[string, (text: string) => string]>([
    ["no JSON", () => "{"],
    ["nothing", () => "null"],
    ["a list", () => "[]"],
    ["another shape", () => '{"session":1}'],
    ["steps that are none", (text) => text.replace(/"search":"/g, '"look":"')],
    ["other steps", (text) => text.replaceAll("tabular", "compact")],
    [
      "a first step out of reach",
      (text) => text.replace('"first":0', '"first":1e9'),
    ],
  ])("are ignored where the tab holds %s", (_, spoil) => {
    const page = openPage();
    page.dispatch(tabular);
    page.reload(() =>
      page.tab.items.set(KEY, spoil(page.tab.items.get(KEY) ?? "")),
    );
    expect(page.state()).toMatchObject({ canUndo: false, canRedo: false });
    expect(page.state().state.layout).toBe("tabular");
  });

  it("take what the model still has of a step", () => {
    const page = openPage();
    page.dispatch(tabular);
    page.reload(() => {
      const text = page.tab.items.get(KEY) ?? "";
      // The first step, not the one shown.
      page.tab.items.set(KEY, text.replace("trade_metrics", "gone_view"));
    });
    page.state().undo();
    page.browser.settle();
    expect(VIEWS.map(({ name }) => name)).toContain(page.state().state.view);
  });

  it("are the last ones where all are too long to keep", () => {
    const page = openPage();
    const long = (index: number): PivotAction => ({
      type: "addFilter",
      filter: {
        kind: "member",
        dimension: "symbol",
        operator: "equals",
        values: [`${index}`.repeat(20_000)],
      },
    });
    for (let index = 0; index < 9; index += 1) page.dispatch(long(index));
    const lengths = page
      .state()
      .timeline.snapshots.map(({ state }) => encodeState(state).length);
    page.reload();
    const { timeline } = page.state();
    // The last three are 480,000 characters, and a little.
    const last = lengths.slice(-3).reduce((sum, length) => sum + length, 0);
    expect(last).toBeLessThan(500_000);
    expect(last + (lengths.at(-4) ?? 0)).toBeGreaterThan(500_000);
    expect(timeline.snapshots).toHaveLength(3);
    expect(timeline.index).toBe(9);
    expect(timeline.first + timeline.snapshots.length).toBe(10);
  });

  it("are not missed where the browser keeps nothing", () => {
    const page = openPage();
    page.tab.storage = () => {
      throw new Error("blocked");
    };
    page.dispatch(tabular);
    page.reload();
    expect(page.state()).toMatchObject({ canUndo: false });
    expect(page.state().state.layout).toBe("tabular");
  });
});
