import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { screenshot } from "../support/browser.ts";
import { DrawerPage } from "../support/drawer-page.ts";
import { ExplorerControls } from "../support/explorer-controls.ts";
import { LookThroughPage, parseFigure } from "../support/look-through-page.ts";
import { readCsv } from "../support/read-csv.ts";
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

beforeAll(async () => {
  stack = await startWeb();
  page = await stack.newPage({ viewport: { width: 1440, height: 900 } });
  controls = new ExplorerControls(page);
});

afterAll(async () => {
  await closePage(page);
  await stack?.stop();
});

/** Pictures of the tour, in its order, are kept for a person to see. */
const picture = (step: number, name: string) =>
  screenshot(page, `tour-${step}-${name}`);

const remove = async (shelf: "Rows" | "Columns" | "Values", title: string) => {
  await controls.pill(shelf, title).focus();
  await page.keyboard.press("Delete");
  await controls.pill(shelf, title).waitFor({ state: "detached" });
};

/** The symbol whose notional changed most from the week before, by SQL. */
async function largestMover() {
  const days = await stack.lastDays(5);
  const inWeek = (weeks: number) =>
    `trade_date BETWEEN toDate('${days[0]}') - ${7 * weeks} AND toDate('${days.at(-1)}') - ${7 * weeks}`;
  const [mover] = await stack.sql<{ symbol: string; change: number }>(
    `SELECT symbol, toFloat64(sumIf(notional, ${inWeek(0)}) - sumIf(notional, ${inWeek(1)})) AS change
     FROM trades_1d WHERE ${TRADED} GROUP BY symbol ORDER BY change DESC LIMIT 1`,
  );
  if (mover === undefined) throw new Error("no trades");
  return mover;
}

it("a risk analyst finds what moved, looks inside it, and sends what was found", async () => {
  const { pivot } = controls;

  // A pivot from nothing.
  await pivot.open(stack.apiUrl);
  await remove("Rows", "Organisation");
  await remove("Columns", "Day");
  for (const title of ["Notional", "Trades", "Average price (VWAP)"]) {
    await remove("Values", title);
  }
  await page.getByText("No measure to show").waitFor();
  await picture(1, "nothing");
  await page.getByLabel("Search fields").fill("Symbol");
  await controls.field("Symbol").dblclick();
  await page.getByLabel("Search fields").fill("Notional");
  await controls.field("Notional").dblclick();
  await page.getByLabel("Search fields").fill("");
  await pivot.settled();
  expect(await controls.pills("Rows")).toEqual(["Symbol"]);
  expect(await controls.pills("Values")).toEqual(["Notional"]);
  await picture(2, "built");

  // Compared with last week, the largest mover first.
  await controls.openBar("Comparison");
  await controls.act("Previous week");
  await pivot.settled();
  await page.keyboard.press("Escape");
  await controls.openPill("Values", "Notional");
  await controls.select("Show it once more as", "Change");
  await pivot.settled();
  if (await controls.panel.isVisible()) await controls.closePanel();
  await page
    .getByRole("columnheader", { name: "Notional Δ" })
    .getByRole("button")
    .click();
  await pivot.settled();
  const mover = await largestMover();
  const [first = ""] = await pivot.keys(pivot.children(""));
  expect(first).toBe(mover.symbol);
  expectNear(
    await pivot.value({ row: first, measure: "notional", figure: "delta" }),
    mover.change,
    first,
  );
  await picture(3, "largest-mover");

  // The trades behind it.
  const cell = pivot.cell({ row: first, measure: "notional" });
  const drawer = new DrawerPage(page);
  await drawer.drill(cell);
  expect(
    await drawer.drawer.locator("[data-equal='true']").innerText(),
  ).toContain("= cell");
  await picture(4, "trades");
  await page.keyboard.press("Escape");
  await drawer.drawer.waitFor({ state: "detached" });

  // To a file.
  await page.getByRole("button", { name: /^Export/ }).click();
  const file = await drawer.download(
    page.getByRole("button", { name: "Rows as shown, CSV" }),
  );
  expect(readCsv(file.toString("utf8")).flat()).toContain(mover.symbol);

  // The link shows the same in a fresh browser.
  await page.getByRole("button", { name: "Copy a link to this view" }).click();
  const link = await controls.panel.getByLabel("Link").inputValue();
  await picture(5, "link");
  await controls.closePanel();
  const other = new ExplorerControls(
    await stack.newPage({ viewport: { width: 1440, height: 900 } }),
  );
  await other.pivot.open(link);
  expect(await other.pivot.lines()).toEqual(await pivot.lines());
  await screenshot(other.page, "tour-6-fresh-browser");
  await closePage(other.page);

  // Inside an ETF.
  await page.getByRole("link", { name: "Look-through", exact: true }).click();
  const look = new LookThroughPage(page);
  await look.settled();
  await look.open(
    `${stack.apiUrl}/look-through?v=1&basis=notional&tab=wrapper&wrapper=SPY`,
  );
  const position = await page.locator('[data-fact="position"]').innerText();
  expectNear(
    parseFigure(position),
    await stack.oneBySql("sum(notional)", `symbol = 'SPY' AND ${TRADED}`),
    "position in SPY",
  );
  await picture(7, "inside-an-etf");
});
