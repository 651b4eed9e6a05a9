import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { formatDay } from "../../web/src/pivot/format.ts";
import type { View } from "../../web/src/model/view.ts";
import { encodeState } from "../../web/src/pivot/state/codec.ts";
import {
  axisField,
  valueField,
} from "../../web/src/pivot/state/default-state.ts";
import type { PivotState } from "../../web/src/pivot/state/pivot-state.ts";
import { screenshot } from "../support/browser.ts";
import { deskState, readTradeMetrics, topDesks } from "../support/desk-view.ts";
import { DrawerPage } from "../support/drawer-page.ts";
import { readCsv } from "../support/read-csv.ts";
import { readXlsx } from "../support/read-xlsx.ts";
import { SHARED } from "../support/shared-stacks.ts";
import { startWeb, TRADED, type WebStack } from "../support/web-stack.ts";

let stack: WebStack;
let page: Page;
let pivot: DrawerPage;
let view: View;

beforeAll(async () => {
  stack = await startWeb();
  view = await readTradeMetrics(stack.apiUrl);
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  await page?.context().close();
  page = await stack.newPage({ viewport: { width: 1500, height: 900 } });
  page.setDefaultTimeout(30_000);
  pivot = new DrawerPage(page);
});

const state = (changes?: Partial<PivotState>) => deskState(view, changes);

const open = (shown: PivotState) =>
  pivot.open(`${stack.apiUrl}/?${encodeState(shown)}`);

describe("the inspector", () => {
  it("shows a query's JSON, its SQL and the rollup that answered, and runs it as edited", async () => {
    await open(state());
    await pivot.menu(pivot.cell("//total", "notional"), "Inspect the queries");
    const json = pivot.drawer.getByLabel("REST query as JSON");
    const query = JSON.parse(await json.inputValue()) as Record<
      string,
      unknown
    >;
    expect(query["measures"]).toContain("trade_metrics.notional");
    await pivot.drawer
      .getByLabel("Generated SQL")
      .filter({ hasText: "pre_aggregations" })
      .waitFor();
    expect(
      await pivot.drawer.locator(".query-note").first().innerText(),
    ).toMatch(/^trades\.\w+, built /);
    await json.fill(
      JSON.stringify({
        measures: ["trade_metrics.trade_count"],
        timezone: "UTC",
      }),
    );
    await pivot.drawer.getByRole("button", { name: "Run as edited" }).click();
    const answer = pivot.drawer.getByRole("region", { name: "Answer" });
    expect(await answer.locator("td").innerText()).toBe(
      String(SHARED.web.rows),
    );
  });

  it("says which member keeps a query from a rollup", async () => {
    await open(
      state({
        rows: { fields: [axisField("counterparty")], sort: [], expanded: [] },
      }),
    );
    const item = pivot.drawer.locator(".query-item", { hasText: "raw" });
    await page
      .getByRole("button", { name: "Inspect the queries" })
      .first()
      .click();
    await item.first().click();
    await pivot.drawer.getByText("No rollup has Counterparty.").waitFor();
  });
});

describe("explanation and chart", () => {
  it("says what a cell means and what went into it", async () => {
    await open(state());
    const cell = pivot.cell("//total", "notional");
    const shown = await cell.innerText();
    await pivot.menu(cell, "Explain");
    const values = pivot.drawer.locator("[data-fact='values'] dd");
    await values.first().waitFor();
    const [figure, exact = ""] = await values.allInnerTexts();
    expect(figure).toBe(shown);
    const [{ sum } = { sum: Number.NaN }] = await stack.sql<{ sum: number }>(
      `SELECT toFloat64(sum(notional)) AS sum FROM trades_1d WHERE ${TRADED}`,
    );
    expect(Number(exact.replaceAll(",", ""))).toBeCloseTo(sum, 5);
    await pivot.drawer.getByText("USD", { exact: true }).waitFor();
    await screenshot(page, "explorer-explain");
  });

  it("says that a cell is not in the view any more, and gives no number for it", async () => {
    const [desk] = await topDesks(stack);
    await open(state({ rows: { ...state().rows, expanded: [[desk]] } }));
    const book = `[data-row-key^="${desk}/"] [data-measure="notional"]`;
    const cell = page.locator(book).first();
    const caret = page.locator(`[data-row-key="${desk}"] .caret-button`);
    const note = pivot.drawer.getByText("The view has changed");
    const values = pivot.drawer.locator("[data-fact='values']");
    await pivot.menu(cell, "Explain");
    await values.waitFor();
    await caret.click();
    await note.waitFor();
    expect(await values.count()).toBe(0);
    await caret.click();
    await pivot.drill(cell);
    await caret.click();
    await note.waitFor();
    expect(await pivot.drawer.getByText("they differ").count()).toBe(0);
  });

  it("draws the first level, with the same numbers in a table", async () => {
    await open(state({ values: [valueField("notional")] }));
    const [, ...members] = await pivot.texts();
    await page.getByRole("button", { name: "Chart", exact: true }).click();
    const lines = pivot.drawer.locator("[data-fact='chart'] tbody tr");
    await lines.first().waitFor();
    const table = await Promise.all(
      (await lines.all()).map((line) => line.locator("th, td").allInnerTexts()),
    );
    expect(table).toEqual(members);
    const picture = await pivot.download(
      pivot.drawer.getByRole("button", { name: "Save as PNG" }),
    );
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
  });
});

describe("files", () => {
  const save = async (item: string) => {
    await page.getByRole("button", { name: /^Export/ }).click();
    return pivot.download(page.getByRole("button", { name: item }));
  };
  const plain = (text: string) => Number(text.replaceAll(",", ""));

  it("have every row and total that is shown, and end with the view", async () => {
    const [desk] = await topDesks(stack);
    const shown = state({ rows: { ...state().rows, expanded: [[desk]] } });
    await open(shown);
    const [dates = { first: "", last: "" }] = await stack.sql<{
      first: string;
      last: string;
    }>(
      "SELECT toString(min(trade_date)) AS first, toString(max(trade_date)) AS last FROM trades_1d",
    );
    const texts = await pivot.texts();
    const csv = readCsv((await save("Rows as shown, CSV")).toString("utf8"));
    const xlsx = readXlsx(await save("Rows as shown, Excel"));
    for (const cells of [csv, xlsx]) {
      const lines = cells.slice(1, 1 + texts.length);
      expect(
        lines.map(([first, second, notional, price]) => [
          second || first,
          Math.round(Number(notional)),
          Number(price).toFixed(4),
        ]),
      ).toEqual(
        texts.map(([name, notional = "", price = ""]) => [
          name,
          plain(notional),
          plain(price).toFixed(4),
        ]),
      );
      const notes = new Map(
        cells.slice(-8).map((line) => [line[0], line[1]] as const),
      );
      expect(notes.get("Dates")).toBe(
        `${formatDay(dates.first)} to ${formatDay(dates.last)}`,
      );
      expect(notes.get("Link")).toBe(`${stack.apiUrl}/?${encodeState(shown)}`);
    }
  });

  it("have all levels, opened or not, as ClickHouse adds them up", async () => {
    const rowsOfAll = {
      fields: ["desk", "book"].map(axisField),
      sort: [],
      expanded: [],
    };
    await open(state({ rows: rowsOfAll, values: [valueField("notional")] }));
    const csv = readCsv((await save("All levels, CSV")).toString("utf8"));
    const found = new Map(
      csv
        .slice(1)
        .filter(([, , number]) => number !== undefined && number !== "")
        .map(([desk, book, notional]) => [`${desk}/${book}`, Number(notional)]),
    );
    const expected = await stack.sql<{
      desk: string;
      book: string;
      sum: number;
    }>(
      `SELECT desk, book, toFloat64(sum(notional)) AS sum FROM trades_1d
       WHERE ${TRADED} GROUP BY GROUPING SETS ((desk, book), (desk), ())`,
    );
    expect(found.size).toBe(expected.length);
    for (const { desk, book, sum } of expected) {
      expect(found.get(`${desk || "Grand total"}/${book}`)).toBeCloseTo(sum, 2);
    }
  });
});

describe("the header of the page", () => {
  it("has all links in sight on a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(state());
    const links = page
      .getByRole("navigation", { name: "Pages" })
      .getByRole("link");
    expect(await links.count()).toBeGreaterThanOrEqual(3);
    for (const link of await links.all()) {
      const { x = -1, width = 0 } = (await link.boundingBox()) ?? {};
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(360);
    }
  });
});
