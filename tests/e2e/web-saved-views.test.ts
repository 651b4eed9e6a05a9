import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { readViews } from "../../web/src/model/read-views.ts";
import { decodeState, encodeState } from "../../web/src/pivot/state/codec.ts";
import { eventually, ExplorerControls } from "../support/explorer-controls.ts";
import type { ExplorerPage } from "../support/explorer-page.ts";
import { openPivotBeforeEach } from "../support/pivot-session.ts";
import { closePage, type WebStack } from "../support/web-stack.ts";

let stack: WebStack;
let page: Page;
let controls: ExplorerControls;
let pivot: ExplorerPage;

openPivotBeforeEach({
  onStart: (started) => void (stack = started),
  onOpen: (session) => ({ page, controls, pivot } = session),
});

describe("saved views", () => {
  const saveAs = async (name: string) => {
    await controls.openBar("Saved views");
    await controls.panel.getByLabel("Save as").fill(name);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: `Saved views: ${name}` }).waitFor();
    await controls.closePanel();
  };

  it("keep a pivot, say when it has changed, and open at first", async () => {
    await controls.field("Geography").dblclick();
    await saveAs("By region");
    await controls.pill("Values", "Trades").focus();
    await page.keyboard.press("Delete");
    await page
      .getByRole("button", { name: "Saved views: By region, modified" })
      .waitFor();
    await controls.openBar("Saved views");
    await controls.act("By region");
    await pivot.settled();
    expect(await controls.pills("Values")).toContain("Trades");

    await controls.openBar("Saved views");
    await controls.panel
      .getByRole("button", { name: "Change By region" })
      .click();
    await controls.act("Open at the first visit");
    await pivot.open(stack.apiUrl);
    expect(await controls.pills("Rows")).toEqual(["Organisation", "Geography"]);

    await controls.openBar("Saved views");
    await controls.panel
      .getByRole("button", { name: "Change By region" })
      .click();
    await controls.panel.getByLabel("Rename By region").fill("Regions");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Saved views: Regions" }).waitFor();
    await controls.panel
      .getByRole("button", { name: "Change Regions" })
      .click();
    await controls.act("Delete Regions");
    await pivot.open(stack.apiUrl);
    expect(await controls.pills("Rows")).toEqual(["Organisation"]);
  });

  it("are named after a reload too, and so are the steps to undo", async () => {
    await saveAs("By manager");
    await controls.pill("Values", "Trades").focus();
    await page.keyboard.press("Delete");
    const modified = page.getByRole("button", {
      name: "Saved views: By manager, modified",
    });
    await modified.waitFor();
    await page.reload();
    await pivot.settled();
    await modified.waitFor();
    expect(await controls.pills("Values")).not.toContain("Trades");
    await page.getByRole("button", { name: "Undo (Ctrl+Z)" }).click();
    await eventually(() => controls.pills("Values")).toContain("Trades");
    await modified.waitFor({ state: "detached" });
    await page
      .getByRole("button", { name: "Saved views: By manager" })
      .waitFor();
  });

  it("go to another browser as a file", async () => {
    await controls.field("Geography").dblclick();
    await saveAs("By region");
    await controls.openBar("Saved views");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      controls.act("Export all to a file"),
    ]);
    const file = await readFile(await download.path());
    const other = await stack.newPage();
    try {
      const there = new ExplorerControls(other);
      await there.pivot.open(stack.apiUrl);
      await there.openBar("Saved views");
      await there.panel.locator("input[type=file]").setInputFiles({
        name: "views.json",
        mimeType: "application/json",
        buffer: file,
      });
      await there.act("By region");
      await there.pivot.settled();
      expect(await there.pills("Rows")).toEqual(["Organisation", "Geography"]);
    } finally {
      await closePage(other);
    }
  });
});

describe("the link", () => {
  it("shows the same pivot in another browser", async () => {
    await controls.field("Geography").dblclick();
    await pivot.settled();
    await page
      .getByRole("button", { name: "Copy a link to this view" })
      .click();
    const link = await controls.panel.getByLabel("Link").inputValue();
    const other = await stack.newPage();
    try {
      const there = new ExplorerControls(other);
      await there.pivot.open(link);
      expect(await there.pivot.lines()).toEqual(await pivot.lines());
    } finally {
      await closePage(other);
    }
  });
});

describe("the link of a long pivot", () => {
  it("is a short one, which shows the same", async () => {
    const meta = await fetch(`${stack.apiUrl}/cubejs-api/v1/meta`);
    const views = readViews(await meta.json());
    const { state } = decodeState(new URL(page.url()).search, views);
    const nobody = Array.from({ length: 200 }, (_, index) => `nobody ${index}`);
    const search = encodeState({
      ...state,
      filters: [
        {
          kind: "member",
          dimension: "counterparty",
          operator: "notEquals",
          values: nobody,
        },
      ],
    });
    expect(search.length).toBeGreaterThan(2_000);
    await pivot.open(`${stack.apiUrl}?${search}`);
    await page
      .getByRole("button", { name: "Copy a link to this view" })
      .click();
    const link = await controls.panel.getByLabel("Link").inputValue();
    expect(link).toMatch(/\?link=[\w-]+$/);
    expect(link.length).toBeLessThan(200);
    const other = await stack.newPage();
    try {
      const there = new ExplorerControls(other);
      await there.pivot.open(link);
      expect(await there.pivot.lines()).toEqual(await pivot.lines());
      expect(other.url()).toContain("nobody");
    } finally {
      await closePage(other);
    }
  });
});
