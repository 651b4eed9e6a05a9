import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seenLoad, watchLoad } from "../../bench/web/load.ts";
import { SHIFT_LIMIT } from "../../bench/web/report.ts";
import { screenshot } from "../support/browser.ts";
import { ExplorerPage, TOTAL } from "../support/explorer-page.ts";
import {
  closePage,
  LOAD,
  startWeb,
  type WebStack,
} from "../support/web-stack.ts";

const ORGANISATION = "?v=2&rows=organisation&values=notional,pnl,trade_count";

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
  page = await stack.newPage();
  pivot = new ExplorerPage(page);
});

const firstRow = async () => (await pivot.keys(pivot.children("")))[0] ?? "";

describe("the address of the pivot page", () => {
  it("restores fields, measures, sort and open members in a fresh browser", async () => {
    await open("?v=2&rows=geography&columns=asset_class&values=pnl,fees");
    await pivot.toggle(await firstRow());
    await pivot.sortBy("fees");
    const lines = await pivot.lines();
    const other = new ExplorerPage(await stack.newPage());
    await other.open(page.url());
    expect(await other.lines()).toEqual(lines);
    await closePage(other.page);
  });

  it("may be of the first version: hierarchy, measures, sort, open rows, dates", async () => {
    const day = (await stack.lastDays(2))[0] ?? "";
    await open("?v=1&rows=geography&measures=pnl,fees");
    const first = await firstRow();
    await open(
      `?v=1&rows=geography&measures=pnl,fees&sort=-fees&open=${first}&dates=${day}..${day}`,
    );
    expect(await pivot.row(first).getAttribute("aria-expanded")).toBe("true");
    expect(await pivot.valueHeader("fees").getAttribute("aria-sort")).toBe(
      "descending",
    );
    expect(await pivot.children(first).count()).toBeGreaterThan(0);
    const [shown, facts] = [
      await pivot.value({ measure: "fees" }),
      await stack.oneBySql(
        "sumIf(fees, exposure_type IN ('Direct', 'ETF', 'ETC'))",
        `trade_date = '${day}'`,
      ),
    ];
    expect(Math.abs((shown ?? Number.NaN) - facts)).toBeLessThanOrEqual(0.51);
  });

  it("says what of it could not be shown", async () => {
    await open("?v=1&rows=weather");
    await page.getByText('Unknown hierarchy "weather"').waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    expect(await page.getByText("Unknown hierarchy").count()).toBe(0);
  });

  it("follows the back and forward buttons", async () => {
    await open(ORGANISATION);
    const sorted = () => pivot.valueHeader("pnl").getAttribute("aria-sort");
    await pivot.sortBy("pnl");
    expect(await sorted()).toBe("descending");
    await page.goBack();
    await expect.poll(sorted).toBe("none");
    await page.goForward();
    await expect.poll(sorted).toBe("descending");
  });
});

describe("the pivot page with the keyboard alone", () => {
  const activeKey = () =>
    page
      .locator("[data-row-key]:has(> [data-active])")
      .getAttribute("data-row-key");

  it("moves, opens and closes rows", async () => {
    await open(ORGANISATION);
    const first = await firstRow();
    await pivot.grid.focus();
    expect(await activeKey()).toBe(TOTAL);
    await page.keyboard.press("ArrowDown");
    expect(await activeKey()).toBe(first);
    await page.keyboard.press("ArrowRight");
    await pivot.settled();
    expect(await pivot.row(first).getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("ArrowDown");
    expect(await activeKey()).toMatch(new RegExp(`^${first}/`));
    await page.keyboard.press("ArrowLeft");
    expect(await activeKey()).toBe(first);
    await page.keyboard.press("ArrowLeft");
    expect(await pivot.row(first).getAttribute("aria-expanded")).toBe("false");
    await page.keyboard.press("Control+End");
    expect(await activeKey()).toBe((await pivot.keys(pivot.members)).at(-1));
    await page.keyboard.press("Control+Home");
    expect(await activeKey()).toBe(TOTAL);
  });

  it("tells a screen reader where it is, and what opened", async () => {
    await open(ORGANISATION);
    const first = await firstRow();
    await pivot.grid.focus();
    await page.keyboard.press("ArrowDown");
    const cell = await pivot.grid.getAttribute("aria-activedescendant");
    expect(await page.locator(`[id="${cell}"]`).innerText()).toContain(first);
    await page.keyboard.press("ArrowRight");
    await page
      .locator("[aria-live=polite]")
      .getByText(/expanded, \d+ rows/)
      .waitFor({ state: "attached" });
  });

  it("opens the menu of a cell and does what it offers", async () => {
    await open(ORGANISATION);
    const first = await firstRow();
    await pivot.grid.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await pivot.settled();
    await page.keyboard.press("Enter");
    await pivot.menu.waitFor();
    await page.keyboard.press("Escape");
    await pivot.menu.waitFor({ state: "detached" });
    await expect
      .poll(() => page.evaluate("document.activeElement?.role"))
      .toBe("treegrid");
    await page.keyboard.press("Enter");
    await pivot.menu
      .getByRole("menuitem", { name: "Keep only" })
      .press("Enter");
    await pivot.settled();
    expect(await pivot.keys(pivot.children(""))).toEqual([first]);
  });
});

describe("the pivot page on any screen", () => {
  it("is dark when asked to be, and stays so", async () => {
    await open();
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
    await open();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(
      360,
    );
    const label = await pivot.row(TOTAL).locator(".label").boundingBox();
    // Numbers stay in sight beside the frozen names.
    expect(label?.width).toBeLessThan(180);
    await screenshot(page, "pivot-phone");
  });

  it.each([360, 1280])(
    "moves nothing that is painted while it loads, %i pixels wide",
    async (width) => {
      await page.setViewportSize({ width, height: 800 });
      // One answer after the other, so that each is painted by itself.
      let turn = Promise.resolve();
      await page.route(LOAD, (route) => {
        turn = turn.then(() => sleep(100)).then(() => route.continue());
        return turn;
      });
      await watchLoad(page);
      await open();
      const { paint, shift } = await seenLoad(page);
      expect(paint).toBeGreaterThan(0);
      expect(shift).toBeLessThanOrEqual(SHIFT_LIMIT);
    },
  );

  it("loads nothing from another server", async () => {
    const urls: string[] = [];
    page.on("request", (request) => urls.push(request.url()));
    await open();
    const foreign = urls.filter(
      (url) => !url.startsWith(stack.apiUrl) && !/^(data|blob):/.test(url),
    );
    expect(foreign).toEqual([]);
  });
});
