import { createClient, type ClickHouseClient } from "@clickhouse/client";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, startBrowser } from "../support/browser.ts";
import { ExplorerPage } from "../support/explorer-page.ts";
import { startStack, type Stack } from "../support/stack.ts";

const TRADED = "exposure_type != 'Constituent'";

interface Place {
  scrolled: number;
  /** Id of the cell with the focus. */
  active: string;
}

// Text, because these tests are compiled without the types of a browser.
const PLACE = `(() => {
  const grid = document.querySelector("[role=treegrid]");
  return {
    scrolled: grid.scrollTop,
    active: grid.getAttribute("aria-activedescendant"),
  };
})()`;

let stack: Stack;
let clickhouse: ClickHouseClient;
let browser: Browser;

beforeAll(async () => {
  stack = await startStack({ rows: 1_000 });
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await clickhouse?.close();
  await stack?.stop();
});

const countOf = async (book: string): Promise<number> => {
  const result = await clickhouse.query({
    query: `SELECT count() AS trades FROM trades_1d WHERE ${TRADED} AND toString(book) = '${book}'`,
    format: "JSONEachRow",
  });
  const [row] = await result.json<{ trades: string }>();
  return Number(row?.trades);
};

/** The same trade under another number. */
const insertTrade = (book: string) =>
  clickhouse.command({
    query: `INSERT INTO trades_1d
      SELECT * REPLACE (900000001 AS trade_id) FROM trades_1d
      WHERE ${TRADED} AND toString(book) = '${book}' LIMIT 1`,
  });

describe("a live pivot", () => {
  it("shows a new trade, flashes its cell, and stays where it is", async () => {
    const page = await openPage(browser, {
      viewport: { width: 1200, height: 600 },
    });
    const pivot = new ExplorerPage(page);
    const place = () => page.evaluate<Place>(PLACE);
    await pivot.open(
      `${stack.apiUrl}/?v=2&rows=book&values=trade_count&dates=all`,
    );
    await pivot.grid.hover();
    await page.mouse.wheel(0, 900);
    await expect.poll(async () => (await place()).scrolled).toBeGreaterThan(0);
    await pivot.settled();
    const keys = await pivot.keys(pivot.members);
    const book = keys[Math.floor(keys.length / 2)] ?? "";
    const cell = pivot.row(book).locator('[data-measure="trade_count"]');
    await cell.first().click();
    const before = await countOf(book);
    expect(await pivot.value({ row: book, measure: "trade_count" })).toBe(
      before,
    );
    const asOf = pivot.status.getByText(/^As of/);
    const [placed, shownAt] = [await place(), await asOf.innerText()];

    await page.getByRole("button", { name: "PAUSED" }).click();
    const flashed = pivot.row(book).locator(".flash").first().waitFor();
    await insertTrade(book);
    await flashed;
    expect(await countOf(book)).toBe(before + 1);
    await expect
      .poll(() => pivot.value({ row: book, measure: "trade_count" }))
      .toBe(before + 1);
    expect(await place()).toEqual(placed);
    await expect.poll(() => asOf.innerText()).not.toBe(shownAt);

    await page.getByRole("button", { name: "LIVE" }).click();
    await page.getByRole("button", { name: "PAUSED" }).waitFor();
  });
});
