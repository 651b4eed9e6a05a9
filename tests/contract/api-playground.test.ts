import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, startBrowser } from "../support/browser.ts";
import { startStack, type Stack } from "../support/stack.ts";

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  stack = await startStack({ rows: 100 });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

describe("Playground", () => {
  it("answers a query in a browser, and asks no other host", async () => {
    const page = await openPage(browser);
    const elsewhere: string[] = [];
    const loads: number[] = [];
    page.on("response", (response) => {
      const url = new URL(response.url());
      if (url.origin !== stack.apiUrl) elsewhere.push(url.origin);
      if (url.pathname.endsWith("/v1/load")) loads.push(response.status());
    });
    const query = { measures: ["trade_metrics.trade_count"] };
    await page.goto(
      `${stack.apiUrl}/playground/#/build?query=${encodeURIComponent(JSON.stringify(query))}`,
    );
    await page.getByRole("button", { name: "Run Query" }).click();
    await expect.poll(() => loads, { timeout: 60_000 }).toEqual([200]);
    await page.getByText("100", { exact: true }).first().waitFor();
    expect(elsewhere).toEqual([]);
  });

  it("stands beside our client at the root", async () => {
    const page = await openPage(browser);
    await page.goto(`${stack.apiUrl}/`);
    await expect.poll(() => page.title()).toBe("Lookthrough");
  });
});
