import { createClient, type ClickHouseClient } from "@clickhouse/client";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { formatDay } from "../../web/src/pivot/format.ts";
import { readViews } from "../../web/src/model/read-views.ts";
import type { View } from "../../web/src/model/view.ts";
import { encodeState } from "../../web/src/pivot/state/codec.ts";
import {
  axisField,
  defaultState,
  valueField,
} from "../../web/src/pivot/state/default-state.ts";
import type { PivotState } from "../../web/src/pivot/state/pivot-state.ts";
import { openPage, screenshot, startBrowser } from "../support/browser.ts";
import { DrawerPage } from "../support/drawer-page.ts";
import { readCsv } from "../support/read-csv.ts";
import { readXlsx } from "../support/read-xlsx.ts";
import { sharedStack, type SharedStack } from "../support/shared-stack.ts";
import { SHARED } from "../support/shared-stacks.ts";

/** More rows than two pages of the drawer. */
const TRADES = SHARED.web.rows;
const TRADED = "exposure_type != 'Constituent'";
const HELD = "exposure_type IN ('Direct', 'Constituent')";

let stack: SharedStack;
let clickhouse: ClickHouseClient;
let browser: Browser;
let page: Page;
let pivot: DrawerPage;
let view: View;

beforeAll(async () => {
  stack = await sharedStack("web");
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
  const meta = await fetch(`${stack.apiUrl}/cubejs-api/v1/meta?onlyViews=true`);
  view = readViews(await meta.json()).find(
    ({ name }) => name === "trade_metrics",
  )!;
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await clickhouse?.close();
});

beforeEach(async () => {
  await page?.context().close();
  page = await openPage(browser, { viewport: { width: 1500, height: 900 } });
  page.setDefaultTimeout(30_000);
  pivot = new DrawerPage(page);
});

/** Desks, of which the two largest are shown and one is open, over all days. */
const state = (changes: Partial<PivotState> = {}): PivotState => ({
  ...defaultState(view),
  rows: {
    fields: [
      {
        ...axisField("desk"),
        levels: {
          desk: {
            sort: [],
            top: { count: 2, measure: "notional", bottom: false, other: true },
          },
        },
      },
      axisField("book"),
    ],
    sort: [],
    expanded: [],
  },
  columns: { fields: [], sort: [], expanded: [] },
  values: [valueField("notional"), valueField("avg_price")],
  dates: null,
  ...changes,
});

const open = (shown: PivotState) =>
  pivot.open(`${stack.apiUrl}/?${encodeState(shown)}`);

async function rows<T>(query: string): Promise<T[]> {
  const result = await clickhouse.query({ query, format: "JSONEachRow" });
  return result.json<T>();
}

/** Rows of the facts, as what identifies each. */
async function facts(where: string): Promise<string[]> {
  const found = await rows<{ key: string }>(
    `SELECT concat(toString(trade_id), ' ', exposure_type, ' ', underlying_symbol) AS key
     FROM trades_1d WHERE ${where}`,
  );
  return found.map(({ key }) => key).sort();
}

/** The rows of the file of the drawer, as what identifies each. */
async function drilled(): Promise<string[]> {
  const file = await pivot.download(
    pivot.drawer.getByRole("button", { name: "All rows as CSV" }),
  );
  const [header = [], ...lines] = readCsv(file.toString("utf8"));
  const at = ["Trade", "Exposure type", "Held symbol"].map((title) =>
    header.indexOf(title),
  );
  return lines.map((line) => at.map((index) => line[index]).join(" ")).sort();
}

/** The two desks with the most notional, in order. */
async function topDesks(): Promise<[string, string]> {
  const found = await rows<{ desk: string }>(
    `SELECT desk FROM trades_1d WHERE ${TRADED}
     GROUP BY desk ORDER BY sum(notional) DESC LIMIT 2`,
  );
  return found.map(({ desk }) => desk) as [string, string];
}

const equal = () => pivot.drawer.locator("[data-equal='true']").innerText();

describe("rows behind a cell", () => {
  it("of a subtotal and of a leaf are those of the facts and add up", async () => {
    const [desk] = await topDesks();
    await open(state({ rows: { ...state().rows, expanded: [[desk]] } }));
    const [{ book } = { book: "" }] = await rows<{ book: string }>(
      `SELECT book FROM trades_1d WHERE ${TRADED} AND desk = '${desk}' LIMIT 1`,
    );
    for (const [key, where] of [
      [desk, `desk = '${desk}'`],
      [`${desk}/${book}`, `desk = '${desk}' AND book = '${book}'`],
    ] as const) {
      await pivot.drill(pivot.cell(key, "notional"));
      expect(await equal()).toContain("= cell");
      // A double click opened them, and selected no text of the grid.
      expect(await page.evaluate("String(getSelection())")).toBe("");
      expect(await drilled()).toEqual(await facts(`${TRADED} AND ${where}`));
      await page.keyboard.press("Escape");
      await pivot.drawer.waitFor({ state: "detached" });
    }
    const focused = await page.evaluate(
      "document.activeElement.getAttribute('role')",
    );
    expect(focused).toBe("treegrid");
  });

  it("of Other are all but those of the members shown", async () => {
    const desks = await topDesks();
    await open(state());
    await pivot.drill(pivot.cell("//other", "notional"));
    expect(await equal()).toContain("= cell");
    expect(await drilled()).toEqual(
      await facts(
        `${TRADED} AND desk NOT IN (${desks.map((desk) => `'${desk}'`).join()})`,
      ),
    );
  });

  it("of the grand total come page by page, every row once", async () => {
    await open(state());
    await pivot.drill(pivot.cell("//total", "notional"));
    expect(await equal()).toContain("= cell");
    const all = await facts(TRADED);
    expect(all).toHaveLength(TRADES);
    await pivot.drawer
      .getByText(`200 of ${TRADES.toLocaleString("en")}`)
      .waitFor();
    const titles = await pivot.drawer.locator("th").allInnerTexts();
    expect(titles.slice(0, 6)).toEqual(
      "Execution time,Trade,Side,Symbol,Trade quantity,Price".split(","),
    );
    expect(titles.at(-1)).toBe("Notional");
    const more = pivot.drawer.getByRole("button", { name: "Load 200 more" });
    await more.click();
    await pivot.drawer.getByText(/^400 of/).waitFor();
    const shown = await pivot.column("trade_metrics.trade_id");
    const expected = await rows<{ id: string }>(
      `SELECT toString(trade_id) AS id FROM trades_1d WHERE ${TRADED}
       ORDER BY toStartOfSecond(ts), trade_id LIMIT 400`,
    );
    expect(shown).toEqual(expected.map(({ id }) => id));
    expect(await drilled()).toEqual(all);
  });

  it("looked through are those of what is held", async () => {
    await open(
      state({
        mode: "look_through",
        values: [valueField("look_through_notional")],
      }),
    );
    await pivot.drill(pivot.cell("//total", "look_through_notional"));
    expect(await equal()).toContain("= cell");
    expect(await drilled()).toEqual(await facts(HELD));
  });

  it("say side, quantity and price as the facts do, in the file unrounded", async () => {
    await open(
      state({
        mode: "look_through",
        values: [valueField("look_through_notional")],
      }),
    );
    await pivot.drill(pivot.cell("//total", "look_through_notional"));
    const expected = await rows<Record<string, string>>(
      `SELECT toString(trade_id) AS trade, exposure_type AS kind,
         underlying_symbol AS held, if(exposure < 0, 'Short', 'Long') AS side,
         toString(quantity) AS quantity, toString(price) AS price
       FROM trades_1d WHERE ${HELD}
       ORDER BY toStartOfSecond(ts), trade_id, kind, held`,
    );
    const texts = ["trade", "side"] as const;
    const numbers = ["quantity", "price"] as const;
    const members = {
      trade: "trade_id",
      side: "side",
      quantity: "trade_quantity",
      price: "price",
    };
    const columns = await Promise.all(
      [...texts, ...numbers].map((name) =>
        pivot.column(`trade_metrics.${members[name]}`),
      ),
    );
    const shown = expected.slice(0, 200);
    const [trade, side, quantity = [], price = []] = columns;
    expect({ trade, side }).toEqual({
      trade: shown.map((row) => row["trade"]),
      side: shown.map((row) => row["side"]),
    });
    for (const [name, cells, places] of [
      ["quantity", quantity, 4],
      ["price", price, 4],
    ] as const) {
      expect(
        cells.map((cell) => Number(cell.replaceAll(",", "")).toFixed(places)),
      ).toEqual(shown.map((row) => Number(row[name]).toFixed(places)));
      const decimals = cells.map((cell) => cell.split(".")[1]?.length ?? 0);
      expect(new Set(decimals).size).toBe(1);
    }
    const file = await pivot.download(
      pivot.drawer.getByRole("button", { name: "All rows as CSV" }),
    );
    const [header = [], ...lines] = readCsv(file.toString("utf8"));
    const titles = ["Trade", "Side", "Trade quantity", "Price"];
    expect(
      lines.map((line) =>
        titles.map((title) => line[header.indexOf(title)]).join(" "),
      ),
    ).toEqual(
      expected.map((row) =>
        ["trade", "side", "quantity", "price"].map((key) => row[key]).join(" "),
      ),
    );
  });

  it("of a ratio are shown without a sum", async () => {
    await open(state());
    await pivot.drill(pivot.cell("//total", "avg_price"));
    await pivot.drawer.getByText("does not add up").waitFor();
    expect(await pivot.drawer.locator("[data-equal]").count()).toBe(0);
  });

  it("of a day column are those of the day", async () => {
    const [{ day } = { day: "" }] = await rows<{ day: string }>(
      "SELECT toString(max(trade_date)) AS day FROM trades_1d",
    );
    await open(
      state({
        columns: { fields: [axisField("trade_day")], sort: [], expanded: [] },
        values: [valueField("notional")],
        dates: [day, day],
      }),
    );
    await pivot.drill(
      page.locator(`[data-row='0'] [data-column-key^="${day}"]`).first(),
    );
    expect(await equal()).toContain("= cell");
    expect(await drilled()).toEqual(
      await facts(`${TRADED} AND trade_date = '${day}'`),
    );
  });
});

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
    expect(await answer.locator("td").innerText()).toBe(String(TRADES));
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
    const [{ sum } = { sum: Number.NaN }] = await rows<{ sum: number }>(
      `SELECT toFloat64(sum(notional)) AS sum FROM trades_1d WHERE ${TRADED}`,
    );
    expect(Number(exact.replaceAll(",", ""))).toBeCloseTo(sum, 5);
    await pivot.drawer.getByText("USD", { exact: true }).waitFor();
    await screenshot(page, "explorer-explain");
  });

  it("says that a cell is not in the view any more, and gives no number for it", async () => {
    const [desk] = await topDesks();
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
    const [desk] = await topDesks();
    const shown = state({ rows: { ...state().rows, expanded: [[desk]] } });
    await open(shown);
    const [dates = { first: "", last: "" }] = await rows<{
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
    const expected = await rows<{ desk: string; book: string; sum: number }>(
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
