import { use, useEffect, useState } from "react";
import type { View } from "../../model/view.ts";
import { encodeState } from "./codec.ts";
import { decodeState } from "./decode.ts";
import { createPivotStore, type PivotStore } from "./history.ts";
import { keepSteps, restoreSteps } from "./kept-steps.ts";
import { type PivotLife, PivotLives } from "./pivot-lives.ts";
import {
  bindUrl,
  type Browser,
  knowsEntry,
  startingSearch,
} from "./url-binding.ts";

const browserOf = (page: Window, path: string): Browser => ({
  get search() {
    return page.location.search;
  },
  get state() {
    return page.history.state as unknown;
  },
  push: (entry, url) => page.history.pushState(entry, "", url),
  replace: (entry, url) => page.history.replaceState(entry, "", url),
  go: (delta) => page.history.go(delta),
  onArrival(listener) {
    // The entries of other pages are none of a pivot's business.
    const listen = () => {
      if (page.location.pathname === path) listener();
    };
    page.addEventListener("popstate", listen);
    return () => page.removeEventListener("popstate", listen);
  },
});

// randomUUID needs https, which an embedding page may lack.
const newSession = () =>
  [...window.crypto.getRandomValues(new Uint32Array(2))].join("-");

const tabStorage = () => window.sessionStorage;

function startLife(
  views: readonly View[],
  search: string | undefined,
  lives: readonly PivotLife[],
  browser: Browser,
): PivotLife {
  const kept = lives.find(
    ({ store, trail }) =>
      // One of another model would name members that are gone.
      store.getState().views === views &&
      knowsEntry(store.getState(), trail, browser.state),
  );
  if (kept !== undefined) return kept;
  const restored = restoreSteps(views, browser.state, tabStorage);
  if (restored !== undefined) return restored;
  const last = lives.at(-1)?.store.getState().state;
  const left =
    browser.search === "" && last !== undefined ? encodeState(last) : search;
  const initial = decodeState(left ?? startingSearch(browser), views);
  return {
    store: createPivotStore({ views, initial }),
    trail: { session: newSession(), entries: [] },
  };
}

/**
 * The store of a page whose address is the pivot: what the address says is
 * shown, what a user does is written to it, and the back button undoes. An
 * address that says nothing shows the pivot that was left for another page.
 *
 * @param views what the model offers; must not change while the page is shown
 * @param search in place of the address, e.g. of a short link or a saved view
 */
export function useUrlState(
  views: readonly View[],
  search?: string,
): PivotStore {
  const lives = use(PivotLives);
  const [browser] = useState(() => browserOf(window, window.location.pathname));
  const [life] = useState(() => startLife(views, search, lives, browser));
  useEffect(() => {
    if (!lives.includes(life)) lives.push(life);
    const keep = () => keepSteps(life, tabStorage);
    window.addEventListener("pagehide", keep);
    const unbind = bindUrl(life.store, browser, life.trail, newSession);
    return () => {
      window.removeEventListener("pagehide", keep);
      unbind();
      keep();
    };
  }, [lives, life, browser]);
  return life.store;
}
