import type { Locator, Page } from "playwright-core";

/** Key of the grand total, on both axes. */
export const TOTAL = "//total";

const UNSETTLED = [
  ".grid-frame .skeleton",
  ".grid-frame[data-stale]",
  ".explorer [aria-busy=true]",
  ".status-fetching:not(:empty)",
].join(", ");

/** A cell is named by what its row and column stand for, not by where it is. */
export interface CellName {
  /** Path of keys, e.g. `101/7`. @default the grand total */
  row?: string;
  /** @default the grand total */
  column?: string;
  measure: string;
  /** @default "value" */
  figure?: string;
}

/** The pivot page as a user sees it: rows, columns and cells by their keys. */
export class ExplorerPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get grid(): Locator {
    return this.page.getByRole("treegrid");
  }

  /** Rows of members, the grand total and notices left out. */
  get members(): Locator {
    return this.page.locator(`[data-row-key]:not([data-row-key="${TOTAL}"])`);
  }

  get status(): Locator {
    return this.page.locator(".explorer .status-bar");
  }

  get menu(): Locator {
    return this.page.getByRole("menu", { name: /^Actions on/ });
  }

  /** Row by its path of keys, e.g. `101/7`. */
  row(path: string): Locator {
    return this.page.locator(`[data-row-key="${path}"]`);
  }

  /** Rows directly below a path; `""` is the grand total. */
  children(path: string): Locator {
    const level = path === "" ? 2 : path.split("/").length + 2;
    const below = path === "" ? "" : `[data-row-key^="${path}/"]`;
    return this.members.and(
      this.page.locator(`[aria-level="${level}"]${below}`),
    );
  }

  cell({ row = TOTAL, column = TOTAL, measure, figure }: CellName): Locator {
    return this.row(row).locator(
      `[data-column-key="${column}"][data-measure="${measure}"][data-figure="${figure ?? "value"}"]`,
    );
  }

  /** The header of a column of numbers. */
  valueHeader(measure: string, column = TOTAL): Locator {
    return this.page.locator(
      `.value-header[data-column-key="${column}"][data-measure="${measure}"]`,
    );
  }

  /** The header of a member on the column axis. */
  memberHeader(path: string): Locator {
    return this.page
      .locator(`.group-header[data-column-key="${path}"]`)
      .first();
  }

  /** What stands in a cell, as a number; null for a dash. */
  async value(name: CellName): Promise<number | null> {
    return parseNumber(await this.cell(name).innerText());
  }

  /** Keys of rows, top to bottom. */
  async keys(rows: Locator): Promise<string[]> {
    const all = await rows.all();
    const keys = await Promise.all(
      all.map((row) => row.getAttribute("data-row-key")),
    );
    return keys.map((key) => key ?? "");
  }

  /** Values of a column by the last key of their rows. */
  async values(rows: Locator, name: Omit<CellName, "row">) {
    const found = new Map<string, number | null>();
    for (const key of await this.keys(rows)) {
      found.set(
        key.split("/").at(-1) ?? "",
        await this.value({ ...name, row: key }),
      );
    }
    return found;
  }

  /** All texts of the grid in sight, line by line. */
  async lines(): Promise<string[]> {
    return this.grid.getByRole("row").allInnerTexts();
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.settled();
  }

  /** Waits until no value in sight is loading or of an earlier question. */
  async settled(): Promise<void> {
    await this.row(TOTAL).locator("[data-measure]").first().waitFor();
    await this.page.locator(UNSETTLED).first().waitFor({ state: "detached" });
  }

  /** Opens or closes a row. */
  async toggle(path: string): Promise<void> {
    await this.caret(path).click();
    await this.settled();
  }

  caret(path: string): Locator {
    return this.row(path).locator(".caret-button");
  }

  /** Opens or closes a member of the column axis. */
  async toggleColumn(path: string): Promise<void> {
    await this.memberHeader(path).locator(".caret-button").click();
    await this.settled();
  }

  async sortBy(measure: string, column = TOTAL): Promise<void> {
    await this.valueHeader(measure, column).getByRole("button").click();
    await this.settled();
  }

  async openMenu(name: CellName): Promise<void> {
    await this.cell(name).click({ button: "right" });
    await this.menu.waitFor();
  }

  async choose(item: string): Promise<void> {
    await this.menu.getByRole("menuitem", { name: item, exact: true }).click();
  }
}

/** `−1,234.5` → −1234.5, `12.3%` → 12.3, a dash → null. */
export const parseNumber = (text: string): number | null =>
  text.trim() === "–"
    ? null
    : Number(text.replaceAll(/[,%+$]/g, "").replace("−", "-"));
