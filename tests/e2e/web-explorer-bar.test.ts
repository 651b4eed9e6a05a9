import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { seriousFindings } from "../support/axe.ts";
import {
  eventually,
  type ExplorerControls,
} from "../support/explorer-controls.ts";
import type { ExplorerPage } from "../support/explorer-page.ts";
import { openPivotBeforeEach } from "../support/pivot-session.ts";
import { expectNear, TRADED, type WebStack } from "../support/web-stack.ts";

let stack: WebStack;
let page: Page;
let controls: ExplorerControls;
let pivot: ExplorerPage;
/** The days of the default view. */
let days: string[];

const notionalOn = (from: string, to: string) =>
  stack.oneBySql(
    "sum(notional)",
    `${TRADED} AND trade_date BETWEEN '${from}' AND '${to}'`,
  );
/** A day in the calendar of the open panel. */
const dayButton = (day: string) =>
  controls.panel.getByRole("button", {
    name: new Intl.DateTimeFormat("en-GB", {
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    }).format(new Date(day)),
    exact: true,
  });
const undo = () => page.getByRole("button", { name: "Undo (Ctrl+Z)" });

openPivotBeforeEach({
  async onStart(started) {
    stack = started;
    days = await stack.lastDays(5);
  },
  onOpen: (session) => ({ page, controls, pivot } = session),
});

describe("dates", () => {
  it("are chosen by name, or day by day", async () => {
    const last = days.at(-1) ?? "";
    await controls.openBar("Dates");
    await controls.act("Last day");
    await pivot.settled();
    expectNear(
      await pivot.value({ measure: "notional" }),
      await notionalOn(last, last),
      "the last day",
    );
    await controls.openBar("Dates");
    await dayButton(days[3] ?? "").click();
    await dayButton(last).click();
    await pivot.settled();
    expectNear(
      await pivot.value({ measure: "notional" }),
      await notionalOn(days[3] ?? "", last),
      "the last two days",
    );
  });

  it("are compared with others, which are named", async () => {
    const [, , , before = "", last = ""] = days;
    await controls.openBar("Dates");
    await controls.act("Last day");
    await controls.openBar("Comparison");
    expect(
      await controls.panel
        .locator(".action", { hasText: "Previous trading day" })
        .innerText(),
    ).toContain(before);
    await controls.act("Previous trading day");
    await controls.act("Add the change in %");
    await pivot.settled();
    const [now, then] = [
      await notionalOn(last, last),
      await notionalOn(before, before),
    ];
    expectNear(
      await pivot.value({ measure: "notional", figure: "delta_percent" }),
      100 * (now / then - 1),
      "the change",
    );
  });
});

describe("a comparison", () => {
  it("is made with days of one's own choice", async () => {
    const [first = "", second = "", , , last = ""] = days;
    await controls.openBar("Dates");
    await controls.act("Last day");
    await controls.openBar("Comparison");
    await dayButton(first).click();
    await dayButton(second).click();
    await controls.act("Add the change in %");
    await pivot.settled();
    await page
      .getByRole("toolbar")
      .getByTitle(`${first} to ${second}`, { exact: true })
      .waitFor();
    const [now, then] = [
      await notionalOn(last, last),
      await notionalOn(first, second),
    ];
    expectNear(
      await pivot.value({ measure: "notional", figure: "delta_percent" }),
      100 * (now / then - 1),
      "the change",
    );
  });

  it("has each day beside the one in its place of the other period", async () => {
    const [then = "", now = ""] = await stack.lastDays(6);
    await controls.openBar("Comparison");
    await controls.act("Previous trading day");
    await controls.act("Add the change in %");
    await pivot.settled();
    const [shown, compared] = [
      await notionalOn(now, now),
      await notionalOn(then, then),
    ];
    const change = { column: now, measure: "notional" };
    expectNear(
      await pivot.value({ ...change, figure: "delta_percent" }),
      100 * (shown / compared - 1),
      "the change of the first day",
    );
    expect(await pivot.memberHeader(now).getAttribute("title")).toBe(
      `Day ${now}, compared with ${then}`,
    );
  });
});

describe("the exposure mode", () => {
  it("hides what has no meaning in it, and says so", async () => {
    await page
      .getByRole("radiogroup", { name: "Exposure" })
      .getByText("Look-through")
      .click();
    await pivot.settled();
    await controls.openBar("Hidden in this exposure mode");
    expect(await controls.panel.innerText()).toContain(
      "Trades has a meaning as traded only",
    );
  });
});

describe("opening levels", () => {
  it("shows every member down to one", async () => {
    const [expected] = await stack.sql<{ rows: string }>(
      `SELECT uniq(portfolio_manager_id)
         + uniq(portfolio_manager_id, fund_id)
         + uniq(portfolio_manager_id, fund_id, portfolio_id) AS rows
       FROM trades_1d WHERE ${TRADED} AND trade_date >= '${days[0]}'`,
    );
    await page
      .getByRole("button", { name: "Open rows down to a level" })
      .click();
    let lists = 0;
    page.on("request", (request) => {
      const query = `${request.url()} ${request.postData() ?? ""}`;
      // The cells of a level are asked for as far as they are in sight.
      lists += Number(query.includes("/load") && !query.includes("trade_day"));
    });
    await controls.act("Portfolio$");
    await controls.panel.getByText(`About ${expected?.rows} rows`).waitFor();
    await controls.closePanel();
    await eventually(() => page.locator(".status-bar").innerText()).toContain(
      `${expected?.rows} rows`,
    );
    await pivot.settled();
    // How many there are, all funds, and all portfolios.
    expect(lists).toBe(3);
  });
});

describe("opening many levels", () => {
  it("asks first, and says how many rows there would be", async () => {
    const levels =
      "portfolio_manager_id, fund_id, portfolio_id, desk, book, asset_class, product, symbol".split(
        ", ",
      );
    const paths = levels.map(
      (_, index) => `uniqExact(${levels.slice(0, index + 1).join()})`,
    );
    const [expected] = await stack.sql<{ rows: string }>(
      `SELECT ${paths.join(" + ")} AS rows FROM trades_1d WHERE ${TRADED}`,
    );
    const rows = Number(expected?.rows).toLocaleString("en-US");
    expect(Number(expected?.rows)).toBeGreaterThan(2_000);
    await controls.openBar("Dates");
    await controls.act("All days");
    await controls.field("Instrument").dblclick();
    await pivot.settled();
    const before = await pivot.members.count();
    await controls.openBar("Layout");
    await controls.act("Symbol$");
    const question = controls.panel.getByRole("alert");
    await question
      .getByText(`About ${rows} rows are a lot to open at once`)
      .waitFor();
    await controls.act("Leave it");
    await question.waitFor({ state: "detached" });
    expect(await pivot.members.count()).toBe(before);
    await controls.act("Symbol$");
    await question
      .getByText(`About ${rows} rows are a lot to open at once`)
      .waitFor();
    await controls.act("Open them all");
    await eventually(() => pivot.members.count()).toBeGreaterThan(before);
  });
});

describe("steps", () => {
  it("are undone and done again by keys and buttons", async () => {
    expect(await undo().isDisabled()).toBe(true);
    await controls.field("Instrument").dblclick();
    await controls.pill("Values", "Trades").focus();
    await page.keyboard.press("Delete");
    await eventually(() => controls.pills("Values")).not.toContain("Trades");
    await page.keyboard.press("Control+z");
    await eventually(() => controls.pills("Values")).toContain("Trades");
    await undo().click();
    await eventually(() => controls.pills("Rows")).toEqual(["Organisation"]);
    await page.keyboard.press("Control+Shift+Z");
    await eventually(() => controls.pills("Rows")).toEqual([
      "Organisation",
      "Instrument",
    ]);
    await page.keyboard.press("Control+y");
    await eventually(() => controls.pills("Values")).not.toContain("Trades");
    await page
      .getByRole("button", { name: "Back to the default of this view" })
      .click();
    await eventually(() => controls.pills("Values")).toContain("Trades");
  });
});

describe("on a phone", () => {
  it("fits the width, with sheets and one value at a time", async () => {
    await page.setViewportSize({ width: 360, height: 720 });
    const value = page.getByLabel("Value shown");
    await value.selectOption({ label: "Trades" });
    await pivot.settled();
    expectNear(
      await pivot.value({ measure: "trade_count" }),
      await stack.oneBySql(
        "count()",
        `${TRADED} AND trade_date >= '${days[0]}'`,
      ),
      "trades",
    );
    expect(await pivot.cell({ measure: "notional" }).count()).toBe(0);
    expect(
      await page.evaluate<number>("document.documentElement.scrollWidth"),
    ).toBeLessThanOrEqual(360);
    const small = await page.evaluate<string[]>(
      `[...document.querySelectorAll(".explorer button")].filter((button) => {
        const { width, height } = button.getBoundingClientRect();
        return width > 0 && Math.min(width, height) < 24;
      }).map(({ className }) => className)`,
    );
    expect(small).toEqual([]);
    const cell = pivot.cell({ measure: "trade_count" });
    const box = await cell.boundingBox();
    await cell.dispatchEvent("pointerdown", {
      pointerType: "touch",
      isPrimary: true,
      clientX: (box?.x ?? 0) + 5,
      clientY: (box?.y ?? 0) + 5,
    });
    await pivot.menu.waitFor();
    await page.keyboard.press("Escape");
    await pivot.menu.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Fields", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "Fields" });
    await sheet.getByRole("button", { name: "Add Instrument" }).click();
    await page.getByRole("button", { name: "Add to Rows" }).click();
    await sheet.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Shelves" }).click();
    await eventually(() => controls.pills("Rows")).toEqual([
      "Organisation",
      "Instrument",
    ]);
  });
});

describe("accessibility", () => {
  it.each(["light", "dark"] as const)(
    "has no serious finding in %s colours, panels open or not",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      // Colours that fade into others are none yet.
      await pivot.open(stack.apiUrl);
      expect(await seriousFindings(page)).toEqual([]);
      for (const name of ["Saved views", "Dates", "Comparison", "Layout"]) {
        await controls.openBar(name);
        expect(await seriousFindings(page), name).toEqual([]);
        await controls.closePanel();
      }
      await controls.openPill("Rows", "Organisation");
      expect(await seriousFindings(page), "a pill on rows").toEqual([]);
      await controls.closePanel();
      await controls.openPill("Values", "Notional");
      expect(await seriousFindings(page), "a pill of values").toEqual([]);
    },
  );
});
