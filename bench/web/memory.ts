import type { CDPSession, Page } from "playwright-core";
import { scrollGrid, toggleRows, waitUntilSettled } from "./in-page.ts";

export interface MemoryResult {
  /** Seconds of scrolling and opening rows. */
  seconds: number;
  /** Bytes of the JavaScript heap after each round, garbage collected. */
  heap: number[];
}

/** Most bytes of the heap, and most of it that may come after the first rounds. */
export const HEAP_LIMIT = { most: 200_000_000, growth: 0.1 };

/** Milliseconds of scrolling in each direction of a round. */
const SCROLL = 2_000;

async function heapOf(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? NaN;
}

/**
 * Share by which the heap grew from its first quarter to its end: the first
 * rounds fill the cache of answers, which is no leak.
 */
export function growthOf({ heap }: MemoryResult): number {
  const early = heap.slice(0, Math.max(1, Math.ceil(heap.length / 4)));
  return (heap.at(-1) ?? NaN) / Math.max(...early) - 1;
}

/** Scrolls a pivot on both axes, opens and closes its rows, for so long. */
export async function measureMemory(
  page: Page,
  url: string,
  seconds: number,
): Promise<MemoryResult> {
  await page.goto(
    `${url}/?v=2&rows=organisation&columns=symbol&values=notional,pnl`,
  );
  await waitUntilSettled(page);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const heap: number[] = [];
  const end = performance.now() + seconds * 1000;
  do {
    await toggleRows(page, 10);
    await waitUntilSettled(page);
    for (const step of [
      [0, 60],
      [60, 0],
      [30, 30],
    ] as const) {
      await scrollGrid(page, SCROLL, step);
    }
    await waitUntilSettled(page);
    await toggleRows(page, 10);
    await waitUntilSettled(page);
    heap.push(await heapOf(session));
  } while (performance.now() < end);
  await session.detach();
  return { seconds, heap };
}
