import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import {
  eventually,
  type ExplorerControls,
} from "../support/explorer-controls.ts";
import type { ExplorerPage } from "../support/explorer-page.ts";
import { openPivotBeforeEach } from "../support/pivot-session.ts";
import {
  expectNear,
  expectSameValues,
  TRADED,
  type WebStack,
} from "../support/web-stack.ts";

let stack: WebStack;
let page: Page;
let controls: ExplorerControls;
let pivot: ExplorerPage;
/** The days of the default view. */
let days: string[];
let inDays: string;

openPivotBeforeEach({
  async onStart(started) {
    stack = started;
    days = await stack.lastDays(5);
    inDays = `${TRADED} AND trade_date >= '${days[0]}'`;
  },
  onOpen: (session) => ({ page, controls, pivot } = session),
});

describe("fields", () => {
  it("are dragged to a shelf by mouse", async () => {
    await controls.drag(controls.field("Geography"), controls.shelf("Rows"));
    await pivot.settled();
    expect(await controls.pills("Rows")).toEqual(["Organisation", "Geography"]);
    await controls.drag(
      controls.pill("Rows", "Geography"),
      controls.pill("Rows", "Organisation"),
    );
    await pivot.settled();
    expect(await controls.pills("Rows")).toEqual(["Geography", "Organisation"]);
    expectSameValues(
      await pivot.values(pivot.children(""), { measure: "notional" }),
      await stack.bySql("sum(notional)", inDays, "region"),
    );
  });

  it("are refused where they mean nothing, and it says why", async () => {
    await controls.dragOver(
      controls.field("Geography"),
      controls.shelf("Values"),
    );
    const reason =
      "Geography is not a measure: drop it on rows, columns or filters";
    await page.locator(".pill-refusal", { hasText: reason }).waitFor();
    await page.mouse.up();
    await page.locator(".link-messages", { hasText: reason }).waitFor();
    expect(await controls.pills("Values")).not.toContain("Geography");
  });

  it("are dragged by keyboard, and told where they are", async () => {
    await controls.field("Instrument").focus();
    await page.keyboard.press("Space");
    const live = page.locator("[id^=DndLiveRegion]");
    const told = async () => (await live.innerText()).trim();
    await eventually(told).toContain("Instrument");
    // From the nearest place to the first one, and on from there.
    for (let step = 0; step < 12; step += 1) {
      const before = await told();
      if (before.includes("over rows, place 1")) break;
      await page.keyboard.press("ArrowLeft");
      await eventually(told).not.toBe(before);
    }
    for (const place of ["rows, place 2", "columns, place 1"]) {
      await page.keyboard.press("ArrowRight");
      await eventually(told).toContain(place);
    }
    await page.keyboard.press("ArrowRight");
    await eventually(told).toContain("columns, place 2");
    await page.keyboard.press("Space");
    await pivot.settled();
    expect(await controls.pills("Columns")).toEqual(["Day", "Instrument"]);
  });

  it("are found by a word, and added from their menu", async () => {
    await pivot.grid.focus();
    await page.keyboard.press("/");
    await page.keyboard.type("counterparty");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await controls.panel.waitFor();
    expect(
      await controls.panel.locator("[aria-disabled]").allInnerTexts(),
    ).toEqual([expect.stringContaining("is not a measure")]);
    await controls.act("Add to Rows");
    await pivot.settled();
    expect(await controls.pills("Rows")).toEqual([
      "Organisation",
      "Counterparty",
    ]);
  });

  it("go to their usual shelf on a double click", async () => {
    await controls.field("Instrument").dblclick();
    await pivot.settled();
    expect(await controls.pills("Rows")).toEqual([
      "Organisation",
      "Instrument",
    ]);
  });
});

describe("pills", () => {
  it("move with Alt and arrows, and go with Delete", async () => {
    await controls.pill("Values", "Trades").focus();
    await page.keyboard.press("Alt+ArrowLeft");
    await eventually(() => controls.pills("Values")).toEqual([
      "Trades",
      "Notional",
      "Average price (VWAP)",
    ]);
    await page.keyboard.press("Alt+ArrowRight");
    await page.keyboard.press("Alt+ArrowRight");
    await eventually(() => controls.pills("Values")).toEqual([
      "Notional",
      "Average price (VWAP)",
      "Trades",
    ]);
    await page.keyboard.press("Delete");
    await eventually(() => controls.pills("Values")).toEqual([
      "Notional",
      "Average price (VWAP)",
    ]);
  });

  it("swap rows and columns", async () => {
    await page.getByRole("button", { name: "Swap rows and columns" }).click();
    await pivot.settled();
    expect(await controls.pills("Rows")).toEqual(["Day"]);
    expect(await controls.pills("Columns")).toEqual(["Organisation"]);
  });

  it("start at another level, with the top of it and the others", async () => {
    await controls.openPill("Rows", "Organisation");
    await controls.select("Start at", "Desk");
    await controls.panel.getByLabel("Only some of Desk").check();
    await controls.panel.getByLabel("How many").fill("3");
    await controls.closePanel();
    const bySql = await stack.bySql("sum(notional)", inDays, "desk");
    const sorted = [...bySql].sort(([, a], [, b]) => b - a);
    const shown = await pivot.values(pivot.children(""), {
      measure: "notional",
    });
    const top = sorted.slice(0, 3);
    for (const [desk, value] of top) {
      expectNear(shown.get(desk), value, desk);
    }
    const others = sorted.slice(3).reduce((sum, [, value]) => sum + value, 0);
    const names = new Set(top.map(([desk]) => desk));
    const rest = [...shown].filter(([name]) => !names.has(name));
    expect(rest).toHaveLength(1);
    expectNear(rest[0]?.[1], others, "the others");
  });

  it("keep the members of a value and more, and the others as one", async () => {
    await controls.openPill("Rows", "Organisation");
    await controls.select("Start at", "Desk");
    await controls.panel.getByLabel("Only some of Desk").check();
    await controls.select("Keep", "At least");
    const bySql = await stack.bySql("sum(notional)", inDays, "desk");
    const sorted = [...bySql].sort(([, a], [, b]) => b - a);
    // Between the second and the third.
    const bound = Math.round(
      ((sorted[1]?.[1] ?? 0) + (sorted[2]?.[1] ?? 0)) / 2,
    );
    await controls.panel.getByLabel("Value", { exact: true }).fill(`${bound}`);
    await controls.closePanel();
    const expected = new Map(sorted.slice(0, 2));
    const others = sorted.slice(2).reduce((sum, [, value]) => sum + value, 0);
    const shown = await pivot.values(pivot.children(""), {
      measure: "notional",
    });
    for (const [desk, value] of shown) {
      expectNear(value, expected.get(desk) ?? others, desk);
    }
    expect(shown.size).toBe(3);
    expect(await controls.pill("Rows", "Organisation").innerText()).toContain(
      `Notional ≥ ${bound.toLocaleString("en-US")}`,
    );
    expect(page.url()).toContain(`least/${bound}`);

    await controls.openPill("Rows", "Organisation");
    const beyond = Math.ceil(sorted[0]?.[1] ?? 0) + 1;
    await controls.panel.getByLabel("Value", { exact: true }).fill(`${beyond}`);
    await controls.closePanel();
    const rest = await pivot.values(pivot.children(""), {
      measure: "notional",
    });
    const all = sorted.reduce((sum, [, value]) => sum + value, 0);
    expect(rest.size).toBe(1);
    expectNear([...rest.values()][0], all, "all are others");
  });

  it("order a level by a measure of its own", async () => {
    await controls.openPill("Rows", "Organisation");
    await controls.select("Order of Portfolio manager", "Trades");
    await controls.closePanel();
    const counts = [
      ...(
        await pivot.values(pivot.children(""), { measure: "trade_count" })
      ).values(),
    ].map(Number);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(new Set(counts).size).toBeGreaterThan(1);
  });

  it("show a value as a share, once more, and coloured", async () => {
    await controls.openPill("Values", "Notional");
    await controls.select("Show it once more as", "% of grand total");
    await pivot.settled();
    const bySql = await stack.bySql(
      "sum(notional)",
      inDays,
      "portfolio_manager_id",
    );
    const total = await stack.oneBySql("sum(notional)", inDays);
    const shares = await pivot.values(pivot.children(""), {
      measure: "notional",
      figure: "percent_of_total",
    });
    expect(shares.size).toBe(bySql.size);
    for (const [name, value] of bySql) {
      expectNear(shares.get(name), (100 * value) / total, name);
    }
    await controls.openPill("Values", "Trades");
    await controls.select("Heat map", "Per column");
    await controls.closePanel();
    expect(page.url()).toContain("heat");
  });

  it("say why a figure is not to be had", async () => {
    await controls.openPill("Values", "Average price (VWAP)");
    const refused = await controls.panel
      .locator(".action[aria-disabled]")
      .allInnerTexts();
    expect(refused.join()).toContain("does not add up");
    expect(refused.join()).toContain("choose a comparison period first");
  });
});

describe("filters", () => {
  it("keep the members one chooses, and change the numbers", async () => {
    const desks = await stack.bySql("sum(notional)", inDays, "desk");
    const [desk = "", value] = [...desks][0] ?? [];
    await page.keyboard.press("/");
    await page.keyboard.type("desk");
    await controls.field("Desk").click({ button: "right" });
    await controls.act("Add to Filters");
    await controls.panel.getByLabel("Search Desk").fill(desk.slice(1, 5));
    await controls.panel.getByLabel(desk, { exact: true }).check();
    await controls.closePanel();
    expect(await controls.shelf("Filters").innerText()).toContain(`is ${desk}`);
    expectNear(await pivot.value({ measure: "notional" }), value ?? 0, desk);

    await controls.openPill("Filters", "Desk");
    await controls.select("Desk", "is not");
    await controls.closePanel();
    const total = await stack.oneBySql("sum(notional)", inDays);
    expectNear(
      await pivot.value({ measure: "notional" }),
      total - (value ?? 0),
      `all but ${desk}`,
    );
    await page.getByRole("button", { name: "Clear all" }).click();
    await pivot.settled();
    expectNear(await pivot.value({ measure: "notional" }), total, "all");
  });

  it("compare texts that are typed", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("symbol");
    await controls.field("Symbol").click({ button: "right" });
    await controls.act("Add to Filters");
    await controls.select("Symbol", "starts with");
    await controls.panel.getByLabel("Symbol to compare with").fill("S");
    await page.keyboard.press("Enter");
    await controls.closePanel();
    expectNear(
      await pivot.value({ measure: "notional" }),
      await stack.oneBySql(
        "sum(notional)",
        `${inDays} AND startsWith(symbol, 'S')`,
      ),
      "symbols with S",
    );
  });

  it("of a cell are readable, and turn from keep to exclude", async () => {
    const [first = ""] = await pivot.keys(pivot.children(""));
    const value = await pivot.value({ row: first, measure: "notional" });
    const total = await pivot.value({ measure: "notional" });
    await pivot.openMenu({ row: first, measure: "notional" });
    await pivot.choose("Keep only");
    await pivot.settled();
    const shelf = controls.shelf("Filters");
    expect(await shelf.innerText()).toContain(`Portfolio manager ${first}`);
    await shelf.locator(".pill").click();
    await controls.panel.getByText("Exclude", { exact: true }).click();
    await controls.closePanel();
    expectNear(
      await pivot.value({ measure: "notional" }),
      (total ?? 0) - (value ?? 0),
      `without ${first}`,
    );
  });
});
