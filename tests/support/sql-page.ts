import type { Locator, Page } from "playwright-core";

/** The SQL page as a user sees it. */
export class SqlPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get editor(): Locator {
    return this.page.getByRole("textbox", { name: "SQL statements" });
  }

  get grid(): Locator {
    return this.page.getByRole("grid", { name: "Result" });
  }

  get alert(): Locator {
    return this.page.locator(".sql-failure");
  }

  async open(url: string): Promise<void> {
    await this.page.goto(`${url}/sql`);
    await this.editor.waitFor();
  }

  /** Replaces the text at once; typing would complete brackets and names. */
  async write(text: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(text);
  }

  /** Runs the statement at the cursor and waits for its end. */
  async run(text?: string): Promise<void> {
    if (text !== undefined) await this.write(text);
    await this.editor.press("Control+Enter");
    await this.ended();
  }

  ended(): Promise<void> {
    return this.page.getByText(/rows? in \d|Failed after/).waitFor();
  }

  async columns(): Promise<string[]> {
    const heads = this.grid.getByRole("columnheader");
    // The first numbers the rows.
    return (await heads.allInnerTexts()).slice(1);
  }

  /** Cells in sight, by row. */
  async rows(): Promise<string[][]> {
    const rows = await this.grid.locator("[data-row]").all();
    return Promise.all(
      rows.map((row) => row.getByRole("gridcell").allInnerTexts()),
    );
  }
}
