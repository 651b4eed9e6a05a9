import { createClient } from "@clickhouse/client";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, screenshot, startBrowser } from "../support/browser.ts";
import { sharedStack, type SharedStack } from "../support/shared-stack.ts";
import { SHARED } from "../support/shared-stacks.ts";

let stack: SharedStack;
let browser: Browser;

beforeAll(async () => {
  stack = await sharedStack("web");
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

/** Notional as traded by asset class, straight from the facts, in the Playground's format. */
async function notionalByAssetClass(): Promise<string[][]> {
  const { url, user, password, database } = stack.connections.owner;
  const clickhouse = createClient({ url, username: user, password, database });
  const result = await clickhouse.query({
    query: `SELECT asset_class, toFloat64(sum(notional)) AS notional FROM trades_1d
            WHERE exposure_type IN ('Direct', 'ETF', 'ETC')
            GROUP BY asset_class ORDER BY notional DESC`,
    format: "JSONEachRow",
  });
  const rows = await result.json<{ asset_class: string; notional: number }>();
  await clickhouse.close();
  return rows.map(({ asset_class, notional }) => [
    asset_class,
    notional.toLocaleString("en-GB", { maximumFractionDigits: 2 }),
  ]);
}

describe("the Playground", () => {
  it("opens without the internet and answers a query composed by hand", async () => {
    const page = await openPage(browser);
    const elsewhere: string[] = [];
    await page.route(
      (url) => url.origin !== stack.apiUrl,
      (route) => {
        elsewhere.push(route.request().url());
        return route.abort();
      },
    );
    await page.goto(`${stack.apiUrl}/playground/`);
    await page
      .locator('[data-qa="QueryBuilderTab-views"]')
      .check({ force: true });
    for (const name of [
      "trade_metrics",
      "Instrument",
      "asset_class",
      "Size",
      "notional",
    ]) {
      await page.getByText(name, { exact: true }).first().click();
    }
    await page.getByRole("button", { name: "Run Query" }).click();
    await page.getByText("accelerated with pre-aggregation").waitFor();
    const expected = await notionalByAssetClass();
    for (const [index, cells] of expected.entries()) {
      const row = page.locator(`[data-qa="QueryBuilderResult-row_${index}"]`);
      expect((await row.innerText()).split(/\s*\n\s*/)).toEqual(cells);
    }
    expect(elsewhere).toEqual([]);
    await screenshot(page, "playground");
  });

  it("answers a query in its address", async () => {
    const page = await openPage(browser);
    const query = { measures: ["trade_metrics.trade_count"] };
    await page.goto(
      `${stack.apiUrl}/playground/#/build?query=${encodeURIComponent(JSON.stringify(query))}`,
    );
    await page.getByRole("button", { name: "Run Query" }).click();
    const count = SHARED.web.rows.toLocaleString("en");
    await page.getByText(count, { exact: true }).first().waitFor();
  });

  it("is linked from the pivot page in development", async () => {
    const page = await openPage(browser);
    await page.goto(stack.apiUrl);
    await page.getByRole("link", { name: "Playground" }).click();
    await page.waitForURL("**/playground/**");
  });
});
