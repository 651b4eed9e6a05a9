import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";

/** The pivot page with its drawer as a user sees it. */
export class DrawerPage {
  readonly page: Page;
  readonly drawer: Locator;

  constructor(page: Page) {
    this.page = page;
    this.drawer = page.locator(".drawer");
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator("[data-row='0'] .number-text").first().waitFor();
    await this.settled();
  }

  /** Waits until no number on screen is missing or of an earlier question. */
  async settled(): Promise<void> {
    await this.page
      .locator(".grid-frame .skeleton, .grid-frame[data-stale]")
      .first()
      .waitFor({ state: "detached" });
  }

  /** The first cell of a measure in a row, e.g. that of the total. */
  cell(rowKey: string, measure: string): Locator {
    return this.page
      .locator(`[data-row-key="${rowKey}"] [data-measure="${measure}"]`)
      .first();
  }

  /** Opens the rows behind a cell and waits until they are counted and added up. */
  async drill(cell: Locator): Promise<void> {
    await cell.dblclick();
    await this.drawer.getByText(/[\d,]+ of [\d,]+ rows/).waitFor();
    await this.drawer.getByText(/Sum of rows|add up/).waitFor();
  }

  async menu(cell: Locator, item: string): Promise<void> {
    await cell.click({ button: "right" });
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
  }

  /** The rows of the drawer's table as texts of one column. */
  column(member: string): Promise<string[]> {
    return this.drawer.locator(`td[data-member="${member}"]`).allInnerTexts();
  }

  /** What a click has the browser save. */
  async download(button: Locator): Promise<Buffer> {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      button.click(),
    ]);
    return readFile(await download.path());
  }

  /** All cells of the grid, names first, as they are shown. */
  async texts(): Promise<string[][]> {
    const rows = await this.page.locator("[data-row]").all();
    return Promise.all(
      rows.map(async (row) => [
        await row.locator(".label-text").first().innerText(),
        ...(await row.locator(".number-text").allInnerTexts()),
      ]),
    );
  }
}
