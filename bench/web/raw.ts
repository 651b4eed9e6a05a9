import type { Page } from "playwright-core";
import { type Timing, timing } from "../measure.ts";
import { timeWait, type WaitTimes } from "./in-page.ts";
import { overHierarchies } from "./session.ts";

export interface RawResult {
  facts: number;
  /** Milliseconds from a click until the row is painted open and says that it loads. */
  feedback: Timing;
  /** Until its numbers are painted. */
  settled: Timing;
  /** Rows that took longer than RAW_LIMIT.settled; those that said how long, and that could be cancelled. */
  slow: { rows: number; elapsed: number; cancel: number };
}

/** Most milliseconds each may take at p95, unless the page says how long it takes and offers to cancel. */
export const RAW_LIMIT = { feedback: 100, settled: 2500 } as const;

/** The view of the same members that no rollup answers. */
const VIEW = "trade_metrics_raw";

/** Opens so many rows over three hierarchies, each answered from the facts. */
export async function measureRaw(
  page: Page,
  url: string,
  { count, facts }: { count: number; facts: number },
): Promise<RawResult> {
  const times: WaitTimes[] = [];
  await overHierarchies(page, url, { view: VIEW, count }, async (row) => {
    times.push(await timeWait(page, row));
    if ((await page.locator('[data-source="rollup"]').count()) > 0) {
      throw new Error(`${row} of ${VIEW} was answered by a rollup`);
    }
  });
  const slow = times.filter(({ settled }) => settled > RAW_LIMIT.settled);
  return {
    facts,
    feedback: timing(times.map(({ feedback }) => feedback)),
    settled: timing(times.map(({ settled }) => settled)),
    slow: {
      rows: slow.length,
      elapsed: slow.filter(({ elapsed }) => elapsed).length,
      cancel: slow.filter(({ cancel }) => cancel).length,
    },
  };
}
