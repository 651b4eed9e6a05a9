import { useEffect, useState } from "react";
import type { View } from "../../model/view.ts";
import { decodeState } from "./decode.ts";
import { createPivotStore, type PivotStore } from "./history.ts";
import { bindUrl, type Browser, startingSearch } from "./url-binding.ts";

const browserOf = (page: Window): Browser => ({
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
    page.addEventListener("popstate", listener);
    return () => page.removeEventListener("popstate", listener);
  },
});

// randomUUID needs https, which an embedding page may lack.
const newSession = () =>
  [...window.crypto.getRandomValues(new Uint32Array(2))].join("-");

/**
 * The store of a page whose address is the pivot: what the address says is
 * shown, what a user does is written to it, and the back button undoes.
 *
 * @param views what the model offers; must not change while the page is shown
 * @param search in place of the address, e.g. of a short link or a saved view
 */
export function useUrlState(
  views: readonly View[],
  search?: string,
): PivotStore {
  const [store] = useState(() =>
    createPivotStore({
      views,
      initial: decodeState(search ?? startingSearch(browserOf(window)), views),
    }),
  );
  useEffect(() => bindUrl(store, browserOf(window), newSession), [store]);
  return store;
}
