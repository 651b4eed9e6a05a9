import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { ExplorerPage } from "./explorer-page.ts";

/** What the page comes to show, on a slow machine as well. */
export const eventually = <T>(read: () => T | Promise<T>) =>
  expect.poll(read, { timeout: 30_000 });

export type ShelfTitle = "Rows" | "Columns" | "Values" | "Filters";

/** What surrounds the grid of the pivot page: fields, shelves and bar. */
export class ExplorerControls {
  readonly page: Page;
  readonly pivot: ExplorerPage;

  constructor(page: Page) {
    this.page = page;
    this.pivot = new ExplorerPage(page);
  }

  shelf(title: ShelfTitle): Locator {
    return this.page.getByRole("group", { name: title, exact: true });
  }

  pill(shelf: ShelfTitle, title: string): Locator {
    return this.shelf(shelf)
      .locator(".pill")
      .filter({ has: this.page.getByText(title, { exact: true }) });
  }

  /** Titles of the pills on a shelf, in their order. */
  async pills(shelf: ShelfTitle): Promise<string[]> {
    return this.shelf(shelf).locator(".pill-title").allInnerTexts();
  }

  /** A field of the tree by its title, in groups that are open. */
  field(title: string): Locator {
    return this.page
      .getByRole("tree")
      .getByRole("treeitem", { name: new RegExp(`^${title}(, on .*)?$`) })
      .and(this.page.locator(".field-line"))
      .first();
  }

  /** The panel that is open. */
  get panel(): Locator {
    return this.page.getByRole("dialog");
  }

  async openPill(shelf: ShelfTitle, title: string): Promise<void> {
    await this.pill(shelf, title).click();
    await this.opened();
  }

  /** Opens a panel of the bar by the beginning of its button's name. */
  async openBar(name: string): Promise<void> {
    await this.page
      .getByRole("toolbar")
      .getByRole("button", { name: new RegExp(`^${name}`) })
      .click();
    await this.opened();
  }

  /** Waits for what the open panel holds. */
  private async opened(): Promise<void> {
    await this.panel.locator(".panel-body").waitFor();
  }

  /** Does what a line of the open panel says. */
  async act(name: string): Promise<void> {
    await this.panel
      .locator(".action")
      .filter({ hasText: new RegExp(`^[✓]?${name}`) })
      .first()
      .click();
  }

  /** Chooses from a drop-down list of the open panel. */
  async select(label: string, option: string): Promise<void> {
    await this.panel.getByRole("combobox", { name: label }).click();
    await this.page.getByRole("option", { name: option, exact: true }).click();
  }

  async closePanel(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.panel.waitFor({ state: "detached" });
    await this.pivot.settled();
  }

  /** Drags by mouse, in steps as a hand does, and holds it there. */
  async dragOver(from: Locator, to: Locator): Promise<void> {
    const [start, end] = [await from.boundingBox(), await to.boundingBox()];
    if (start === null || end === null) throw new Error("not in sight");
    const { mouse } = this.page;
    await mouse.move(start.x + 30, start.y + start.height / 2);
    await mouse.down();
    await mouse.move(start.x + 40, start.y + start.height / 2 + 8);
    await mouse.move(end.x + end.width / 2, end.y + end.height / 2, {
      steps: 8,
    });
  }

  async drag(from: Locator, to: Locator): Promise<void> {
    await this.dragOver(from, to);
    await this.page.mouse.up();
  }
}
