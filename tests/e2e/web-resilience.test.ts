import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { ExplorerPage } from "../support/explorer-page.ts";
import { TEST_SECRET } from "../support/stack.ts";
import {
  closePage,
  LOAD,
  startWeb,
  type WebStack,
} from "../support/web-stack.ts";

const META = "**/cubejs-api/v1/meta**";
const ORGANISATION = "?v=2&rows=organisation&values=notional,trade_count";
/** More than a second: by then the page says how long it has been waiting. */
const SLOW = 5_000;

let stack: WebStack;
let page: Page;
let pivot: ExplorerPage;

beforeAll(async () => {
  stack = await startWeb();
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  await closePage(page);
  page = await stack.newPage();
  pivot = new ExplorerPage(page);
});

const open = () => pivot.open(`${stack.apiUrl}/${ORGANISATION}`);

const answers = (status: number, json: unknown) => (route: Route) =>
  route.fulfill({ status, json });

const retry = async () => {
  await page.getByRole("button", { name: "Retry" }).first().click();
  await pivot.settled();
};

/** Two rows that can be opened. */
const twoRows = async () => {
  const [first = "", second = ""] = await pivot.keys(pivot.children(""));
  return [first, second] as const;
};

describe("the pivot page, when a query fails,", () => {
  it.each([
    [
      "with an error of the API",
      answers(500, { error: "the engine is tired" }),
    ],
    ["without an answer", (route: Route) => route.abort("timedout")],
    [
      "with an answer that is no JSON",
      (route: Route) =>
        route.fulfill({ status: 200, body: "<html>a proxy</html>" }),
    ],
  ])(
    "%s: says so below its row, keeps the others, and retries",
    async (_, fail) => {
      await open();
      const [first, second] = await twoRows();
      await page.route(LOAD, fail);
      await pivot.caret(first).click();
      const alert = page.getByRole("alert").first();
      await alert.waitFor();
      expect((await alert.innerText()).trim()).not.toBe("Retry");
      expect(await pivot.value({ measure: "trade_count" })).toBe(1_000);

      await page.unroute(LOAD, fail);
      await pivot.toggle(second);
      expect(await pivot.children(second).count()).toBeGreaterThan(0);
      await retry();
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(await pivot.children(first).count()).toBeGreaterThan(0);
    },
  );

  it("as the first one: says so in place of the numbers, and retries", async () => {
    const fail = answers(500, { error: "the engine is tired" });
    await page.route(LOAD, fail);
    await page.goto(`${stack.apiUrl}/${ORGANISATION}`);
    await page.getByText("the engine is tired").first().waitFor();
    await page.unroute(LOAD, fail);
    await page.getByRole("button", { name: "Retry" }).first().click();
    await expect
      .poll(() => pivot.value({ measure: "trade_count" }), { timeout: 60_000 })
      .toBe(1_000);
  });
});

describe("the pivot page, when an answer is slow,", () => {
  it("keeps the old numbers, dimmed, until the new ones are there", async () => {
    await open();
    const before = await pivot.value({ measure: "notional" });
    const [first] = await twoRows();
    await page.route(LOAD, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, SLOW));
      await route.continue();
    });
    await pivot.openMenu({ row: first, measure: "notional" });
    await pivot.choose("Keep only");
    await page.locator(".grid-frame[data-stale]").waitFor();
    expect(await pivot.value({ measure: "notional" })).toBe(before);
    await pivot.settled();
    expect(await pivot.keys(pivot.children(""))).toEqual([first]);
    expect(await pivot.value({ measure: "notional" })).toBeLessThan(
      before ?? 0,
    );
  });

  it("lets other rows be opened meanwhile", async () => {
    await open();
    const [first, second] = await twoRows();
    let release = () => {
      // Set when the first answer is held back.
    };
    await page.route(
      LOAD,
      async (route) => {
        await new Promise<void>((resolve) => (release = resolve));
        await route.continue();
      },
      { times: 1 },
    );
    await pivot.caret(first).click();
    await page.locator('.status-row[aria-busy="true"]').first().waitFor();
    await pivot.caret(second).click();
    await pivot.children(second).first().waitFor();
    expect(await pivot.children(first).count()).toBe(0);
    release();
    await pivot.settled();
    expect(await pivot.children(first).count()).toBeGreaterThan(0);
  });
});

describe("every page, when the model cannot be read,", () => {
  const pages = ["/", "/look-through"];

  it.each(pages)("%s says so and retries", async (path) => {
    const fail = answers(500, { error: "the model is being built" });
    await page.route(META, fail);
    await page.goto(`${stack.apiUrl}${path}`);
    await page.getByText("the model is being built").first().waitFor();
    await page.unroute(META, fail);
    await page.getByRole("button", { name: "Retry" }).first().click();
    await page
      .getByText("the model is being built")
      .first()
      .waitFor({ state: "detached" });
  });

  it.each([
    ["no list of cubes", { hello: "world" }],
    ["members without names", { cubes: [{ type: "view", measures: [{}] }] }],
    ["no view", { cubes: [] }],
  ])("the pivot: %s", async (_, meta) => {
    await page.route(META, answers(200, meta));
    await page.goto(`${stack.apiUrl}/`);
    const alert = page.getByRole("alert");
    await alert.first().waitFor();
    expect(await alert.getByRole("button", { name: "Retry" }).count()).toBe(1);
    await page.unroute(META);
    await retry();
  });
});

describe("a token that is no longer accepted", () => {
  it("is asked for again, and the pivot goes on where it was", async () => {
    const token = signToken(
      { groups: ["analyst"] },
      tokenKey(TEST_SECRET),
      "1h",
    );
    await open();
    const [first] = await twoRows();
    const fail = answers(403, { error: "Token expired" });
    await page.route(LOAD, fail);
    await pivot.caret(first).click();
    await page.getByRole("heading", { name: /token/i }).waitFor();
    await page.unroute(LOAD, fail);
    await page.getByLabel("API token").fill(token);
    await page.getByRole("button", { name: "Continue" }).click();
    await pivot.settled();
    expect(await pivot.children(first).count()).toBeGreaterThan(0);
  });
});
