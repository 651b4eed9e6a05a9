import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { seriousFindings } from "../support/axe.ts";
import { eventually } from "../support/explorer-controls.ts";
import type { ExplorerPage } from "../support/explorer-page.ts";
import { openPivotBeforeEach } from "../support/pivot-session.ts";
import type { WebStack } from "../support/web-stack.ts";

let stack: WebStack;
let page: Page;
let pivot: ExplorerPage;

const VIEW =
  "?v=2&view=trade_metrics&rows=organisation&columns=trade_day&values=notional,trade_count&dates=last_20_days";

openPivotBeforeEach({
  search: VIEW,
  onStart: (started) => void (stack = started),
  onOpen: (session) => ({ page, pivot } = session),
});

const boxOf = async (element: Locator) => {
  const box = await element.boundingBox();
  if (box === null) throw new Error("not in sight");
  return box;
};

const widthOf = async (element: Locator) =>
  Math.round((await boxOf(element)).width);

/** Drags the right edge of an element, or the left one, and holds it there. */
async function dragEdge(
  element: Locator,
  distance: number,
  side: "left" | "right" = "right",
): Promise<void> {
  const { x, y, width, height } = await boxOf(element);
  const edge = side === "right" ? x + width : x + 2;
  const middle = y + height / 2;
  await page.mouse.move(edge, middle);
  await page.mouse.down();
  await page.mouse.move(edge + distance, middle, { steps: 6 });
}

const guide = () => page.locator(".resize-guide");
const corner = () => page.locator(".values-row .corner");

describe("columns of numbers", () => {
  it("are dragged to a width, in every member, that undo and a reload know", async () => {
    // The twelfth day from the end: columns of the measure stand before it.
    const [day = ""] = await stack.lastDays(12);
    const total = pivot.valueHeader("notional");
    const ofDay = pivot.valueHeader("notional", day);
    await page.evaluate(
      "document.querySelector('.grid-scroll').scrollLeft = 1200",
    );
    await ofDay.waitFor();
    const away = Math.round((await boxOf(ofDay)).x - 850);
    await page.evaluate(
      `document.querySelector('.grid-scroll').scrollLeft += ${away}`,
    );
    await eventually(async () => Math.round((await boxOf(ofDay)).x)).toBe(850);
    const usual = await widthOf(total);
    const { x } = await boxOf(ofDay);

    await dragEdge(ofDay, 40);
    await guide().waitFor();
    expect(await widthOf(ofDay)).toBe(usual);
    await page.keyboard.press("Escape");
    await guide().waitFor({ state: "hidden" });
    await page.mouse.up();
    expect(await widthOf(ofDay)).toBe(usual);
    expect(page.url()).not.toContain("width");

    await dragEdge(ofDay, -30);
    await page.mouse.up();
    await eventually(() => widthOf(ofDay)).toBe(usual - 30);
    expect(await widthOf(total)).toBe(usual - 30);
    expect(page.url()).toContain(`notional:width/${usual - 30}`);
    // The columns before it got narrower as well: it stays all the same.
    expect(Math.abs((await boxOf(ofDay)).x - x)).toBeLessThanOrEqual(1);

    await page.reload();
    await pivot.settled();
    expect(await widthOf(total)).toBe(usual - 30);
    await page.keyboard.press("Control+z");
    await eventually(() => widthOf(total)).toBe(usual);
    await page.keyboard.press("Control+y");
    await eventually(() => widthOf(total)).toBe(usual - 30);
  });

  it("are resized from the menu of a cell, as one step to undo", async () => {
    const header = pivot.valueHeader("trade_count");
    const usual = await widthOf(header);
    const open = async () => {
      await page.keyboard.press("Enter");
      const item = pivot.menu.getByRole("menuitem", {
        name: "Width of Trades",
      });
      await item.focus();
      await page.keyboard.press("ArrowRight");
      // The list that unfolds takes the focus, a while after it is seen.
      await eventually(() =>
        page.evaluate<string>("document.activeElement.innerText"),
      ).toBe("Wider");
    };
    const entry = (name: string) =>
      page.getByRole("menuitem", { name, exact: true });
    await pivot.grid.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");

    await open();
    expect(await entry("Reset width").count()).toBe(0);
    await entry("Wider").press("Enter");
    await entry("Wider").press("Enter");
    await entry("Narrower").press("Enter");
    await entry("Wider").press("Enter");
    await eventually(() => widthOf(header)).toBe(usual + 48);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await pivot.menu.waitFor({ state: "detached" });
    await page.keyboard.press("Control+z");
    await eventually(() => widthOf(header)).toBe(usual);

    await page.keyboard.press("Control+y");
    await eventually(() => widthOf(header)).toBe(usual + 48);
    await open();
    await entry("Reset width").press("Enter");
    await eventually(() => widthOf(header)).toBe(usual);
  });

  it("fit what is on the screen after a double click", async () => {
    await pivot.open(
      `${stack.apiUrl}/${VIEW.replace("notional", "notional:width/48")}`,
    );
    const header = pivot.valueHeader("notional");
    const cutTexts = () =>
      page.evaluate<number>(
        `[...document.querySelectorAll('[data-measure="notional"] :is(.number-text, button)')]
          .filter((text) => text.scrollWidth > text.clientWidth).length`,
      );
    expect(await widthOf(header)).toBe(48);
    expect(await cutTexts()).toBeGreaterThan(0);
    const { x, y, width } = await boxOf(header);
    await page.mouse.dblclick(x + width, y + 13);
    await eventually(cutTexts).toBe(0);
    // No wider than it takes: a number and what surrounds it.
    const longest = await page.evaluate<number>(
      `Math.max(...[...document.querySelectorAll('[data-measure="notional"] :is(.number-text, button)')]
        .map((text) => text.scrollWidth))`,
    );
    expect((await widthOf(header)) - longest).toBeLessThanOrEqual(24);
  });
});

describe("columns of names", () => {
  it("are resized one by one, or the only one there is", async () => {
    const usual = await widthOf(corner());
    await dragEdge(corner(), 60);
    await page.mouse.up();
    await eventually(() => widthOf(corner())).toBe(usual + 60);
    expect(page.url()).toContain(`widths=${usual + 60}`);

    await page.setViewportSize({ width: 1700, height: 800 });
    await pivot.open(`${stack.apiUrl}/${VIEW}&layout=tabular`);
    const levels = page.locator(".values-row .label-column");
    const widths = async () =>
      Promise.all((await levels.all()).map((level) => widthOf(level)));
    const before = await widths();
    await dragEdge(levels.nth(1), 50);
    await page.mouse.up();
    await eventually(widths).toEqual(before.with(1, (before[1] ?? 0) + 50));
    expect(page.url()).toContain(`widths=fund_id:${(before[1] ?? 0) + 50}`);
    const name = page.locator(".grid-body .label-column").nth(1);
    expect(await widthOf(name)).toBe((before[1] ?? 0) + 50);
  });

  it("fit their header beside its button after a double click, the first", async () => {
    await page.setViewportSize({ width: 1700, height: 800 });
    await pivot.open(`${stack.apiUrl}/${VIEW}&widths=100`);
    const title = corner().locator("button").first();
    const cut = () =>
      page.evaluate<number>(
        `[document.querySelector(".values-row .corner button")]
          .map((text) => text.scrollWidth - text.clientWidth)[0]`,
      );
    expect(await cut()).toBeGreaterThan(0);
    const { x, y, width } = await boxOf(corner());
    await page.mouse.dblclick(x + width, y + 13);
    await corner().locator(".levels-button").waitFor();
    await eventually(cut).toBe(0);
    await eventually(async () => {
      const { x: left, width: shown } = await boxOf(title);
      const { x: right } = await boxOf(corner().locator(".levels-button"));
      return left + shown <= right;
    }).toBe(true);
  });

  it("take at most half of a phone", async () => {
    await page.setViewportSize({ width: 360, height: 700 });
    await pivot.open(`${stack.apiUrl}/${VIEW}&widths=800`);
    expect(await widthOf(corner())).toBe(180);
  });
});

describe("the drawer", () => {
  it("is resized by pointer and keys, and the browser remembers it", async () => {
    const drawer = page.locator(".drawer");
    const edge = page.getByRole("separator", { name: "Width of the drawer" });
    const open = async () => {
      await pivot.openMenu({ measure: "notional" });
      await pivot.choose("Show the trades");
      await edge.waitFor();
    };
    await open();
    const usual = await widthOf(drawer);
    await dragEdge(drawer, 100, "left");
    await eventually(() => widthOf(drawer)).toBe(usual - 100);
    await page.keyboard.press("Escape");
    await page.mouse.up();
    await eventually(() => widthOf(drawer)).toBe(usual);

    await dragEdge(drawer, 100, "left");
    await page.mouse.up();
    await edge.press("ArrowLeft");
    await eventually(() => widthOf(drawer)).toBe(usual - 76);
    await eventually(() => edge.getAttribute("aria-valuenow")).toBe(
      String(usual - 76),
    );
    expect(await seriousFindings(page)).toEqual([]);
    expect(page.url()).not.toContain("width");

    await page.reload();
    await pivot.settled();
    await open();
    expect(await widthOf(drawer)).toBe(usual - 76);
    await edge.press("Home");
    await eventually(() => widthOf(drawer)).toBe(320);
    await edge.press("End");
    const most = Number(await edge.getAttribute("aria-valuemax"));
    await eventually(() => widthOf(drawer)).toBe(most);
    expect(await widthOf(page.locator(".explorer-main"))).toBe(300);
    await page.setViewportSize({ width: 900, height: 800 });
    await eventually(() => widthOf(page.locator(".explorer-main"))).toBe(300);
    await edge.press("Enter");
    await page.setViewportSize({ width: 1280, height: 800 });
    await eventually(() => widthOf(drawer)).toBe(usual);
  });
});
