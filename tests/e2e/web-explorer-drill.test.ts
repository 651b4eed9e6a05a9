import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { View } from "../../web/src/model/view.ts";
import { encodeState } from "../../web/src/pivot/state/codec.ts";
import {
  axisField,
  valueField,
} from "../../web/src/pivot/state/default-state.ts";
import type { PivotState } from "../../web/src/pivot/state/pivot-state.ts";
import { deskState, readTradeMetrics, topDesks } from "../support/desk-view.ts";
import { DrawerPage } from "../support/drawer-page.ts";
import { readCsv } from "../support/read-csv.ts";
import { SHARED } from "../support/shared-stacks.ts";
import { HELD, startWeb, TRADED, type WebStack } from "../support/web-stack.ts";

/** More rows than two pages of the drawer. */
const TRADES = SHARED.web.rows;

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

/** Rows of the facts, as what identifies each. */
async function facts(where: string): Promise<string[]> {
  const found = await stack.sql<{ key: string }>(
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

const equal = () => pivot.drawer.locator("[data-equal='true']").innerText();

describe("rows behind a cell", () => {
  it("of a subtotal and of a leaf are those of the facts and add up", async () => {
    const [desk] = await topDesks(stack);
    await open(state({ rows: { ...state().rows, expanded: [[desk]] } }));
    const [{ book } = { book: "" }] = await stack.sql<{ book: string }>(
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
    const desks = await topDesks(stack);
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
    const expected = await stack.sql<{ id: string }>(
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
    const expected = await stack.sql<Record<string, string>>(
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
    const [{ day } = { day: "" }] = await stack.sql<{ day: string }>(
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
