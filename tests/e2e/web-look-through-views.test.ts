import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { screenshot } from "../support/browser.ts";
import {
  type LookThroughPage,
  parseFigure,
} from "../support/look-through-page.ts";
import {
  DIRECT,
  expectNear,
  expectSame,
  HELD,
  type LookThroughStack,
  startLookThrough,
  TRADED,
  VIA,
  WRAPPER,
} from "../support/look-through-stack.ts";

let stack: LookThroughStack;
let address: string;
let sql: LookThroughStack["sql"];
let bySql: LookThroughStack["bySql"];
let oneBySql: LookThroughStack["oneBySql"];
let look: LookThroughPage;
let page: Page;

beforeAll(async () => {
  stack = await startLookThrough();
  ({ address, sql, bySql, oneBySql } = stack);
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  await page?.context().close();
  look = await stack.newPage();
  page = look.page;
});

/** Rows of a table of flows: `from>to` → amount. */
async function flows(name: string) {
  const rows = await page.locator(`[data-flow="${name}"] tbody tr`).all();
  const found = new Map<string, number | null>();
  for (const row of rows) {
    const [from = "", to = "", amount = ""] = await row
      .locator("th, td")
      .allInnerTexts();
    found.set(`${from}>${to}`, parseFigure(amount));
  }
  return found;
}

describe("the flow view", () => {
  it("draws what its tables list, and those equal SQL", async () => {
    await look.open(`${address}?v=1&basis=notional`);
    await look.openTab("Flow");
    await page.locator(".lt-flow svg").waitFor();
    const carried = await flows("carried");
    const expected = await bySql(
      "sum(notional)",
      VIA,
      "concat(symbol, '>', underlying_symbol)",
    );
    for (const [symbol, amount] of await bySql(
      `sumIf(notional, ${WRAPPER}) - sumIf(notional, ${VIA})`,
      `${WRAPPER} OR ${VIA}`,
      "symbol",
    )) {
      if (amount > 1) expected.set(`${symbol}>Unmapped`, amount);
    }
    expectSame(carried, expected);

    const positions = await flows("positions");
    const books = await bySql("sum(notional)", WRAPPER, "book");
    const shown = [...books]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 20)
      .map(([book]) => book);
    const inBooks = `book IN (${shown.map((book) => `'${book}'`).join(", ")})`;
    const expectedPositions = await bySql(
      "sum(notional)",
      `${WRAPPER} AND ${inBooks}`,
      "concat(book, '>', symbol)",
    );
    for (const [symbol, amount] of await bySql(
      "sum(notional)",
      `${WRAPPER} AND NOT ${inBooks}`,
      "symbol",
    )) {
      expectedPositions.set(`Other>${symbol}`, amount);
    }
    expectSame(positions, expectedPositions);
    await screenshot(page, "look-through-flow");
  });

  it("loads the chart only when it is opened", async () => {
    const scripts: string[] = [];
    page.on("request", (request) => {
      if (request.resourceType() === "script") scripts.push(request.url());
    });
    await look.open(address);
    const before = scripts.length;
    await look.openTab("Flow");
    await page.locator(".lt-flow svg").waitFor();
    expect(scripts.slice(before).join()).toMatch(/FlowPanel/);
    expect(scripts.slice(0, before).join()).not.toMatch(/FlowPanel|echarts/);
  });
});

describe("the view inside a wrapper", () => {
  it("shows weight, exposure carried and our direct holding like SQL", async () => {
    await look.open(`${address}?v=1&basis=notional&tab=wrapper&wrapper=SPY`);
    const weights = await sql<{ symbol: string; weight: number }>(
      "SELECT constituent_symbol AS symbol, weight FROM constituents FINAL WHERE parent_symbol = 'SPY'",
    );
    const position = await oneBySql(
      "sum(notional)",
      `${WRAPPER} AND symbol = 'SPY'`,
    );
    const symbols = weights.map(({ symbol }) => `'${symbol}'`).join(", ");
    expectSame(
      await look.figures("holding:", "weight"),
      new Map(weights.map(({ symbol, weight }) => [symbol, 100 * weight])),
      0.01,
    );
    expectSame(
      await look.figures("holding:", "expected"),
      new Map(weights.map(({ symbol, weight }) => [symbol, position * weight])),
    );
    expectSame(
      await look.figures("holding:", "carried"),
      await bySql(
        "sum(notional)",
        `${VIA} AND symbol = 'SPY'`,
        "underlying_symbol",
      ),
    );
    expectSame(
      await look.figures("holding:", "direct"),
      await bySql(
        "sum(notional)",
        `${DIRECT} AND symbol IN (${symbols})`,
        "symbol",
      ),
    );
    const facts = async (name: string) =>
      parseFigure(await page.locator(`[data-fact="${name}"]`).innerText());
    expectNear(await facts("position"), position, "position");
    expectNear(
      await facts("weights"),
      100 * weights.reduce((sum, { weight }) => sum + weight, 0),
      "sum of weights",
      0.01,
    );
    await screenshot(page, "look-through-wrapper");
  });

  it("leads to the overlap with another wrapper", async () => {
    await look.open(`${address}?v=1&tab=wrapper&wrapper=SPY`);
    await page
      .getByRole("button", { name: "Overlap of SPY and QQQ" })
      .first()
      .click();
    await look.settled();
    const shared = await sql<{ a: string; b: string; shared: number }>(
      `SELECT l.parent_symbol AS a, r.parent_symbol AS b, 100 * sum(least(l.weight, r.weight)) AS shared
       FROM (SELECT * FROM constituents FINAL) AS l
       JOIN (SELECT * FROM constituents FINAL) AS r ON l.constituent_symbol = r.constituent_symbol
       GROUP BY a, b`,
    );
    const known = new Map(
      shared.map(({ a, b, shared: value }) => [`${a}/${b}`, value]),
    );
    for (const cell of await page.locator("[data-pair]").all()) {
      const pair = (await cell.getAttribute("data-pair")) ?? "";
      expectNear(
        parseFigure(await cell.innerText()),
        known.get(pair) ?? 0,
        pair,
        0.1,
      );
    }
    expect(await page.locator("[data-fact=shared]").innerText()).toMatch(
      new RegExp(`share ${(known.get("SPY/QQQ") ?? 0).toFixed(2)}%`),
    );
    await screenshot(page, "look-through-overlap");
  });
});

describe("the concentration", () => {
  it("lists breaches first and sums the ten largest like SQL", async () => {
    await look.open(`${address}?v=1&basis=notional&tab=concentration&limit=5`);
    const amounts = await bySql("sum(notional)", HELD, "underlying_symbol");
    const total = await oneBySql(`sumIf(notional, ${TRADED})`);
    expectSame(await look.figures("issuer:", "total"), amounts);
    const sorted = [...amounts].sort(([, a], [, b]) => b - a);
    const top = sorted.slice(0, 10).reduce((sum, [, value]) => sum + value, 0);
    expect(await page.locator("[data-fact=top]").innerText()).toContain(
      `${((100 * top) / total).toFixed(1)}%`,
    );
    const breaches = sorted
      .filter(([, value]) => value / total > 0.05)
      .map(([symbol]) => `issuer:${symbol}`);
    const marked = await page
      .locator("tr[data-breach]")
      .evaluateAll((rows) =>
        rows.map((row) => (row as { dataset: { row: string } }).dataset.row),
      );
    expect(breaches.length).toBeGreaterThan(0);
    expect(marked).toEqual(breaches);
    await screenshot(page, "look-through-concentration");
    await page.getByLabel(/Issuer limit/).fill("90");
    await page.getByText("No holding is above 90%").waitFor();
    expect(page.url()).toContain("limit=90");
  });
});

describe("the drill-through", () => {
  it("lists the positions whose weights make the exposure", async () => {
    await look.open(`${address}?v=1&basis=notional&open=AAPL`);
    await page.getByRole("button", { name: "Trades of AAPL via SPY" }).click();
    await look.settled();
    const trades = await bySql(
      "sum(notional)",
      `${VIA} AND symbol = 'SPY' AND underlying_symbol = 'AAPL'`,
      "trade_id",
    );
    expect(trades.size).toBeGreaterThan(100);
    await page.getByText(`All ${trades.size} trades`).waitFor();
    expectNear(
      await look.figure("drill-total", "carried"),
      [...trades.values()].reduce((sum, value) => sum + value, 0),
      "sum of all trades",
    );
    await page
      .locator(".lt-drill")
      .getByRole("button", { name: "Load more" })
      .click();
    await expect
      .poll(async () => (await look.figures("trade:", "carried")).size)
      .toBe(Math.min(trades.size, 200));
    const shown = await look.figures("trade:", "carried");
    expectSame(
      shown,
      new Map([...trades].filter(([trade]) => shown.has(trade))),
    );
    const positions = await look.figures("trade:", "position");
    const expected = await look.figures("trade:", "expected");
    for (const [trade, position] of positions) {
      expectNear(expected.get(trade), (position ?? 0) * 0.07, trade, 1.1);
    }
    await screenshot(page, "look-through-drill");
    await page.keyboard.press("Escape");
    await page.locator(".lt-drill").waitFor({ state: "detached" });
  });
});

describe("the drill-through as traded", () => {
  it("lists wrappers' own trades too, as the row counts them", async () => {
    await look.open(`${address}?v=1&basis=notional&count=direct&rows=desk`);
    const [desk = "", amount] =
      [...(await look.figures("key:", "total"))][0] ?? [];
    await look
      .row(`key:${desk}`)
      .getByRole("button", { name: "Trades" })
      .click();
    await look.settled();
    expect(await look.figure("drill-total", "carried")).toBe(amount);
    expectNear(
      amount,
      await oneBySql("sum(notional)", `${TRADED} AND desk = '${desk}'`),
      desk,
    );
  });
});
