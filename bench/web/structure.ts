import type { Page } from "playwright-core";
import { type Timing, timing } from "../measure.ts";
import {
  longestTask,
  type StepTimes,
  timeStep,
  waitUntilSettled,
  watchTasks,
} from "./in-page.ts";

export interface StructureResult {
  /** Milliseconds from a click until the page shows any sign of it. */
  feedback: Timing;
  /** Until all it asked for is painted. */
  settled: Timing;
  /** Longest task of the page in the whole session, milliseconds. */
  longestTask: number;
}

/** Most milliseconds each may take, settling at p95. */
export const STRUCTURE_LIMIT = { feedback: 100, settled: 800, task: 200 };

interface Step {
  /** Opens what the click is in; no part of its time. */
  open?: (page: Page) => Promise<void>;
  /** Expression of the element to click. */
  target: string;
}

const one = (selector: string): Step => ({
  target: `document.querySelector(${JSON.stringify(selector)})`,
});
const sort = (measure: string) =>
  one(`.value-header[data-measure="${measure}"] button`);
const SWAP = one('[aria-label="Swap rows and columns"]');
const withText = (selector: string, text: string) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})]
    .find(({ textContent }) => textContent.startsWith(${JSON.stringify(text)}))`;
const addToRows = (title: string): Step => ({
  async open(page) {
    await page.getByRole("button", { name: `Add ${title}` }).click();
    await page.getByRole("button", { name: "Add to Rows" }).waitFor();
  },
  target: withText("button", "Add to Rows"),
});
const KEEP_ONLY: Step = {
  async open(page) {
    await page.locator('[data-row="2"] .label').click({ button: "right" });
    await page.getByRole("menuitem", { name: "Keep only" }).waitFor();
  },
  target: withText("[role=menuitem]", "Keep only"),
};

/** Sorts, fields, exposure and a filter, as an analyst would change them. */
const STEPS: readonly Step[] = [
  sort("notional"),
  sort("pnl"),
  addToRows("Geography"),
  sort("trade_count"),
  SWAP,
  SWAP,
  one('.top-bar input[value="look_through"]'),
  one('.top-bar input[value="as_traded"]'),
  KEEP_ONLY,
  one(".values-row .corner button"),
  addToRows("Calendar"),
  sort("notional"),
];

/** Twelve changes of what the pivot is made of, in a page with nothing asked before. */
export async function measureStructure(
  page: Page,
  url: string,
): Promise<StructureResult> {
  await page.goto(
    `${url}/?v=2&rows=organisation&values=notional,pnl,trade_count`,
  );
  await waitUntilSettled(page);
  await watchTasks(page);
  const times: StepTimes[] = [];
  for (const { open, target } of STEPS) {
    await open?.(page);
    times.push(await timeStep(page, target));
  }
  return {
    feedback: timing(times.map(({ feedback }) => feedback)),
    settled: timing(times.map(({ settled }) => settled)),
    longestTask: await longestTask(page),
  };
}
