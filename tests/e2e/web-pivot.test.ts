import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { screenshot } from "../support/browser.ts";
import { ExplorerPage, TOTAL } from "../support/explorer-page.ts";
import {
  closePage,
  expectNear,
  expectSameValues,
  HELD,
  LOAD,
  startWeb,
  TRADED,
  type WebStack,
} from "../support/web-stack.ts";

const NOTIONAL = `sumIf(notional, ${TRADED})`;
const PNL = `sumIf(pnl, ${TRADED})`;
const MANAGER = "portfolio_manager_id";
/** All days: links name what they show, so dates left out are not restricted. */
const ORGANISATION = "?v=2&rows=organisation&values=notional,pnl,trade_count";

/** Shows all columns: those out of sight are not in the page. */
const WIDE = { width: 3_200, height: 1_000 };

let stack: WebStack;
let page: Page;
let pivot: ExplorerPage;

const open = (search = "") => pivot.open(`${stack.apiUrl}/${search}`);

beforeAll(async () => {
  stack = await startWeb();
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  await closePage(page);
  page = await stack.newPage({ viewport: WIDE });
  pivot = new ExplorerPage(page);
});

const firstKey = (map: Map<string, unknown>) => [...map.keys()][0] ?? "";

const firstRow = async () => (await pivot.keys(pivot.children("")))[0] ?? "";

const isDescending = (numbers: number[]) =>
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));

describe("the pivot page", () => {
  it("shows managers by the last five days at first, equal to SQL over the facts", async () => {
    await open();
    const days = await stack.lastDays(5);
    const within = `trade_date >= '${days[0]}'`;
    for (const [measure, sql] of [
      ["notional", NOTIONAL],
      ["trade_count", `countIf(${TRADED})`],
    ] as const) {
      expectNear(
        await pivot.value({ measure }),
        await stack.oneBySql(sql, within),
        measure,
      );
    }
    for (const day of days) {
      expectSameValues(
        await pivot.values(pivot.children(""), {
          column: day,
          measure: "notional",
        }),
        await stack.bySql(NOTIONAL, `trade_date = '${day}'`, MANAGER),
      );
    }
    await screenshot(page, "pivot-light");
  });

  it("shows a grand total of all days equal to SQL", async () => {
    await open(ORGANISATION);
    expectNear(
      await pivot.value({ measure: "notional" }),
      await stack.oneBySql(NOTIONAL),
      "notional",
    );
    expectNear(
      await pivot.value({ measure: "pnl" }),
      await stack.oneBySql(PNL),
      "pnl",
    );
    expect(await pivot.value({ measure: "trade_count" })).toBe(4_000);
  });

  it("opens manager, fund and portfolio with subtotals equal to SQL", async () => {
    await open(ORGANISATION);
    const managers = await stack.bySql(NOTIONAL, "1", MANAGER);
    expectSameValues(
      await pivot.values(pivot.children(""), { measure: "notional" }),
      managers,
    );

    const manager = firstKey(managers);
    await pivot.toggle(manager);
    const inManager = `${MANAGER} = ${manager}`;
    const funds = await stack.bySql(NOTIONAL, inManager, "fund_id");
    expectSameValues(
      await pivot.values(pivot.children(manager), { measure: "notional" }),
      funds,
    );

    const fund = `${manager}/${firstKey(funds)}`;
    await pivot.toggle(fund);
    const inFund = `${inManager} AND fund_id = ${firstKey(funds)}`;
    for (const [measure, sql] of [
      ["notional", NOTIONAL],
      ["pnl", PNL],
    ] as const) {
      expectSameValues(
        await pivot.values(pivot.children(fund), { measure }),
        await stack.bySql(sql, inFund, "portfolio_id"),
      );
    }
    await screenshot(page, "pivot-expanded");
  });

  it("opens columns too, with subtotals equal to SQL", async () => {
    await open(
      "?v=2&rows=organisation&columns=geography&values=notional,trade_count",
    );
    const regions = await stack.bySql(NOTIONAL, "1", "region");
    for (const [region, expected] of regions) {
      const shown = await pivot.value({ column: region, measure: "notional" });
      expectNear(shown, expected, region);
    }
    const region = firstKey(regions);
    await pivot.toggleColumn(region);
    const inRegion = `region = '${region}'`;
    const countries = await stack.bySql(NOTIONAL, inRegion, "country");
    const manager = await firstRow();
    for (const country of countries.keys()) {
      const column = `${region}/${country}`;
      expectNear(
        await pivot.value({ column, measure: "notional" }),
        countries.get(country) ?? Number.NaN,
        column,
      );
      const where = `${inRegion} AND country = '${country}' AND ${MANAGER} = ${manager}`;
      const facts = await stack.oneBySql(NOTIONAL, where);
      const shown = await pivot.value({
        row: manager,
        column,
        measure: "notional",
      });
      if (Number.isNaN(facts)) expect(shown).toBeNull();
      else expectNear(shown, facts, `${manager} in ${column}`);
    }
    // The region keeps its own column as the total of its countries.
    expectNear(
      await pivot.value({ column: region, measure: "notional" }),
      regions.get(region) ?? Number.NaN,
      region,
    );
    await screenshot(page, "pivot-columns");
    await pivot.toggleColumn(region);
    expect(await pivot.memberHeader(`${region}/`).count()).toBe(0);
  });

  it("says that a rollup answered, and which", async () => {
    await open(ORGANISATION);
    const badge = pivot.status.locator(".answer-badge");
    expect(await badge.innerText()).toMatch(/^rollup\s+\d/);
    expect(await badge.getAttribute("title")).toMatch(/by_organisation/);
  });

  it("looks through wrappers, without what cannot be looked through", async () => {
    await open(ORGANISATION);
    const asTraded = await pivot.value({ measure: "notional" });
    await open(
      "?v=2&rows=organisation&values=look_through_notional,trade_count&mode=look_through",
    );
    const measure = "look_through_notional";
    const lookThrough = await pivot.value({ measure });
    expectNear(
      lookThrough,
      await stack.oneBySql(`sumIf(notional, ${HELD})`),
      measure,
    );
    expect(lookThrough).toBeLessThan(asTraded ?? 0);
    expectSameValues(
      await pivot.values(pivot.children(""), { measure }),
      await stack.bySql(`sumIf(notional, ${HELD})`, "1", MANAGER),
    );
    expect(await pivot.valueHeader("trade_count").count()).toBe(0);
  });

  it("shows holdings, whose parts add up to the look-through total", async () => {
    await open("?v=1&rows=holdings&mode=look_through&measures=notional");
    const measure = "look_through_notional";
    const total = (await pivot.value({ measure })) ?? Number.NaN;
    const classes = await pivot.values(pivot.children(""), { measure });
    const sum = [...classes.values()].reduce<number>(
      (a, b) => a + (b ?? Number.NaN),
      0,
    );
    // Each row is rounded to a whole number.
    expect(Math.abs(sum - total)).toBeLessThan(classes.size + 1);
  });

  it("sorts by a clicked measure: largest first, smallest first, the model's order", async () => {
    await open(ORGANISATION);
    const order = await pivot.keys(pivot.children(""));
    const numbers = async () => {
      const values = await pivot.values(pivot.children(""), {
        measure: "notional",
      });
      return [...values.values()].map(Number);
    };
    const header = pivot.valueHeader("notional");
    await pivot.sortBy("notional");
    const down = await numbers();
    isDescending(down);
    expect(await header.getAttribute("aria-sort")).toBe("descending");
    await pivot.status.getByText("Sorted by Notional, largest first").waitFor();
    await pivot.sortBy("notional");
    expect(await numbers()).toEqual(down.reverse());
    expect(await header.getAttribute("aria-sort")).toBe("ascending");
    await pivot.sortBy("notional");
    expect(await pivot.keys(pivot.children(""))).toEqual(order);
  });

  it("sorts by the value of one column, members without one last", async () => {
    await open();
    const day = (await stack.lastDays(1))[0] ?? "";
    await pivot.sortBy("notional", day);
    const shown = await pivot.values(pivot.children(""), {
      column: day,
      measure: "notional",
    });
    const present = [...shown.values()].filter((value) => value !== null);
    isDescending(present);
    expect([...shown.values()].slice(0, present.length)).toEqual(present);
    const expected = await stack.bySql(
      NOTIONAL,
      `trade_date = '${day}'`,
      MANAGER,
    );
    const sorted = [...expected].sort(([, a], [, b]) => b - a);
    expect([...shown.keys()].slice(0, present.length)).toEqual(
      sorted.map(([name]) => name),
    );
    expect(
      await pivot.valueHeader("notional", day).getAttribute("aria-sort"),
    ).toBe("descending");
  });

  it("filters by dates like SQL", async () => {
    const day = (await stack.lastDays(3))[0] ?? "";
    await open(`${ORGANISATION}&dates=${day}..${day}`);
    expectSameValues(
      await pivot.values(pivot.children(""), { measure: "notional" }),
      await stack.bySql(NOTIONAL, `trade_date = '${day}'`, MANAGER),
    );
  });

  it("keeps a member, then excludes one, from the menu of a cell", async () => {
    await open(ORGANISATION);
    const manager = await firstRow();
    await pivot.openMenu({ row: manager, measure: "notional" });
    await pivot.choose("Keep only");
    await pivot.settled();
    expect(await pivot.keys(pivot.children(""))).toEqual([manager]);
    expectNear(
      await pivot.value({ measure: "notional" }),
      await stack.oneBySql(NOTIONAL, `${MANAGER} = ${manager}`),
      "kept",
    );
    await page.goBack();
    await pivot.settled();
    await pivot.openMenu({ row: manager, measure: "notional" });
    await pivot.choose("Exclude");
    await pivot.settled();
    expect(await pivot.keys(pivot.children(""))).not.toContain(manager);
    expectNear(
      await pivot.value({ measure: "notional" }),
      await stack.oneBySql(NOTIONAL, `${MANAGER} != ${manager}`),
      "excluded",
    );
  });
});

describe("rows of the pivot page", () => {
  it("close with all below them, and open again without asking", async () => {
    await open(ORGANISATION);
    const before = await pivot.keys(pivot.members);
    const first = before[0] ?? "";
    await pivot.toggle(first);
    const opened = await pivot.keys(pivot.members);
    expect(opened.length).toBeGreaterThan(before.length);
    await pivot.toggle(first);
    expect(await pivot.keys(pivot.members)).toEqual(before);

    let asked = 0;
    page.on("request", (request) => {
      asked += Number(request.url().includes("/load"));
    });
    await pivot.toggle(first);
    expect(await pivot.keys(pivot.members)).toEqual(opened);
    expect(asked).toBe(0);
  });

  it("abort what still loads below them when they close", async () => {
    await open(ORGANISATION);
    const before = await pivot.keys(pivot.members);
    const second = before[1] ?? "";
    await page.route(LOAD, () => {
      // Never answered: only an abort ends it.
    });
    const aborted = page.waitForEvent("requestfailed");
    await pivot.caret(second).click();
    await page.locator('.status-row[aria-busy="true"]').first().waitFor();
    await pivot.caret(second).click();
    expect((await aborted).failure()?.errorText).toMatch(/ABORTED/);
    expect(await pivot.keys(pivot.members)).toEqual(before);
  });

  it("show an error below themselves alone, and retry", async () => {
    await open(ORGANISATION);
    const before = await pivot.keys(pivot.members);
    const fail = (route: Route) =>
      route.fulfill({ status: 500, json: { error: "the engine is tired" } });
    await page.route(LOAD, fail);
    const first = before[0] ?? "";
    await pivot.caret(first).click();
    const alert = page.getByRole("alert");
    await alert.getByText("the engine is tired").waitFor();
    expect(await pivot.value({ measure: "trade_count" })).toBe(4_000);
    expect(await pivot.keys(pivot.members)).toEqual(before);
    await screenshot(page, "pivot-error");

    await page.unroute(LOAD, fail);
    await alert.getByRole("button", { name: "Retry" }).click();
    await pivot.settled();
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(await pivot.children(first).count()).toBeGreaterThan(0);
  });

  it("are one notice when the dates leave none, and the dates can be lifted", async () => {
    await page.goto(
      `${stack.apiUrl}/?v=1&rows=geography&dates=2019-01-01..2019-01-31`,
    );
    await page.getByText(/^No facts from 1 Jan 2019 to 31 Jan 2019/).waitFor();
    await screenshot(page, "pivot-empty");
    await page.getByRole("button", { name: "Show all days" }).click();
    await pivot.settled();
    expectNear(
      await pivot.value({ measure: "notional" }),
      await stack.oneBySql(NOTIONAL),
      "notional",
    );
    expect(page.url()).not.toContain("dates=");
    expect(await pivot.keys(pivot.row(TOTAL))).toEqual([TOTAL]);
  });
});
