import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { screenshot } from "../support/browser.ts";
import { ExplorerPage } from "../support/explorer-page.ts";
import {
  closePage,
  LOAD,
  startWeb,
  type WebStack,
} from "../support/web-stack.ts";

const ORGANISATION = "?v=2&rows=organisation&values=notional,trade_count";
const STAGE = "#2 in queue";
/** Milliseconds between two answers of a server that is not done yet. */
const POLL = 500;
/** Milliseconds after which the page offers a way out. */
const LONG = 11_000;

let stack: WebStack;
let page: Page;
let pivot: ExplorerPage;

beforeAll(async () => {
  stack = await startWeb();
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  await closePage(page);
  page = await stack.newPage();
  pivot = new ExplorerPage(page);
  await page.clock.install();
  await pivot.open(`${stack.apiUrl}/${ORGANISATION}`);
});

/** As Cube answers while a query is in its queue, for good. */
async function stillWaiting(route: Route) {
  await new Promise((resolve) => setTimeout(resolve, POLL));
  await route
    .fulfill({ json: { error: "Continue wait", stage: STAGE } })
    .catch(() => {
      // The page has given the request up.
    });
}

const firstRow = async () => (await pivot.keys(pivot.children("")))[0] ?? "";
/** Waits until the page says what the server does, and then lets time pass. */
async function waitLong() {
  await pivot.status.locator(".waiting", { hasText: STAGE }).waitFor();
  await page.clock.fastForward(LONG);
}

const button = (name: string | RegExp) => page.getByRole("button", { name });

describe("a question under way", () => {
  it("says how long and at what stage, and is cancelled without loss", async () => {
    const first = await firstRow();
    const total = await pivot.value({ measure: "notional" });
    await page.route(LOAD, stillWaiting);
    await pivot.caret(first).click();
    const row = page.locator(".status-row", { hasText: STAGE });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/\d s/);
    expect(await pivot.status.innerText()).toContain(STAGE);
    await waitLong();
    await row.getByRole("button", { name: "Cancel" }).waitFor();
    await pivot.status.getByRole("button", { name: "Cancel" }).waitFor();
    await screenshot(page, "pivot-waiting");
    await row.getByRole("button", { name: "Cancel" }).click();
    const cancelled = page.locator(".status-row", { hasText: "Cancelled" });
    await cancelled.waitFor();
    await page
      .locator(".status-fetching:not(:empty)")
      .waitFor({ state: "detached" });
    expect(await pivot.value({ measure: "notional" })).toBe(total);

    await page.unroute(LOAD, stillWaiting);
    await cancelled.getByRole("button", { name: "Ask again" }).click();
    await pivot.settled();
    expect(await pivot.children(first).count()).toBeGreaterThan(0);
    expect(await pivot.status.getByText(/^Cancelled/).count()).toBe(0);
  });

  it("of the whole pivot leaves the numbers before it when it is cancelled", async () => {
    const first = await firstRow();
    const rows = await pivot.keys(pivot.children(""));
    await page.route(LOAD, stillWaiting);
    await pivot.openMenu({ row: first, measure: "notional" });
    await pivot.choose("Keep only");
    await waitLong();
    await pivot.status.getByRole("button", { name: "Cancel" }).click();
    await pivot.status.getByText(/^Cancelled:/).waitFor();
    expect(await pivot.keys(pivot.children(""))).toEqual(rows);

    await page.unroute(LOAD, stillWaiting);
    await pivot.status.getByRole("button", { name: "Ask again" }).click();
    await expect
      .poll(() => pivot.keys(pivot.children("")), { timeout: 60_000 })
      .toEqual([first]);
  });

  it("is asked for fewer days on demand", async () => {
    const total = (await pivot.value({ measure: "trade_count" })) ?? 0;
    await page.route(LOAD, stillWaiting);
    await button("Refresh").click();
    await waitLong();
    await pivot.status.getByRole("button", { name: /^Narrower dates/ }).click();
    await page.unroute(LOAD, stillWaiting);
    await expect.poll(() => page.url()).toContain("dates=");
    await pivot.settled();
    expect(await pivot.value({ measure: "trade_count" })).toBeLessThan(total);
    await button(/^Undo/).click();
    await pivot.settled();
    expect(await pivot.value({ measure: "trade_count" })).toBe(total);
  });
});

describe("a question that failed", () => {
  it("gives the request's id to copy", async () => {
    await page
      .context()
      .grantPermissions(["clipboard-read", "clipboard-write"]);
    const sent: string[] = [];
    await page.route(LOAD, async (route) => {
      const response = await route.fetch();
      sent.push(response.headers()["x-request-id"] ?? "");
      await route.fulfill({
        status: 500,
        headers: { "x-request-id": sent[0] ?? "" },
        json: { error: "the engine is tired", code: "query-failed" },
      });
    });
    await pivot.caret(await firstRow()).click();
    await button(/^Copy request id/)
      .first()
      .click();
    await button(/^Copied/).waitFor();
    const copied = await page.evaluate<string>(
      "navigator.clipboard.readText()",
    );
    expect(sent).toContain(copied);
    expect(copied).not.toBe("");
  });

  it("of cells is asked again from the status line", async () => {
    const [day = ""] = await stack.lastDays(1);
    const fail = async (route: Route) => {
      const asked = decodeURIComponent(
        `${route.request().url()} ${route.request().postData() ?? ""}`,
      );
      if (asked.includes("trade_day")) {
        await route.fulfill({ status: 500, json: { error: "tired" } });
      } else await route.continue();
    };
    await page.route(LOAD, fail);
    await page.goto(
      `${stack.apiUrl}/?v=2&rows=desk&columns=trade_day&values=notional&dates=${day}..${day}`,
    );
    await pivot.status.getByText(/queries failed/).waitFor();
    await page.unroute(LOAD, fail);
    await pivot.status.getByRole("button", { name: "Retry them" }).click();
    await pivot.settled();
    expect(await pivot.status.getByText(/queries failed/).count()).toBe(0);
    expect(await pivot.grid.getByText("failed").count()).toBe(0);
  });
});

describe("the inspector", () => {
  it("tells the server's time, the bytes and the request's id, as they were sent", async () => {
    const sent = new Map<string, number>();
    page.on("response", (response) => {
      const headers = response.headers();
      if (headers["x-request-id"] === undefined) return;
      sent.set(headers["x-request-id"], Number(headers["content-length"]));
      expect(headers["server-timing"]).toMatch(/^total;dur=[\d.]+$/);
    });
    await button("Refresh").click();
    await pivot.settled();
    await page
      .getByRole("button", { name: "Inspect the queries" })
      .first()
      .click();
    const drawer = page.locator(".drawer");
    const item = drawer.locator(".query-item").first();
    expect(await item.innerText()).toMatch(/\d+ ms of \d+ ms|\d s/);
    await item.click();
    const details = await drawer.locator(".query-details dl").innerText();
    const [, id = ""] = /Request\s+(\S+)/.exec(details) ?? [];
    const [, bytes = ""] = /Size\s+([\d,]+) bytes/.exec(details) ?? [];
    expect(sent.get(id)).toBe(Number(bytes.replaceAll(",", "")));
  });
});
