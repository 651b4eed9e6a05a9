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
  TRADED,
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
    const focused = () => page.evaluate("document.activeElement?.role");
    await expect.poll(focused).toBe("menuitem");
    await page.keyboard.press("Escape");
    await pivot.menu.waitFor({ state: "detached" });
    await expect.poll(focused).toBe("treegrid");
    await page.keyboard.press("Enter");
    await pivot.menu
      .getByRole("menuitem", { name: "Keep only" })
      .press("Enter");
    await pivot.settled();
    expect(await pivot.keys(pivot.children(""))).toEqual([first]);
  });
});

describe("the grid of the pivot page", () => {
  const DAYS = `${ORGANISATION}&columns=trade_day`;
  const selected = () => page.locator(".grid-cell[aria-selected=true]");
  const summary = () => page.locator(".selection-summary").innerText();
  const nth = async (index: number) =>
    (await pivot.keys(pivot.children("")))[index] ?? "";
  const notional = (row: string) => pivot.cell({ row, measure: "notional" });
  const sums = (managers: readonly string[]) =>
    stack.oneBySql(
      `sumIf(notional, ${TRADED})`,
      `portfolio_manager_id IN (${managers.join()})`,
    );
  const shownSum = async () => {
    const [, sum = ""] = /sum ([\d,]+)/.exec(await summary()) ?? [];
    return Number(sum.replaceAll(",", ""));
  };

  it("adds up the cells it marks, whatever happens to the view meanwhile", async () => {
    await open(ORGANISATION);
    const managers = [await nth(0), await nth(1), await nth(2)];
    await notional(managers[0] ?? "").click();
    await notional(managers[2] ?? "").click({ modifiers: ["Shift"] });
    expect(await selected().count()).toBe(3);
    expect(await shownSum()).toBe(Math.round(await sums(managers)));
    expect(await page.evaluate("String(getSelection())")).toBe("");

    await pivot.sortBy("notional");
    const marked = await pivot.keys(
      page.locator("[data-row-key]:has(> [aria-selected=true])"),
    );
    expect(marked).toEqual(expect.arrayContaining([managers[0], managers[2]]));
    expect(await shownSum()).toBe(Math.round(await sums(marked)));

    // A child between them counts twice, so that nothing is added up.
    await pivot.toggle(marked[0] ?? "");
    expect(await summary()).not.toContain("sum");
    await page.getByRole("button", { name: "Swap rows and columns" }).click();
    await pivot.settled();
    expect(await selected().count()).toBe(0);
    expect(await page.locator(".selection-summary").count()).toBe(0);
  });

  it("selects all with Ctrl+A, and on beyond its edges with the mouse", async () => {
    await open(DAYS);
    await notional(await nth(0)).click();
    await page.keyboard.press("Control+a");
    const rows = (await pivot.members.count()) + 1;
    const columns = Number(await pivot.grid.getAttribute("aria-colcount")) - 1;
    expect(await summary()).toContain(
      `${(rows * columns).toLocaleString("en-US")} cells`,
    );
    expect(await page.evaluate("String(getSelection())")).toBe("");

    const from = await notional(await nth(1)).boundingBox();
    const grid = await pivot.grid.boundingBox();
    if (from === null || grid === null) throw new Error("there is no grid");
    await page.mouse.move(from.x + 8, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(grid.x + grid.width - 4, from.y + 8, { steps: 4 });
    await page.mouse.move(grid.x + grid.width + 60, grid.y + grid.height + 60);
    const last = page.locator(`[aria-colindex="${columns + 1}"][data-active]`);
    await last.waitFor();
    await page.mouse.up();
    expect(await summary()).toContain(
      `${((rows - 2) * columns).toLocaleString("en-US")} cells`,
    );
  });

  it("keeps the headers of pinned totals and of groups in sight", async () => {
    await open("?v=2&rows=organisation&values=avg_price,slippage_bps");
    const cut = await page.evaluate(
      "[...document.querySelectorAll('.value-header button')].filter((title) => title.scrollWidth > title.clientWidth).length",
    );
    expect(cut).toBe(0);

    await open(`${DAYS}&dates=last_5_days`);
    const total = pivot.valueHeader("notional");
    const before = await total.boundingBox();
    await page.evaluate(
      "document.querySelector('.grid-scroll').scrollLeft = 120",
    );
    await pivot.settled();
    expect(await total.boundingBox()).toEqual(before);
    const numbers = await notional(TOTAL).boundingBox();
    expect(numbers?.x).toBe(before?.x);
    const titles = await page
      .locator(".group-header:not(.pinned) .group-title")
      .all();
    const pinned = await page.locator(".group-header.pinned").boundingBox();
    const end = (pinned?.x ?? Number.NaN) + (pinned?.width ?? 0);
    for (const title of titles) {
      expect((await title.boundingBox())?.x).toBeGreaterThanOrEqual(end);
    }
  });

  it("sorts by a second key, and back to the model's order, with the keyboard alone", async () => {
    await open(`${ORGANISATION}&rows.sort=-trade_count`);
    const item = (name: string) =>
      page.getByRole("menuitem", { name, exact: true });
    const focused = () => page.evaluate("document.activeElement?.textContent");
    const sort = async (name: string) => {
      await page.keyboard.press("Enter");
      await item("Sort rows by this column").press("ArrowRight");
      await expect.poll(focused).toBe("Largest first");
      for (let at = 0; at < 8 && (await focused()) !== name; at += 1) {
        await page.keyboard.press("ArrowDown");
      }
      await page.keyboard.press("Enter");
      await pivot.settled();
    };
    await pivot.grid.focus();
    await page.keyboard.press("ArrowRight");
    await sort("Then by smallest first");
    await pivot.status
      .getByText(/largest first, then Notional, smallest first/)
      .waitFor();
    await pivot.grid.focus();
    await sort("Order of the model");
    await pivot.status.getByText("Sorted by").waitFor({ state: "detached" });
  });

  it("has a header for each level of the tabular layout, and one where they do not fit", async () => {
    await open(`${ORGANISATION}&layout=tabular`);
    const labels = page.locator(".corner .label-column");
    expect(await labels.allInnerTexts()).toEqual([
      "Portfolio manager",
      "Fund",
      "Portfolio",
      "Desk",
      "Book",
    ]);
    const at = await labels.nth(1).boundingBox();
    await pivot.toggle(await firstRow());
    const fund = pivot.children(await firstRow()).first();
    const name = await fund.locator(".label-text").boundingBox();
    expect(name?.x).toBeGreaterThanOrEqual(at?.x ?? Number.NaN);
    expect(name?.x).toBeLessThan((at?.x ?? 0) + (at?.width ?? 0));

    await open(
      "?v=2&rows=organisation,instrument,geography&values=notional&layout=tabular",
    );
    await page.getByText("too narrow for 11 label columns").waitFor();
    const cell = await notional(TOTAL).boundingBox();
    const grid = await pivot.grid.boundingBox();
    expect(cell?.x).toBeLessThan((grid?.x ?? 0) + (grid?.width ?? 0) / 2);
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

  it.each(["/", "/look-through"])(
    "keeps its address when its own link is clicked: %s",
    async (path) => {
      await page.goto(`${stack.apiUrl}${path}?dates=2024-01-02..2024-01-03`);
      const link = page.locator("nav [aria-current=page]");
      await link.waitFor();
      await page.locator(".status-bar").waitFor();
      const address = page.url();
      await link.click();
      expect(page.url()).toBe(address);
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
