import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Page } from "playwright-core";
import { longestTask, watchTasks, waitUntilSettled } from "./in-page.ts";

export interface ExportResult {
  /** Rows of the table, as the CSV has them; header and notes are some more. */
  lines: number;
  /** From the click to the file, milliseconds. */
  took: number;
  /** Longest task of the page meanwhile, milliseconds; 0 = none above 50. */
  longestTask: number;
  requests: number;
}

/** What an export may cost, of 100,000 rows. */
export const EXPORT_LIMIT = { took: 10_000, task: 200 } as const;

const FILES = { CSV: "All levels, CSV", XLSX: "All levels, Excel" } as const;
const PATIENCE_MS = 600_000;

async function countLines(file: string): Promise<number> {
  let lines = 0;
  for await (const line of createInterface(createReadStream(file))) {
    lines += Number(line !== "");
  }
  return lines;
}

/** Exports every venue of every book of every symbol on ten days, all of it closed. */
export async function measureExports(
  page: Page,
  url: string,
): Promise<Record<string, ExportResult>> {
  let requests = 0;
  page.on("request", (request) => {
    requests += Number(request.url().includes("/v1/load"));
  });
  const results: Record<string, ExportResult> = {};
  let lines = 0;
  for (const [name, title] of Object.entries(FILES)) {
    await page.goto(
      `${url}/?v=2&rows=symbol,book,trade_day,venue&values=notional,trade_count&dates=last_10_days`,
    );
    await waitUntilSettled(page);
    await page.getByRole("button", { name: "Export" }).click();
    const choice = page.getByRole("button", { name: title });
    await choice.waitFor();
    await watchTasks(page);
    requests = 0;
    const start = performance.now();
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout: PATIENCE_MS }),
      choice.click(),
    ]);
    const file = await download.path();
    const took = performance.now() - start;
    if (name === "CSV") lines = await countLines(file);
    results[name] = {
      lines,
      took,
      longestTask: await longestTask(page),
      requests,
    };
  }
  return results;
}
