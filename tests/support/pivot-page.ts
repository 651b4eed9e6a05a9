import type { Locator, Page } from "playwright-core";

/** The pivot page as a user sees it: rows by their name, cells by their measure. */
export class PivotPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get rows(): Locator {
    return this.page.locator("tbody tr[aria-level]");
  }

  get total(): Locator {
    return this.page.getByRole("row", { name: /^Grand total/ });
  }

  /** Row by its path of names, e.g. `101/7`. */
  row(path: string): Locator {
    return this.page.locator(`tbody tr[data-row-key="${path}"]`);
  }

  /** Rows directly below a path. */
  children(path: string): Locator {
    const level = path === "" ? 1 : path.split("/").length + 1;
    const prefix = path === "" ? "" : `[data-row-key^="${path}/"]`;
    return this.page.locator(`tbody tr[aria-level="${level}"]${prefix}`);
  }

  /** What stands in a cell, as a number; null for a dash. */
  async value(row: Locator, measure: string): Promise<number | null> {
    const cell = row.locator(`[data-measure="${measure}"]`);
    return parseNumber(await cell.innerText());
  }

  /** Values of one measure by row name. */
  async values(rows: Locator, measure: string) {
    const found = new Map<string, number | null>();
    for (const row of await rows.all()) {
      const name = await row.locator(".label-text").innerText();
      found.set(name, await this.value(row, measure));
    }
    return found;
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.settled();
  }

  /** Waits until no value on the page is loading or of an earlier question. */
  async settled(): Promise<void> {
    await this.total.locator("[data-measure]").first().waitFor();
    await this.page
      .locator(".pivot .skeleton, tr[data-stale], tr[aria-busy]")
      .first()
      .waitFor({ state: "detached" });
  }

  async toggle(path: string): Promise<void> {
    await this.row(path).locator(".label").click();
    await this.settled();
  }
}

const parseNumber = (text: string): number | null =>
  text === "–" ? null : Number(text.replaceAll(",", "").replace("−", "-"));
