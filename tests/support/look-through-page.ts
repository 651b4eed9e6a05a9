import type { Locator, Page } from "playwright-core";

const UNSETTLED =
  ".lt-skeleton, [data-stale], .status-fetching:not(:empty), .lt-check[data-state=loading]";

/** The look-through page as a user sees it: tiles by name, rows by their key. */
export class LookThroughPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  tile(name: string): Locator {
    return this.page.locator(`[data-tile="${name}"]`);
  }

  async tileText(name: string): Promise<string> {
    return this.tile(name).locator(".lt-tile-value").innerText();
  }

  async tileValue(name: string): Promise<number | null> {
    return parseFigure(await this.tileText(name));
  }

  /** Row by what it is, e.g. `key:AAPL`, `carrier:AAPL/SPY`, `unmapped`. */
  row(name: string): Locator {
    return this.page.locator(`tr[data-row="${name}"]`);
  }

  async figure(row: string, name: string): Promise<number | null> {
    const cell = this.row(row).locator(`[data-figure="${name}"]`);
    return parseFigure(await cell.innerText());
  }

  /** One figure of all rows of a kind, by what follows the kind. */
  async figures(kind: string, name: string) {
    const found = new Map<string, number | null>();
    for (const row of await this.page
      .locator(`tr[data-row^="${kind}"]`)
      .all()) {
      const key = (await row.getAttribute("data-row")) ?? "";
      const cell = row.locator(`[data-figure="${name}"]`);
      found.set(key.slice(kind.length), parseFigure(await cell.innerText()));
    }
    return found;
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.settled();
  }

  /** Waits until nothing on the page loads, and nothing is of an earlier question. */
  async settled(): Promise<void> {
    await this.page.locator(".lt-page > .status-bar").waitFor();
    await this.page.locator(UNSETTLED).first().waitFor({ state: "detached" });
  }

  async toggle(row: string): Promise<void> {
    await this.row(row).locator(".lt-expander").click();
    await this.settled();
  }

  async choose(text: string): Promise<void> {
    await this.page
      .locator(".lt-controls")
      .getByText(text, { exact: true })
      .click();
    await this.settled();
  }

  async openTab(title: string): Promise<void> {
    await this.page.getByRole("tab", { name: title }).click();
    await this.settled();
  }
}

/** `−1,234.5` → −1234.5, `12.3%` → 12.3, a dash or nothing → null. */
export const parseFigure = (text: string): number | null =>
  text.trim() === "" || text === "–"
    ? null
    : Number(text.replaceAll(/[,%]/g, "").replace("−", "-"));
