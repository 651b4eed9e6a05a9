import { createClient, type ClickHouseClient } from "@clickhouse/client";
import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildWeb, isWebBuildStale } from "../../server/web-build.ts";
import { openPage, screenshot, startBrowser } from "../support/browser.ts";
import { PivotPage } from "../support/pivot-page.ts";
import { startStack } from "../support/stack.ts";

const LOAD = "**/cubejs-api/v1/load**";
const TRADED = "exposure_type IN ('Direct', 'ETF', 'ETC')";
const HELD = "exposure_type IN ('Direct', 'Constituent')";

let stack: Awaited<ReturnType<typeof startStack>>;
let clickhouse: ClickHouseClient;
let browser: Browser;
let page: Page;
let pivot: PivotPage;

beforeAll(async () => {
  if (isWebBuildStale("web")) {
    await buildWeb("web", AbortSignal.timeout(60_000));
  }
  stack = await startStack({ rows: 4_000 });
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await clickhouse?.close();
  await stack?.stop();
});

beforeEach(async () => {
  await page?.context().close();
  page = await openPage(browser, { colorScheme: "light" });
  pivot = new PivotPage(page);
});

/** Name → value straight from the facts. */
async function bySql(select: string, where = "1", group?: string) {
  const result = await clickhouse.query({
    query: `SELECT ${group === undefined ? "''" : `toString(${group})`} AS name, toFloat64(${select}) AS value
            FROM trades_1d WHERE ${where} ${group === undefined ? "" : `GROUP BY ${group}`}`,
    format: "JSONEachRow",
  });
  const rows = await result.json<{ name: string; value: number }>();
  return new Map(rows.map(({ name, value }) => [name, value]));
}

const oneBySql = async (select: string, where?: string) =>
  (await bySql(select, where)).get("") ?? Number.NaN;

/** The page shows whole numbers: half a unit is rounding, more is wrong. */
const expectSameValues = (
  shown: Map<string, number | null>,
  expected: Map<string, number>,
) => {
  expect([...shown.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [name, value] of expected) {
    const difference = Math.abs((shown.get(name) ?? Number.NaN) - value);
    expect(difference, name).toBeLessThanOrEqual(0.51);
  }
};

const firstName = (key: Map<string, unknown>) => [...key.keys()][0] ?? "";

describe("the pivot page", () => {
  it("shows a grand total equal to SQL over the facts", async () => {
    await pivot.open(stack.apiUrl);
    for (const [measure, sql] of [
      ["notional", `sumIf(notional, ${TRADED})`],
      ["pnl", `sumIf(pnl, ${TRADED})`],
      ["trade_count", `countIf(${TRADED})`],
    ] as const) {
      const shown = await pivot.value(pivot.total, measure);
      expectSameValues(
        new Map([[measure, shown]]),
        new Map([[measure, await oneBySql(sql)]]),
      );
    }
    expect(await pivot.value(pivot.total, "trade_count")).toBe(4_000);
    await screenshot(page, "pivot-light");
  });

  it("opens manager, fund and portfolio with subtotals equal to SQL", async () => {
    await pivot.open(stack.apiUrl);
    const notional = `sumIf(notional, ${TRADED})`;
    const managers = await bySql(notional, "1", "portfolio_manager_id");
    expectSameValues(
      await pivot.values(pivot.children(""), "notional"),
      managers,
    );

    const manager = firstName(managers);
    await pivot.toggle(manager);
    const inManager = `portfolio_manager_id = ${manager}`;
    const funds = await bySql(notional, inManager, "fund_id");
    expectSameValues(
      await pivot.values(pivot.children(manager), "notional"),
      funds,
    );

    const fund = firstName(funds);
    await pivot.toggle(`${manager}/${fund}`);
    const inFund = `${inManager} AND fund_id = ${fund}`;
    expectSameValues(
      await pivot.values(pivot.children(`${manager}/${fund}`), "notional"),
      await bySql(notional, inFund, "portfolio_id"),
    );
    expectSameValues(
      await pivot.values(pivot.children(`${manager}/${fund}`), "pnl"),
      await bySql(`sumIf(pnl, ${TRADED})`, inFund, "portfolio_id"),
    );
    await screenshot(page, "pivot-expanded");
  });

  it("says that a rollup answered, and which", async () => {
    await pivot.open(stack.apiUrl);
    const badge = pivot.total.locator(".answer-badge");
    expect(await badge.innerText()).toMatch(/^rollup\s+\d/);
    expect(await badge.getAttribute("title")).toMatch(/by_organisation/);
  });

  it("looks through wrappers, and the parts add up", async () => {
    await pivot.open(stack.apiUrl);
    const asTraded = await pivot.value(pivot.total, "notional");
    await page.getByText("Look-through", { exact: true }).click();
    await pivot.settled();
    const lookThrough = await pivot.value(pivot.total, "look_through_notional");
    expectSameValues(
      new Map([["look-through", lookThrough]]),
      new Map([["look-through", await oneBySql(`sumIf(notional, ${HELD})`)]]),
    );
    expect(lookThrough).toBeLessThan(asTraded ?? 0);
    expectSameValues(
      await pivot.values(pivot.children(""), "look_through_notional"),
      await bySql(`sumIf(notional, ${HELD})`, "1", "portfolio_manager_id"),
    );
    await page.getByText(/so hidden: Trades/).waitFor();

    await page.getByText("As traded", { exact: true }).click();
    await pivot.settled();
    expect(await pivot.value(pivot.total, "trade_count")).toBe(4_000);
  });

  it("offers holdings for instruments in look-through", async () => {
    await pivot.open(`${stack.apiUrl}/?v=1&rows=instrument&mode=look_through`);
    await page.getByRole("button", { name: /Show holdings/ }).click();
    await pivot.settled();
    const total = await pivot.value(pivot.total, "look_through_notional");
    const classes = await pivot.values(
      pivot.children(""),
      "look_through_notional",
    );
    const sum = [...classes.values()].reduce((a, b) => (a ?? 0) + (b ?? 0), 0);
    // Rounding of each row to a whole number.
    expect(Math.abs((sum ?? 0) - (total ?? 0))).toBeLessThan(classes.size + 1);
    expect(page.url()).toContain("rows=holdings");
  });

  it("sorts on the server by a clicked measure", async () => {
    await pivot.open(stack.apiUrl);
    const header = page.getByRole("columnheader", { name: "Notional" });
    await header.getByRole("button").click();
    await pivot.settled();
    const down = await pivot.values(pivot.children(""), "notional");
    const numbers = [...down.values()].map(Number);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    expect(await header.getAttribute("aria-sort")).toBe("descending");
    await header.getByRole("button").click();
    await pivot.settled();
    const up = await pivot.values(pivot.children(""), "notional");
    expect([...up.values()]).toEqual(numbers.reverse());
  });

  it("closes a row with all below it and aborts what still loads", async () => {
    await pivot.open(stack.apiUrl);
    const rows = await pivot.rows.count();
    const first = (await pivot.rows.first().getAttribute("data-row-key")) ?? "";
    await pivot.toggle(first);
    expect(await pivot.rows.count()).toBeGreaterThan(rows);
    await pivot.toggle(first);
    expect(await pivot.rows.count()).toBe(rows);

    const second = (await pivot.rows.nth(1).getAttribute("data-row-key")) ?? "";
    await page.route(LOAD, () => {
      // Never answered: only an abort ends it.
    });
    const aborted = page.waitForEvent("requestfailed");
    await pivot.row(second).locator(".label").click();
    await page.locator("tr[aria-busy]").first().waitFor();
    await pivot.row(second).locator(".label").click();
    expect((await aborted).failure()?.errorText).toMatch(/ABORTED/);
    expect(await pivot.rows.count()).toBe(rows);
  });

  it("shows an error below its row alone, and retries", async () => {
    await pivot.open(stack.apiUrl);
    const rows = await pivot.rows.count();
    const fail = (route: Route) =>
      route.fulfill({ status: 500, json: { error: "the engine is tired" } });
    await page.route(LOAD, fail);
    const first = (await pivot.rows.first().getAttribute("data-row-key")) ?? "";
    await pivot.row(first).locator(".label").click();
    const alert = page.getByRole("alert");
    await alert.getByText("the engine is tired").waitFor({ timeout: 6_000 });
    expect(await pivot.value(pivot.total, "trade_count")).toBe(4_000);
    expect(await pivot.rows.count()).toBe(rows + 1);
    await screenshot(page, "pivot-error");

    await page.unroute(LOAD, fail);
    await alert.getByRole("button", { name: "Retry" }).click();
    await pivot.settled();
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(await pivot.children(first).count()).toBeGreaterThan(0);
  });

  it("names the dates that leave nothing, and lifts them", async () => {
    await page.goto(
      `${stack.apiUrl}/?v=1&rows=geography&dates=2019-01-01..2019-01-31`,
    );
    await page.getByText(/date filter 1 Jan 2019 – 31 Jan 2019/).waitFor();
    await screenshot(page, "pivot-empty");
    await page.getByRole("button", { name: "Show all days" }).click();
    await pivot.settled();
    expect(await pivot.value(pivot.total, "trade_count")).toBe(4_000);
    expect(page.url()).not.toContain("dates=");
  });

  it("filters by dates like SQL", async () => {
    const day = await clickhouse
      .query({
        query: "SELECT toString(min(trade_date)) AS day FROM trades_1d",
        format: "JSONEachRow",
      })
      .then((result) => result.json<{ day: string }>());
    const first = day[0]?.day ?? "";
    await pivot.open(`${stack.apiUrl}/?v=1&dates=${first}..${first}`);
    expectSameValues(
      await pivot.values(pivot.children(""), "notional"),
      await bySql(
        `sumIf(notional, ${TRADED})`,
        `trade_date = '${first}'`,
        "portfolio_manager_id",
      ),
    );
  });

  it("restores hierarchy, measures, mode, sort and open rows from the address", async () => {
    await pivot.open(`${stack.apiUrl}/?v=1&rows=geography&measures=pnl,fees`);
    const first = (await pivot.rows.first().getAttribute("data-row-key")) ?? "";
    await pivot.toggle(first);
    await page.getByRole("button", { name: "Fees" }).click();
    await pivot.settled();
    const before = await page.locator("table").innerText();
    const other = await openPage(browser);
    await new PivotPage(other).open(page.url());
    // All but the measured times.
    const numbers = (text: string) => text.replace(/\d+ ms|[\d.]+ s/g, "");
    expect(numbers(await other.locator("table").innerText())).toBe(
      numbers(before),
    );
    await other.context().close();
  });

  it("says what of a link it could not show", async () => {
    await pivot.open(`${stack.apiUrl}/?v=1&rows=weather`);
    await page.getByText('Unknown hierarchy "weather"').waitFor();
  });

  it("goes back with the back button", async () => {
    await pivot.open(`${stack.apiUrl}/?v=1&rows=geography&measures=notional`);
    await page.getByText("Look-through", { exact: true }).click();
    await pivot.settled();
    await page.goBack();
    await pivot.settled();
    expect(await pivot.value(pivot.total, "notional")).toBeGreaterThan(0);
  });

  it("is used with the keyboard alone", async () => {
    await pivot.open(stack.apiUrl);
    const focusedKey = () =>
      page.locator("tr:focus").getAttribute("data-row-key");
    await pivot.total.focus();
    await page.keyboard.press("ArrowDown");
    const manager = (await focusedKey()) ?? "";
    await page.keyboard.press("ArrowRight");
    await pivot.settled();
    expect(await pivot.row(manager).getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("ArrowRight");
    expect(await focusedKey()).toMatch(new RegExp(`^${manager}/`));
    await page.keyboard.press("ArrowLeft");
    expect(await focusedKey()).toBe(manager);
    await page.keyboard.press("ArrowLeft");
    expect(await pivot.row(manager).getAttribute("aria-expanded")).toBe(
      "false",
    );
    await page.keyboard.press("End");
    const last = await pivot.rows.last().getAttribute("data-row-key");
    expect(await focusedKey()).toBe(last);
    await page.keyboard.press("Home");
    expect(await focusedKey()).toBe("//total");
  });

  it("is dark when asked to be, and stays so", async () => {
    await pivot.open(stack.apiUrl);
    await page.getByRole("img", { name: "Dark" }).click();
    const scheme = () =>
      page.locator("html").getAttribute("data-mantine-color-scheme");
    await expect.poll(scheme).toBe("dark");
    await page.reload();
    await pivot.settled();
    expect(await scheme()).toBe("dark");
    await screenshot(page, "pivot-dark");
  });

  it("fits a phone without scrolling the page sideways", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await pivot.open(stack.apiUrl);
    await page.getByRole("button", { name: /Fields/ }).click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(
      360,
    );
    await page.getByRole("button", { name: /Hide fields/ }).click();
    await screenshot(page, "pivot-phone");
  });

  it("loads nothing from another server", async () => {
    const urls: string[] = [];
    page.on("request", (request) => urls.push(request.url()));
    await pivot.open(stack.apiUrl);
    const foreign = urls.filter(
      (url) => !url.startsWith(stack.apiUrl) && !url.startsWith("data:"),
    );
    expect(foreign).toEqual([]);
  });
});
