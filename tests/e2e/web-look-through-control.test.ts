import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seriousFindings } from "../support/axe.ts";
import { screenshot } from "../support/browser.ts";
import type { LookThroughPage } from "../support/look-through-page.ts";
import {
  expectNear,
  type LookThroughStack,
  startLookThrough,
  TRADED,
  VIA,
} from "../support/look-through-stack.ts";
import { closePage, LOAD } from "../support/web-stack.ts";

let stack: LookThroughStack;
let address: string;
let oneBySql: LookThroughStack["oneBySql"];
let look: LookThroughPage;
let page: Page;

beforeAll(async () => {
  stack = await startLookThrough();
  ({ address, oneBySql } = stack);
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  await closePage(page);
  look = await stack.newPage();
  page = look.page;
});

describe("undo", () => {
  const key = (press: string) => page.keyboard.press(press);
  const search = () => page.url().split("?")[1];

  it("takes back every change by keys, buttons and the back button alike", async () => {
    await look.open(`${address}?v=1&basis=notional`);
    const before = search();
    await look.choose("Gross");
    const gross = search();
    await look.toggle("key:AAPL");
    expect(search()).toContain("open=AAPL");
    await key("Control+z");
    await look.settled();
    expect(search()).toBe(gross);
    expect(await look.figures("carrier:AAPL/", "total")).toEqual(new Map());
    await page.goBack();
    await look.settled();
    expect(search()).toBe(before);
    expectNear(
      await look.tileValue("total"),
      await oneBySql(`sumIf(notional, ${TRADED})`),
      "total",
    );
    await key("Control+y");
    await page.getByRole("button", { name: /^Redo/ }).click();
    await look.settled();
    expect(search()).toContain("open=AAPL");
    await page.reload();
    await look.settled();
    await page.getByRole("button", { name: /^Undo/ }).click();
    await look.settled();
    expect(search()).toBe(gross);
  });

  it("takes one step over all that is typed in a field", async () => {
    await look.open(`${address}?v=1&tab=concentration`);
    const limit = page.getByLabel("Issuer limit, % of total");
    await limit.fill("");
    await limit.pressSequentially("2.5");
    await look.settled();
    expect(search()).toContain("limit=2.5");
    await page.getByRole("tab", { name: "Concentration" }).focus();
    await key("Control+z");
    await look.settled();
    expect(search()).not.toContain("limit=");
    expect(await limit.inputValue()).toBe("10");
  });

  it("and the other keys stand in a sheet; Escape closes it alone", async () => {
    await look.open(`${address}?v=1&drill=%3DAAPL~%3DSPY`);
    await page.getByRole("tab", { name: "Holdings" }).focus();
    await key("?");
    const sheet = page.getByRole("dialog", { name: "Keys and definitions" });
    await sheet.getByText("Undo, like the back button").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await key("Escape");
    await sheet.waitFor({ state: "detached" });
    expect(await page.locator(".lt-drill").count()).toBe(1);
    expect(await page.evaluate("document.activeElement.textContent")).toBe(
      "Holdings",
    );
    await key("/");
    await expect
      .poll(() => page.evaluate("document.activeElement.placeholder"))
      .toBe("Nothing");
    await key("F6");
    expect(await page.locator("[data-region=figures] :focus").count()).toBe(1);
  });
});

describe("a wait", () => {
  const STAGE = "#2 in queue";
  /** Milliseconds between two answers of a server that is not done yet. */
  const POLL = 500;
  /** Milliseconds after which the page offers a way out. */
  const LONG = 11_000;
  const status = () => page.locator(".lt-page > .status-bar");
  const stillWaiting = async (route: Route) => {
    await new Promise((resolve) => setTimeout(resolve, POLL));
    await route
      .fulfill({ json: { error: "Continue wait", stage: STAGE } })
      .catch(() => {
        // The page has given the request up.
      });
  };

  it("says how long and at what stage, and is cancelled without loss", async () => {
    await page.clock.install();
    await look.open(`${address}?v=1&basis=notional`);
    const total = await look.tileValue("total");
    await page.route(LOAD, stillWaiting);
    await page.getByRole("button", { name: "Refresh" }).click();
    const waiting = status().locator(".waiting", { hasText: STAGE });
    await waiting.waitFor();
    expect(await waiting.innerText()).toMatch(/\d s/);
    await page.clock.fastForward(LONG);
    await status()
      .getByRole("button", { name: /^Narrower dates/ })
      .waitFor();
    await screenshot(page, "look-through-waiting");
    await status().getByRole("button", { name: "Cancel" }).click();
    await status()
      .getByText(/^Cancelled:/)
      .waitFor();
    expect(await look.tileValue("total")).toBe(total);

    await page.unroute(LOAD, stillWaiting);
    await status().getByRole("button", { name: "Ask again" }).click();
    await look.settled();
    expect(
      await status()
        .getByText(/^Cancelled:/)
        .count(),
    ).toBe(0);
    expect(await look.tileValue("total")).toBe(total);
  });

  /** Cancels what a change asks for, while no answer comes. */
  async function cancelledAfter(change: () => Promise<void>) {
    await page.route(LOAD, stillWaiting);
    await change();
    await status().locator(".waiting", { hasText: STAGE }).waitFor();
    await page.clock.fastForward(LONG);
    await status().getByRole("button", { name: "Cancel" }).click();
    await status()
      .getByText(/^Cancelled:/)
      .waitFor();
    await page.unroute(LOAD, stillWaiting);
  }

  it("for another selection that is cancelled leaves the figures before it, unchecked", async () => {
    await page.clock.install();
    await look.open(`${address}?v=1&basis=notional&slices=region:EMEA`);
    const total = await look.tileValue("total");
    expectNear(
      total,
      await oneBySql(`sumIf(notional, ${TRADED} AND region = 'EMEA')`),
      "total of a region",
    );
    await cancelledAfter(() =>
      page.getByRole("button", { name: /^Remove filter .* EMEA/ }).click(),
    );
    await page.getByText(/^Not checked:/).waitFor();
    expect(await look.tileValue("total")).toBe(total);
    await status().getByRole("button", { name: "Ask again" }).click();
    await look.settled();
    expectNear(
      await look.tileValue("total"),
      await oneBySql(`sumIf(notional, ${TRADED})`),
      "total",
    );
  });

  it("for other measures that is cancelled leaves none, until they are asked for again", async () => {
    await page.clock.install();
    await look.open(`${address}?v=1&basis=notional`);
    await cancelledAfter(() =>
      page.getByText("Gross", { exact: true }).first().click(),
    );
    expect(await look.tileText("total")).toBe("–");
    await page
      .locator(".lt-banner", { hasText: "could not be read: cancelled" })
      .getByRole("button", { name: "Retry" })
      .click();
    await expect.poll(() => look.tileText("total")).not.toBe("–");
    await status().getByRole("button", { name: "Ask again" }).click();
    await look.settled();
    expectNear(
      await look.tileValue("total"),
      await oneBySql(`sumIf(abs(exposure), ${TRADED})`),
      "gross total",
    );
    expect(
      await status()
        .getByText(/^Cancelled:/)
        .count(),
    ).toBe(0);
  });

  it("for the first answers ends by cancelling, and they are asked for again", async () => {
    await page.clock.install();
    await page.route(LOAD, stillWaiting);
    await page.goto(`${address}?v=1&basis=notional`);
    const waiting = page.locator(".page-message .waiting", { hasText: STAGE });
    await waiting.waitFor();
    await page.clock.fastForward(LONG);
    await waiting.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("cancelled").waitFor();
    await page.unroute(LOAD, stillWaiting);
    await page.getByRole("button", { name: "Retry" }).click();
    await look.settled();
    expect(await look.tileValue("total")).not.toBeNull();
  });
});

describe("currencies", () => {
  it("that are mixed are said to be, and one of them is chosen", async () => {
    await look.open(`${address}?v=1&basis=notional`);
    expect(await look.tile("total").innerText()).toContain("USD");
    expect(await page.getByText("These sums mix currencies").count()).toBe(0);
    // All instruments of the generator are in dollars: a second one is made up.
    const asks = (route: Route) =>
      decodeURIComponent(
        `${route.request().url()} ${route.request().postData() ?? ""}`,
      );
    await page.route(LOAD, async (route) => {
      const asked = asks(route);
      if (!asked.includes('"dimensions":["trade_metrics.currency"]')) {
        await route.continue();
        return;
      }
      const response = await route.fetch();
      const body = (await response.json()) as {
        results: { data: Record<string, unknown>[] }[];
      };
      const data = body.results[0]?.data;
      const [dollars] = data ?? [];
      if (dollars !== undefined && !asked.includes('"equals"')) {
        data?.unshift({ ...dollars, "trade_metrics.currency": "EUR" });
      }
      await route.fulfill({ response, json: body });
    });
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByText("These sums mix currencies: amounts in EUR").waitFor();
    expect(await look.tile("total").innerText()).not.toContain("USD");
    await screenshot(page, "look-through-currencies");
    await page.getByRole("button", { name: "Only USD" }).click();
    await look.settled();
    expect(page.url()).toContain("slices=currency%3AUSD");
    expect(await look.tile("total").innerText()).toContain("USD");
    expect(await page.getByText("These sums mix currencies").count()).toBe(0);
    const where = "currency = 'USD'";
    for (const [tile, rows] of [
      ["total", TRADED],
      ["via", VIA],
    ] as const) {
      expectNear(
        await look.tileValue(tile),
        await oneBySql(`sumIf(notional, ${rows})`, where),
        tile,
      );
    }
    await page.locator(".lt-check[data-state=holds]").waitFor();
  });
});
