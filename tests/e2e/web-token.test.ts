import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, screenshot, startBrowser } from "../support/browser.ts";
import { ExplorerPage } from "../support/explorer-page.ts";
import { startStack, type Stack } from "../support/stack.ts";

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  stack = await startStack({ rows: 500, mode: "production" });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

describe("the pivot page in production", () => {
  it("asks for a token, says when it is not accepted, and keeps it for the tab", async () => {
    const page = await openPage(browser);
    const pivot = new ExplorerPage(page);
    await page.goto(
      `${stack.apiUrl}/?v=2&rows=organisation&values=trade_count`,
    );
    await page.getByRole("heading", { name: /needs a token/ }).waitFor();
    await screenshot(page, "token");

    await page.getByLabel("API token").fill("not-a-token");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText(/was not accepted/).waitFor();

    await page.getByLabel("API token").fill(stack.token ?? "");
    await page.getByRole("button", { name: "Continue" }).click();
    await pivot.settled();
    expect(await pivot.value({ measure: "trade_count" })).toBe(500);

    await page.reload();
    await pivot.settled();
    expect(await pivot.value({ measure: "trade_count" })).toBe(500);
  });

  it("offers no Playground", async () => {
    const page = await openPage(browser);
    const probe = page.waitForResponse(/\/playground\//);
    await page.goto(stack.apiUrl);
    expect((await probe).ok()).toBe(false);
    expect(await page.getByRole("link", { name: "Playground" }).count()).toBe(
      0,
    );
  });
});
