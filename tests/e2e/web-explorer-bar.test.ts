import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { seriousFindings } from "../support/axe.ts";
import { eventually, ExplorerControls } from "../support/explorer-controls.ts";
import type { ExplorerPage } from "../support/explorer-page.ts";
import {
  closePage,
  expectNear,
  startWeb,
  TRADED,
  type WebStack,
} from "../support/web-stack.ts";

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
const undo = () => page.getByRole("button", { name: "Undo (Ctrl+Z)" });

beforeAll(async () => {
  stack = await startWeb();
  days = await stack.lastDays(5);
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  page = await stack.newPage();
  controls = new ExplorerControls(page);
  ({ pivot } = controls);
  await pivot.open(stack.apiUrl);
});

afterEach(() => closePage(page));

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
    const day = (text: string) =>
      controls.panel.getByRole("button", {
        name: new Intl.DateTimeFormat("en-GB", {
          day: "numeric",
          month: "long",
          year: "numeric",
          timeZone: "UTC",
        }).format(new Date(text)),
        exact: true,
      });
    await day(days[3] ?? "").click();
    await day(last).click();
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
    await controls.openBar("Layout");
    await controls.act("Portfolio$");
    await controls.panel.getByText(`About ${expected?.rows} rows`).waitFor();
    await controls.closePanel();
    await eventually(() => page.locator(".status-bar").innerText()).toContain(
      `${expected?.rows} rows`,
    );
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

describe("saved views", () => {
  const saveAs = async (name: string) => {
    await controls.openBar("Saved views");
    await controls.panel.getByLabel("Save as").fill(name);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: `Saved views: ${name}` }).waitFor();
    await controls.closePanel();
  };

  it("keep a pivot, say when it has changed, and open at first", async () => {
    await controls.field("Geography").dblclick();
    await saveAs("By region");
    await controls.pill("Values", "Trades").focus();
    await page.keyboard.press("Delete");
    await page
      .getByRole("button", { name: "Saved views: By region, modified" })
      .waitFor();
    await controls.openBar("Saved views");
    await controls.act("By region");
    await pivot.settled();
    expect(await controls.pills("Values")).toContain("Trades");

    await controls.openBar("Saved views");
    await controls.panel
      .getByRole("button", { name: "Change By region" })
      .click();
    await controls.act("Open at the first visit");
    await pivot.open(stack.apiUrl);
    expect(await controls.pills("Rows")).toEqual(["Organisation", "Geography"]);

    await controls.openBar("Saved views");
    await controls.panel
      .getByRole("button", { name: "Change By region" })
      .click();
    await controls.panel.getByLabel("Rename By region").fill("Regions");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Saved views: Regions" }).waitFor();
    await controls.panel
      .getByRole("button", { name: "Change Regions" })
      .click();
    await controls.act("Delete Regions");
    await pivot.open(stack.apiUrl);
    expect(await controls.pills("Rows")).toEqual(["Organisation"]);
  });

  it("go to another browser as a file", async () => {
    await controls.field("Geography").dblclick();
    await saveAs("By region");
    await controls.openBar("Saved views");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      controls.act("Export all to a file"),
    ]);
    const file = await readFile(await download.path());
    const other = await stack.newPage();
    try {
      const there = new ExplorerControls(other);
      await there.pivot.open(stack.apiUrl);
      await there.openBar("Saved views");
      await there.panel.locator("input[type=file]").setInputFiles({
        name: "views.json",
        mimeType: "application/json",
        buffer: file,
      });
      await there.act("By region");
      await there.pivot.settled();
      expect(await there.pills("Rows")).toEqual(["Organisation", "Geography"]);
    } finally {
      await closePage(other);
    }
  });
});

describe("the link", () => {
  it("shows the same pivot in another browser", async () => {
    await controls.field("Geography").dblclick();
    await pivot.settled();
    await page
      .getByRole("button", { name: "Copy a link to this view" })
      .click();
    const link = await controls.panel.getByLabel("Link").inputValue();
    const other = await stack.newPage();
    try {
      const there = new ExplorerControls(other);
      await there.pivot.open(link);
      expect(await there.pivot.lines()).toEqual(await pivot.lines());
    } finally {
      await closePage(other);
    }
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
