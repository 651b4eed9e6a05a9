import type { Page } from "playwright-core";

// Measured inside the page, as text: a message to the browser would be part of
// every time, and this code is compiled without the types of a browser.

const SETTLED = `!document.querySelector(
  ".grid-frame .skeleton, .grid-frame[data-stale], .explorer [aria-busy=true]"
)`;

const IDLE = `(${SETTLED} && !document.querySelector(".status-fetching:not(:empty)"))`;

/** Frames without a question under way; between two answers there may be one. */
const IDLE_FRAMES = 5;

/**
 * Milliseconds from a click until what it asked for is painted.
 *
 * @param until expression that is true then, besides that nothing loads
 */
export const clickUntil = (
  page: Page,
  selector: string,
  until: string,
): Promise<number> =>
  page.evaluate<number>(`new Promise((resolve, reject) => {
    const target = document.querySelector(${JSON.stringify(selector)});
    if (!target) return reject(new Error("nothing to click: " + ${JSON.stringify(selector)}));
    const start = performance.now();
    target.click();
    const look = () => {
      if ((${until}) && ${SETTLED}) {
        requestAnimationFrame(() => resolve(performance.now() - start));
      } else if (performance.now() - start > 60000) {
        reject(new Error("not settled after 60 s"));
      } else requestAnimationFrame(look);
    };
    look();
  })`);

export interface StepTimes {
  /** Milliseconds from the click until the page is painted with any sign of it. */
  feedback: number;
  /** Until all it asked for is painted. */
  settled: number;
}

/**
 * Times a change of what the pivot is made of.
 *
 * @param target expression of what to click
 */
export const timeStep = (page: Page, target: string): Promise<StepTimes> =>
  page.evaluate<StepTimes>(`new Promise((resolve, reject) => {
    const target = ${target};
    if (!target) return reject(new Error("nothing to click"));
    const start = performance.now();
    let feedback, settled;
    const observer = new MutationObserver(() => {
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => {
        feedback = performance.now() - start;
      }));
    });
    observer.observe(document.querySelector(".explorer"), {
      attributes: true, childList: true, characterData: true, subtree: true,
    });
    target.click();
    let idle = 0;
    const look = () => {
      const now = performance.now() - start;
      if (feedback === undefined || !${IDLE}) idle = 0;
      else if (++idle === 1) settled = now;
      if (idle === ${IDLE_FRAMES}) resolve({ feedback, settled });
      else if (now > 60000) reject(new Error("not settled after 60 s"));
      else requestAnimationFrame(look);
    };
    look();
  })`);

export interface WaitTimes {
  /** Milliseconds from the click until the row is painted open, with a line below it that says it loads. */
  feedback: number;
  /** Until all numbers are painted. */
  settled: number;
  /** Whether the page said meanwhile how long it takes, and offered to cancel. */
  elapsed: boolean;
  cancel: boolean;
}

/** Opens a row, and notes what the page shows until its numbers are there. */
export const timeWait = (page: Page, row: string): Promise<WaitTimes> =>
  page.evaluate<WaitTimes>(`new Promise((resolve, reject) => {
    const caret = document.querySelector(${JSON.stringify(`${row} .caret-button`)});
    if (!caret) return reject(new Error("nothing to open: " + ${JSON.stringify(row)}));
    const isOpen = () => document.querySelector(${JSON.stringify(`${row}[aria-expanded="true"]`)});
    const seen = { feedback: undefined, elapsed: false, cancel: false };
    let painting = false;
    const start = performance.now();
    caret.click();
    const look = () => {
      const settled = isOpen() && ${SETTLED};
      if (!painting && (settled || (isOpen() && document.querySelector(".status-row[aria-busy]")))) {
        painting = true;
        requestAnimationFrame(() => setTimeout(() => {
          seen.feedback = performance.now() - start;
        }));
      }
      seen.elapsed ||= !!document.querySelector(".status-row .waiting-time");
      seen.cancel ||= !!document.querySelector(".status-row .waiting button");
      if (settled && seen.feedback !== undefined) {
        requestAnimationFrame(() => resolve({ ...seen, settled: performance.now() - start }));
      } else if (performance.now() - start > 60000) {
        reject(new Error("not settled after 60 s"));
      } else requestAnimationFrame(look);
    };
    look();
  })`);

/** Opens or closes so many of the first level's rows, as far as they are in the page. */
export const toggleRows = (page: Page, count: number): Promise<unknown> =>
  page.evaluate(`{
    document.querySelector(".grid-scroll").scrollTo(0, 0);
    const rows = '[data-row-key][aria-level="2"] .caret-button';
    const keys = [...document.querySelectorAll(rows)].slice(0, ${count})
      .map((caret) => caret.closest("[data-row-key]").dataset.rowKey);
    for (const key of keys) {
      document.querySelector(\`[data-row-key="\${CSS.escape(key)}"] .caret-button\`)?.click();
    }
  }`);

export interface Frames {
  /** Milliseconds from frame to frame. */
  gaps: number[];
  /** Most cells that were in the page at once. */
  cells: number;
}

/** Scrolls the grid for so long, by so many pixels each frame. */
export const scrollGrid = (
  page: Page,
  milliseconds: number,
  [across, down]: readonly [number, number],
): Promise<Frames> =>
  page.evaluate<Frames>(`new Promise((resolve) => {
    const grid = document.querySelector(".grid-scroll");
    grid.scrollTo(0, 0);
    const gaps = [];
    let cells = 0;
    const start = performance.now();
    let last = start;
    const frame = (now) => {
      gaps.push(now - last);
      last = now;
      cells = Math.max(cells, grid.querySelectorAll(".grid-cell").length);
      grid.scrollBy(${across}, ${down});
      if (now - start < ${milliseconds}) requestAnimationFrame(frame);
      else resolve({ gaps: gaps.slice(1), cells });
    };
    requestAnimationFrame(frame);
  })`);

/** Not waitForFunction: the page's Content-Security-Policy forbids what that does. */
export const waitUntilSettled = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => {
    const look = () =>
      document.querySelector(".grid-row [data-measure]") && ${SETTLED}
        ? resolve()
        : requestAnimationFrame(look);
    look();
  })`);

/** Also that the page has asked all it wants to know, such as how many rows there are. */
export async function waitUntilIdle(page: Page): Promise<void> {
  await waitUntilSettled(page);
  await page.evaluate(`new Promise((resolve) => {
    let idle = 0;
    const look = () => {
      idle = ${IDLE} ? idle + 1 : 0;
      if (idle === ${IDLE_FRAMES}) resolve();
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

/** From here on, notes how long the page is busy at a time. */
export const watchTasks = (page: Page): Promise<unknown> =>
  page.evaluate(`{
    window.tasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.tasks.push(entry.duration);
    }).observe({ type: "longtask" });
  }`);

/** Milliseconds of the longest task since `watchTasks`; 0 = none above 50. */
export const longestTask = (page: Page): Promise<number> =>
  page.evaluate<number>("Math.max(0, ...window.tasks)");
