import type { Page } from "playwright-core";
import { type Timing, timing } from "../measure.ts";
import { scrollGrid, waitUntilIdle, waitUntilSettled } from "./in-page.ts";

export interface ScrollResult {
  rows: number;
  columns: number;
  /** Milliseconds from frame to frame, by direction. */
  gaps: Record<string, Timing>;
  /** Most cells in the page at once. */
  cells: number;
}

/** How long each direction is scrolled, milliseconds. */
const DURATION = 4_000;

/** Pixels per frame. */
const DIRECTIONS = {
  down: [0, 90],
  across: [40, 0],
  diagonal: [25, 60],
} as const;

/** Scrolls a pivot of every trade by every symbol and four measures. */
export async function measureScroll(
  page: Page,
  url: string,
): Promise<ScrollResult> {
  await page.goto(
    `${url}/?v=2&rows=trade_id&columns=symbol&values=notional,pnl,fees,quantity&dates=last_5_days`,
  );
  await waitUntilIdle(page);
  const grid = page.getByRole("treegrid");
  const [rows, columns] = [
    Number(await grid.getAttribute("aria-rowcount")),
    Number(await grid.getAttribute("aria-colcount")),
  ];
  const gaps: Record<string, Timing> = {};
  let cells = 0;
  for (const [name, step] of Object.entries(DIRECTIONS)) {
    const frames = await scrollGrid(page, DURATION, step);
    gaps[name] = timing(frames.gaps);
    cells = Math.max(cells, frames.cells);
    await waitUntilSettled(page);
  }
  return { rows, columns, gaps, cells };
}
