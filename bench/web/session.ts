import type { Page } from "playwright-core";
import { type Timing, timing } from "../measure.ts";
import { clickUntil, waitUntilSettled } from "./in-page.ts";

export interface ExpandResult {
  /** First opening of a row. */
  expand: Timing;
  /** Opening it again. */
  again: Timing;
  requestsPerExpand: number;
  requestsAgain: number;
}

/** The last has the most members, and makes up for what the others lack. */
const HIERARCHIES = ["geography", "instrument", "organisation"];

const TALL = { width: 1280, height: 3_000 };

const countLoads = (page: Page) => {
  let count = 0;
  page.on("request", (request) => {
    count += Number(request.url().includes("/v1/load"));
  });
  return () => count;
};

/**
 * Visits so many closed rows over three hierarchies.
 *
 * @param visit opens the row of this selector
 */
export async function overHierarchies(
  page: Page,
  url: string,
  { view, count }: { view: string; count: number },
  visit: (row: string) => Promise<void>,
): Promise<void> {
  // Rows out of sight are not in the page, so they cannot be opened.
  await page.setViewportSize(TALL);
  let visited = 0;
  for (const [index, name] of HIERARCHIES.entries()) {
    await page.goto(
      `${url}/?v=2&view=${view}&rows=${name}&values=notional,trade_count`,
    );
    await waitUntilSettled(page);
    const share = Math.floor((count * (index + 1)) / HIERARCHIES.length);
    const opened = new Set<string>();
    while (visited < share) {
      const closed = await page.evaluate<string[]>(
        `[...document.querySelectorAll('[data-row-key][aria-expanded="false"]')]
          .map(({ dataset }) => dataset.rowKey)`,
      );
      const key = closed.find((item) => !opened.has(item));
      if (key === undefined) break;
      opened.add(key);
      await visit(`[data-row-key="${key}"]`);
      visited += 1;
    }
  }
}

/** Opens so many rows over three hierarchies, closes each, and opens it again. */
export async function measureExpands(
  page: Page,
  url: string,
  count: number,
): Promise<ExpandResult> {
  const loads = countLoads(page);
  const [first, again]: [number[], number[]] = [[], []];
  let [asked, askedAgain] = [0, 0];
  const scope = { view: "trade_metrics", count };
  await overHierarchies(page, url, scope, async (row) => {
    const caret = `${row} .caret-button`;
    const isOpen = `document.querySelector('${row}[aria-expanded="true"]')`;
    const before = loads();
    first.push(await clickUntil(page, caret, isOpen));
    asked += loads() - before;
    await clickUntil(page, caret, `!${isOpen}`);
    const beforeAgain = loads();
    again.push(await clickUntil(page, caret, isOpen));
    askedAgain += loads() - beforeAgain;
  });
  return {
    expand: timing(first),
    again: timing(again),
    requestsPerExpand: asked / first.length,
    requestsAgain: askedAgain / again.length,
  };
}

/** Sorts by each of three measures: down, up, and the model's order again. */
export async function measureChanges(
  page: Page,
  url: string,
  rounds: number,
): Promise<Timing> {
  const measures = ["notional", "pnl", "trade_count"];
  await page.goto(`${url}/?v=2&rows=organisation&values=${measures.join(",")}`);
  await waitUntilSettled(page);
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const measure of measures) {
      for (const order of ["descending", "ascending", "none"]) {
        const header = `.value-header[data-measure="${measure}"]`;
        samples.push(
          await clickUntil(
            page,
            `${header} button`,
            `document.querySelector('${header}[aria-sort="${order}"]')`,
          ),
        );
      }
    }
  }
  return timing(samples);
}
