import { useEffect, useState } from "react";
import { keepSteps, restoreSteps } from "./kept-steps.ts";
import { keepLife, type Life } from "./life.ts";
import type { StateCodec, StepStart, StepStore } from "./step-history.ts";
import {
  bindUrl,
  type Browser,
  knowsEntry,
  startingSearch,
} from "./url-binding.ts";

/** A page whose address is its state. */
export interface StepPage<S, T extends StepStore<S>> {
  codec: StateCodec<S>;
  /** Under which the tab keeps the steps for a reload. */
  key: string;
  create: (start: StepStart<S>) => T;
  /** Of the page in this document, the one shown last at the end; that of this visit is added. */
  lives: Life<S, T>[];
}

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
    // The entries of other pages are none of this one's business.
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

function startLife<S, T extends StepStore<S>>(
  { codec, key, create, lives }: StepPage<S, T>,
  isOurs: (store: T) => boolean,
  search: string | undefined,
  browser: Browser,
): Life<S, T> {
  const kept = lives.find(
    ({ store, trail }) =>
      isOurs(store) && knowsEntry(store.getState(), trail, browser.state),
  );
  if (kept !== undefined) return kept;
  const restored = restoreSteps(codec, browser.state, tabStorage, key);
  if (restored !== undefined) {
    return { store: create(restored.start), trail: restored.trail };
  }
  const last = lives.at(-1)?.store.getState().state;
  const left =
    browser.search === "" && last !== undefined ? codec.encode(last) : search;
  const initial = codec.decode(left ?? startingSearch(browser, codec));
  return {
    store: create({ initial }),
    trail: { session: newSession(), entries: [] },
  };
}

/**
 * The store of a page whose address is its state: what the address says is
 * shown, what a user does is written to it, and the back button undoes. An
 * address that says nothing shows what was left for another page.
 *
 * @param page must mean the same for as long as the page is shown
 * @param search in place of the address, e.g. of a short link or a saved view
 * @param isOurs false = a store of an earlier life that can no longer be shown
 */
export function useSteps<S, T extends StepStore<S>>(
  page: StepPage<S, T>,
  search?: string,
  isOurs: (store: T) => boolean = () => true,
): T {
  const { key, lives } = page;
  const [browser] = useState(() => browserOf(window, window.location.pathname));
  const [life] = useState(() => startLife(page, isOurs, search, browser));
  useEffect(() => {
    keepLife(lives, life);
    const keep = () => keepSteps(life, tabStorage, key);
    window.addEventListener("pagehide", keep);
    const unbind = bindUrl(life.store, browser, life.trail, newSession);
    return () => {
      window.removeEventListener("pagehide", keep);
      unbind();
      keep();
    };
  }, [key, lives, life, browser]);
  return life.store;
}
