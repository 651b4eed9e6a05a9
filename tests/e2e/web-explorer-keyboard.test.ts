import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { seriousFindings } from "../support/axe.ts";
import {
  eventually,
  type ExplorerControls,
} from "../support/explorer-controls.ts";
import type { ExplorerPage } from "../support/explorer-page.ts";
import { openPivotBeforeEach } from "../support/pivot-session.ts";

let page: Page;
let controls: ExplorerControls;
let pivot: ExplorerPage;

openPivotBeforeEach({
  onOpen: (session) => ({ page, controls, pivot } = session),
});

describe("keys of the page", () => {
  it("walk the regions, and explain themselves", async () => {
    await page.keyboard.press("F6");
    expect(await regionOf(page)).toBe("fields");
    await page.keyboard.press("F6");
    expect(await regionOf(page)).toBe("shelf");
    await page.keyboard.press("F6");
    expect(await regionOf(page)).toBe("grid");
    await page.keyboard.press("Shift+F6");
    expect(await regionOf(page)).toBe("shelf");
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keys and definitions" });
    await help.getByText("Quantity times price").first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("work while a drop-down list has the focus", async () => {
    await page.getByRole("combobox", { name: "View of the model" }).focus();
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keys and definitions" });
    await help.waitFor();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    // The sheet gives the focus back to where it came from.
    expect(await focused(page)).toContain("Trade metrics");
  });

  it("undo and redo every change, also after a visit of another page", async () => {
    const [first = ""] = await pivot.keys(pivot.children(""));
    const rows = () => pivot.keys(pivot.members);
    const closed = await rows();
    await pivot.toggle(first);
    const opened = await rows();
    expect(opened.length).toBeGreaterThan(closed.length);
    await pivot.sortBy("trade_count");
    await eventually(rows).not.toEqual(opened);
    await page.getByRole("link", { name: "Look-through" }).click();
    await page.locator(".look-through").waitFor();
    await page.goBack();
    await pivot.settled();
    await page.keyboard.press("Control+z");
    await eventually(rows).toEqual(opened);
    await page.keyboard.press("Control+z");
    await eventually(rows).toEqual(closed);
    await page.keyboard.press("Control+y");
    await eventually(rows).toEqual(opened);
    await page.goBack();
    await eventually(rows).toEqual(closed);
  });
});

describe("the focus", () => {
  it("goes to the next pill when one is removed", async () => {
    await controls.pill("Values", "Notional").focus();
    await page.keyboard.press("Delete");
    await eventually(() => focused(page)).toContain("Trades");
    await controls.pill("Values", "Trades").click();
    await controls.act("Remove");
    await eventually(() => focused(page)).toContain("Average price");
    await controls.pill("Columns", "Day").focus();
    await page.keyboard.press("Delete");
    await eventually(() => regionOf(page)).toBe("shelf");
  });

  it("stays in the menu of a cell when its list of fields is closed", async () => {
    const [first = ""] = await pivot.keys(pivot.children(""));
    await pivot.openMenu({ row: first, measure: "notional" });
    const item = pivot.menu.getByRole("menuitem", { name: "Break down by" });
    await item.focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("menuitem", { name: "Venue", exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await eventually(() => focused(page)).toBe("Break down by");
    await page.keyboard.press("Escape");
    await pivot.menu.waitFor({ state: "detached" });
    expect(await regionOf(page)).toBe("grid");
  });

  it("is back at the button once a view is saved", async () => {
    await controls.openBar("Saved views");
    await page.keyboard.type("mine");
    await page.keyboard.press("Enter");
    await controls.panel.waitFor({ state: "detached" });
    await eventually(() => focused(page)).toContain("mine");
  });
});

describe("a session without a mouse", () => {
  it("builds, opens, sorts, drills, exports and saves in 60 key presses", async () => {
    let count = 0;
    const press = async (...keys: string[]) => {
      for (const key of keys) {
        count += 1;
        await page.keyboard.press(key);
      }
    };
    const until = async (
      key: string,
      read: () => Promise<string | undefined>,
      text: string,
    ) => {
      for (let left = 15; left > 0; left -= 1) {
        if ((await read())?.includes(text)) return;
        await press(key);
      }
      throw new Error(`${key} does not lead to ${text}`);
    };
    const here = () => focused(page);

    await press("/", ..."region", "ArrowDown");
    await until("ArrowDown", here, "Geography");
    await press("Enter");
    await eventually(here).toContain("Add to Rows");
    await press("Enter");
    await eventually(() => controls.pills("Rows")).toContain("Geography");
    await pivot.settled();

    await press("F6", "F6", "ArrowDown", "ArrowRight");
    const [first = ""] = await pivot.keys(pivot.children(""));
    await eventually(() => pivot.children(first).count()).toBeGreaterThan(0);
    await pivot.settled();

    await press("ArrowRight", "Enter");
    await pivot.menu.waitFor();
    await until("ArrowDown", here, "Sort rows by this column");
    await press("ArrowRight");
    await eventually(here).toContain("Largest first");
    await press("Enter");
    await eventually(() => page.url()).toContain("sort");
    await pivot.settled();

    await press("Enter");
    await pivot.menu.waitFor();
    await until("ArrowDown", here, "Show the trades");
    await press("Enter");
    await page
      .locator("[data-region=drawer]")
      .getByRole("row")
      .nth(1)
      .waitFor();

    await press("/");
    await until("Shift+Tab", here, "Export");
    await press("Enter");
    await until("ArrowDown", here, "CSV");
    const download = page.waitForEvent("download");
    await press("Enter");
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);

    // The menu gives the focus back once it has gone.
    await eventually(here).toContain("Export");
    await until("Shift+Tab", here, "Saved views");
    await press("Enter");
    await controls.panel.getByLabel("Save as").waitFor();
    await press(..."mine", "Enter");
    await eventually(here).toContain("mine");
    expect(count).toBeLessThanOrEqual(60);
  });
});

const regionOf = (shown: Page) =>
  shown.evaluate<string | undefined>(
    "document.activeElement.closest('[data-region]')?.dataset.region",
  );

/** What the focused element says: its name, value or text; nothing = none has the focus. */
const focused = (shown: Page) =>
  shown.evaluate<string>(
    "(({ activeElement, body }) => activeElement === body ? '' : activeElement.ariaLabel || activeElement.value || activeElement.innerText || '')(document)",
  );
