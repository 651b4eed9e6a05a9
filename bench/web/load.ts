import type { Browser, Page } from "playwright-core";
import { openPage } from "../../tests/support/browser.ts";
import { type Timing, timing } from "../measure.ts";
import { waitUntilSettled } from "./in-page.ts";

export interface LoadResult {
  /** Largest contentful paint, milliseconds. */
  paint: Timing;
  /** First numbers, milliseconds. */
  numbers: Timing;
  /** Cumulative layout shift, the largest seen. */
  shift: number;
}

const OBSERVE = `
  window.seen = { paint: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.seen.paint = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput) window.seen.shift += entry.value;
    }
  }).observe({ type: "layout-shift", buffered: true });
`;

export interface Seen {
  /** Largest contentful paint, milliseconds. */
  paint: number;
  /** Cumulative layout shift. */
  shift: number;
}

/** Begins to observe how the page loads; what comes next is its `goto`. */
export const watchLoad = (page: Page): Promise<unknown> =>
  page.addInitScript(OBSERVE);

/** What was observed until now. */
export const seenLoad = (page: Page): Promise<Seen> =>
  // Entries arrive after the frame they are about.
  page.evaluate<Seen>(`new Promise((resolve) =>
    requestAnimationFrame(() => setTimeout(() => resolve(window.seen))))`);

/** How many times slower than this machine a phone or an old laptop may be. */
export const SLOWDOWN = 4;

/**
 * Opens the first page so often, each time in a browser that has nothing of it.
 *
 * @param slowdown how many times slower than it is the page's processor shall be
 */
export async function measureLoads(
  browser: Browser,
  url: string,
  { rounds, slowdown = 1 }: { rounds: number; slowdown?: number },
): Promise<LoadResult> {
  const [paints, numbers]: [number[], number[]] = [[], []];
  let shift = 0;
  for (let round = 0; round < rounds; round += 1) {
    const page = await openPage(browser);
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await watchLoad(page);
    await page.goto(url);
    await waitUntilSettled(page);
    numbers.push(await page.evaluate<number>("performance.now()"));
    const seen = await seenLoad(page);
    paints.push(seen.paint);
    shift = Math.max(shift, seen.shift);
    await page.context().close();
  }
  return { paint: timing(paints), numbers: timing(numbers), shift };
}
