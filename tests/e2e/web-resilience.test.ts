import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { ExplorerPage } from "../support/explorer-page.ts";
import { TEST_SECRET } from "../support/stack.ts";
import {
  closePage,
  LOAD,
  startWeb,
  TRADED,
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
      const trades = await pivot.value({ measure: "trade_count" });
      const [first, second] = await twoRows();
      await page.route(LOAD, fail);
      await pivot.caret(first).click();
      const alert = page.getByRole("alert").first();
      await alert.waitFor();
      expect((await alert.innerText()).trim()).not.toBe("Retry");
      expect(await pivot.value({ measure: "trade_count" })).toBe(trades);

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
      .toBe(await stack.oneBySql("count()", TRADED));
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

describe("the pivot page, when the model changes meanwhile,", () => {
  const NOTIONAL = "trade_metrics.notional";
  /** Asked for in the address or the body. */
  const asksFor = (route: Route, member: string) =>
    decodeURIComponent(
      `${route.request().url()} ${route.request().postData() ?? ""}`,
    ).includes(`"${member}"`);
  const refuse =
    (status: number, code: string, error: string) => (route: Route) =>
      asksFor(route, NOTIONAL)
        ? route.fulfill({ status, json: { error, code } })
        : route.continue();

  it("names what had to go and keeps the rest", async () => {
    await open();
    const rows = await pivot.keys(pivot.children(""));
    await page.route(META, async (route) => {
      const response = await route.fetch();
      const meta = (await response.json()) as {
        cubes: { measures: { name: string }[] }[];
      };
      for (const cube of meta.cubes) {
        cube.measures = cube.measures.filter(({ name }) => name !== NOTIONAL);
      }
      await route.fulfill({ response, json: meta });
    });
    await page.route(
      LOAD,
      refuse(
        400,
        "unknown-member",
        `'notional' not found for path '${NOTIONAL}'`,
      ),
    );
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByText('Unknown measure "notional": left out').waitFor();
    await pivot.settled();
    expect(await pivot.keys(pivot.children(""))).toEqual(rows);
    expect(await pivot.cell({ measure: "notional" }).count()).toBe(0);
    expect(await pivot.value({ measure: "trade_count" })).toBeGreaterThan(0);
  });

  it("says that a member is hidden by one's access, and asks for no token", async () => {
    await page.route(
      LOAD,
      refuse(
        403,
        "hidden-member",
        `Error: You requested hidden member: '${NOTIONAL}'. Please make it visible`,
      ),
    );
    await page.goto(`${stack.apiUrl}/?v=2&rows=desk&values=notional`);
    await page
      .getByText(`hidden by your access: ${NOTIONAL}`)
      .first()
      .waitFor();
    expect(await page.getByLabel("API token").count()).toBe(0);
  });
});

describe("the pivot page, when nothing is left to show,", () => {
  it("says which choice emptied it, and lifts it with one click", async () => {
    const [desk] = await stack.sql<{ desk: string; day: string }>(
      `SELECT desk, toString(min(trade_date)) AS day FROM trades_1d
       GROUP BY desk ORDER BY desk LIMIT 1`,
    );
    await page.goto(
      `${stack.apiUrl}/?v=2&rows=desk&values=trade_count&filters=equals:desk:no such desk&dates=${desk?.day}..${desk?.day}`,
    );
    const reason = page.locator("[data-fact=reason]");
    await reason.waitFor();
    expect(await reason.innerText()).toBe("Emptied by: Desk is no such desk.");
    await page
      .getByRole("button", { name: "Remove: Desk is no such desk" })
      .click();
    await pivot.settled();
    expect(await pivot.value({ measure: "trade_count" })).toBeGreaterThan(0);
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
