import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seriousFindings } from "../support/axe.ts";
import { screenshot } from "../support/browser.ts";
import type { LookThroughPage } from "../support/look-through-page.ts";
import {
  DIRECT,
  expectNear,
  type LookThroughStack,
  startLookThrough,
  TRADED,
  WRAPPER,
} from "../support/look-through-stack.ts";

const LOAD = "**/cubejs-api/v1/load**";

let stack: LookThroughStack;
let address: string;
let sql: LookThroughStack["sql"];
let oneBySql: LookThroughStack["oneBySql"];
let look: LookThroughPage;
let page: Page;

beforeAll(async () => {
  stack = await startLookThrough();
  ({ address, sql, oneBySql } = stack);
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  // Intercepted answers of the test before may still be under way.
  await page?.unrouteAll({ behavior: "ignoreErrors" });
  await page?.context().close();
  look = await stack.newPage();
  page = look.page;
});

describe("states", () => {
  it("say when a selection has no wrapper", async () => {
    const [book] = await sql<{ book: string; day: string }>(
      `SELECT book, toString(trade_date) AS day FROM trades_1d GROUP BY ALL
       HAVING countIf(${WRAPPER}) = 0 AND countIf(${DIRECT}) > 0 ORDER BY ALL LIMIT 1`,
    );
    expect(book).toBeDefined();
    await look.open(
      `${address}?v=1&dates=${book?.day}..${book?.day}&slices=book:${book?.book}`,
    );
    await page.getByText("there is nothing to look through").waitFor();
    expect(await look.tileValue("via")).toBe(0);
    await screenshot(page, "look-through-no-wrapper");
  });

  it("say when a day has no weights", async () => {
    await look.open(`${address}?v=1&weights=1999-12-31`);
    await page.getByText(/No weights on 31 Dec 1999 for/).waitFor();
    await page
      .getByRole("button", { name: "Use the last day of the dates" })
      .click();
    await look.settled();
    expect(await page.getByText(/No weights on/).count()).toBe(0);
  });

  it("name the dates that leave nothing, and lift them", async () => {
    await page.goto(`${address}?v=1&dates=2019-01-01..2019-01-31`);
    await page.getByText(/^The dates 1 Jan 2019 – 31 Jan 2019/).waitFor();
    await look.settled();
    expect(await page.getByText("nothing to look through").count()).toBe(0);
    await screenshot(page, "look-through-empty");
    await page.getByRole("button", { name: "Show everything" }).click();
    await look.settled();
    expect(await look.tileValue("total")).not.toBe(0);
  });

  it("show an error where it happened, and retry", async () => {
    await look.open(`${address}?v=1&basis=notional`);
    const fail = (route: Route) =>
      route.fulfill({ status: 500, json: { error: "the engine is tired" } });
    await page.route(LOAD, fail);
    await look.row("key:AAPL").locator(".lt-expander").click();
    const alert = page.getByRole("alert");
    await alert.getByText("the engine is tired").waitFor();
    expectNear(
      await look.tileValue("total"),
      await oneBySql(`sumIf(notional, ${TRADED})`),
      "total",
    );
    await screenshot(page, "look-through-error");
    await page.unroute(LOAD, fail);
    await alert.getByRole("button", { name: "Retry" }).click();
    await alert.waitFor({ state: "detached" });
    await look.settled();
    expect((await look.figures("carrier:AAPL/", "total")).size).toBe(3);
  });

  it("fit a phone without scrolling the page sideways", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await look.open(`${address}?v=1&open=AAPL`);
    const width = () => page.evaluate("document.documentElement.scrollWidth");
    expect(await width()).toBe(360);
    // The table begins on the first screen.
    const table = await page.locator(".lt-table").first().boundingBox();
    expect(table?.y).toBeLessThan(740 / 2);
    await screenshot(page, "look-through-phone");
    await page.getByRole("button", { name: /^Selection/ }).click();
    expect(await width()).toBe(360);
    await screenshot(page, "look-through-phone-selection");
  });
});

describe("accessibility", () => {
  /** Milliseconds for seven views, each searched for findings. */
  const ALL_VIEWS = 400_000;
  const AXE = readFileSync(
    createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
    "utf8",
  );
  const findings = async () => {
    await page.evaluate(AXE);
    return page.evaluate<string[]>(
      "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).slice(0, 5).join(', ')}`))",
    );
  };

  it.each(["light", "dark"] as const)(
    "has no serious finding in %s colours",
    async (colorScheme) => {
      await page.context().close();
      look = await stack.newPage({ colorScheme });
      page = look.page;
      for (const view of [
        "count=both&part=unmapped&open=AAPL",
        "open=AAPL,AAPL~SPY&drill=%3DAAPL~%3DSPY",
        "tab=flow",
        "tab=wrapper&wrapper=SPY",
        "tab=overlap",
        "tab=concentration&limit=2",
        "dates=2019-01-01..2019-01-31",
      ]) {
        await look.open(`${address}?v=1&basis=notional&${view}`);
        expect(await findings(), view).toEqual([]);
      }
      await screenshot(page, `look-through-axe-${colorScheme}`);
    },
    ALL_VIEWS,
  );

  it("is used with the keyboard alone", async () => {
    await look.open(`${address}?v=1&basis=notional`);
    await look.tile("via").focus();
    await page.keyboard.press("Enter");
    await look.settled();
    expect(await look.tile("via").getAttribute("aria-pressed")).toBe("true");
    await look.row("key:AAPL").locator(".lt-expander").focus();
    await page.keyboard.press("Space");
    await look.settled();
    expect((await look.figures("carrier:AAPL/", "total")).size).toBe(2);
    await page.getByRole("tab", { name: "Holdings" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: "Flow", selected: true }).waitFor();
    await page.goBack();
    await look.settled();
    expect(
      await page
        .getByRole("tab", { name: "Holdings" })
        .getAttribute("aria-selected"),
    ).toBe("true");
  });
});

describe("the queries behind the figures", () => {
  it("tell their source and SQL, run again, and are left by Escape", async () => {
    await look.open(`${address}?v=1&basis=notional`);
    const button = page.getByRole("button", { name: "Queries" });
    await button.click();
    const panel = page.getByRole("region", { name: "Queries" });
    const totals = panel.getByRole("button", { name: /in total/ }).first();
    await totals.click();
    await panel.getByText("Answered by").waitFor();
    await panel.getByLabel("Generated SQL").getByText("FROM").waitFor();
    const query = await panel.getByLabel("REST query as JSON").inputValue();
    expect(JSON.parse(query)).toHaveProperty("measures");
    await panel.getByRole("button", { name: "Run again" }).click();
    await panel.getByRole("table").waitFor();
    await screenshot(page, "look-through-queries");
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement.textContent")).toBe(
      "Queries",
    );
  });
});

describe("saved views", () => {
  it("are kept in the browser, tell of changes, and open at the first visit", async () => {
    await look.open(`${address}?v=1&basis=notional&slices=region:EMEA`);
    const menu = page.getByRole("button", { name: /^Saved views/ });
    await menu.click();
    await page.getByLabel("Save as").fill("Europe");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Saved views: Europe" }).click();
    await page.getByRole("button", { name: "Change Europe" }).click();
    await page.getByRole("button", { name: "Open at the first visit" }).click();
    await page.keyboard.press("Escape");
    expect(await menu.innerText()).not.toContain("●");

    await page.getByText("Net", { exact: true }).first().click();
    await look.settled();
    await expect.poll(() => menu.innerText()).toContain("●");

    await look.open(address);
    expect(await menu.innerText()).toContain("Europe");
    const [expected] = await sql<{ total: number }>(
      `SELECT toFloat64(sum(notional)) AS total FROM trades_1d
       WHERE ${TRADED} AND region = 'EMEA'`,
    );
    expectNear(await look.tileValue("total"), expected?.total ?? NaN, "total");
  });
});
