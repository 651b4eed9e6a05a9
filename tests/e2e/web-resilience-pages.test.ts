import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { LookThroughPage } from "../support/look-through-page.ts";
import { SqlPage } from "../support/sql-page.ts";
import { TEST_SECRET } from "../support/stack.ts";
import {
  closePage,
  LOAD,
  startWeb,
  type WebStack,
} from "../support/web-stack.ts";

const META = "**/cubejs-api/v1/meta**";
const CUBE_SQL = "**/cubejs-api/v1/cubesql**";

let stack: WebStack;
let page: Page;

beforeAll(async () => {
  stack = await startWeb();
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  await closePage(page);
  page = await stack.newPage();
});

const answers = (status: number, json: unknown) => (route: Route) =>
  route.fulfill({ status, json });

/** How a query fails → what the page says of it. */
const FAILURES: [string, (route: Route) => Promise<void>, RegExp][] = [
  [
    "with an error of the API",
    answers(500, { error: "the engine is tired" }),
    /the engine is tired/,
  ],
  [
    "without an answer",
    (route) => route.abort("timedout"),
    /did not answer|broke off/,
  ],
  [
    "with an answer that is none of ours",
    (route) => route.fulfill({ status: 502, body: "<html>a proxy</html>" }),
    /a proxy|status 502/,
  ],
];

const MALFORMED: [string, unknown][] = [
  ["no list of cubes", { hello: "world" }],
  ["members without names", { cubes: [{ type: "view", measures: [{}] }] }],
  ["no view", { cubes: [] }],
];

const newToken = () =>
  signToken({ groups: ["analyst"] }, tokenKey(TEST_SECRET), "1h");

/** Gives the token that the page asks for. */
async function giveToken() {
  await page.getByRole("heading", { name: /token/i }).waitFor();
  await page.getByLabel("API token").fill(newToken());
  await page.getByRole("button", { name: "Continue" }).click();
}

describe("the look-through page", () => {
  const ADDRESS = "/look-through?v=1&basis=notional";
  let look: LookThroughPage;

  beforeEach(() => {
    look = new LookThroughPage(page);
  });

  it.each(FAILURES)(
    "asked first %s: says so, and retries",
    async (_, fail, text) => {
      await page.route(LOAD, fail);
      await page.goto(`${stack.apiUrl}${ADDRESS}`);
      await page.getByRole("alert").getByText(text).first().waitFor();
      await page.unroute(LOAD, fail);
      await page.getByRole("button", { name: "Retry" }).first().click();
      await look.settled();
      expect(await look.tileValue("total")).not.toBeNull();
      expect(await page.getByRole("alert").count()).toBe(0);
    },
  );

  it("says what is slow is loading, with the figures of before", async () => {
    await look.open(`${stack.apiUrl}${ADDRESS}`);
    const total = await look.tileValue("total");
    let release = () => {
      // Set when the first answer is held back.
    };
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route(LOAD, async (route) => {
      await released;
      await route.continue();
    });
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.locator(".status-fetching", { hasText: "Loading" }).waitFor();
    expect(await look.tileValue("total")).toBe(total);
    release();
    await look.settled();
    expect(await look.tileValue("total")).toBe(total);
  });

  it("asks for another token, and goes on where it was", async () => {
    await look.open(`${stack.apiUrl}${ADDRESS}`);
    const total = await look.tileValue("total");
    const address = page.url();
    const fail = answers(403, { error: "the token expired at noon" });
    await page.route(LOAD, fail);
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByRole("heading", { name: /token/i }).waitFor();
    await page.unroute(LOAD, fail);
    await giveToken();
    await look.settled();
    expect(page.url()).toBe(address);
    expect(await look.tileValue("total")).toBe(total);
  });

  it.each(MALFORMED)("read from a model with %s: says so", async (_, meta) => {
    await page.route(META, answers(200, meta));
    await page.goto(`${stack.apiUrl}${ADDRESS}`);
    await page.getByRole("alert").first().waitFor();
    await page.unroute(META);
    await page.getByRole("button", { name: "Retry" }).click();
    await look.settled();
    expect(await look.tileValue("total")).not.toBeNull();
  });
});

describe("the SQL page", () => {
  const STATEMENT = "SELECT measure(trade_count) AS trades FROM trade_metrics";
  let sql: SqlPage;

  beforeEach(() => {
    sql = new SqlPage(page);
  });

  const answered = async () => {
    await sql.run(STATEMENT);
    return sql.rows();
  };

  it.each(FAILURES)(
    "run %s: says so, and runs the next statement",
    async (_, fail, text) => {
      await sql.open(stack.apiUrl);
      const rows = await answered();
      await page.route(CUBE_SQL, fail);
      await sql.write(STATEMENT);
      await sql.editor.press("Control+Enter");
      await sql.alert.getByText(text).first().waitFor();
      await page.unroute(CUBE_SQL, fail);
      expect(await answered()).toEqual(rows);
      expect(await sql.alert.count()).toBe(0);
    },
  );

  it("asks for another token, and keeps the statement", async () => {
    await sql.open(stack.apiUrl);
    const rows = await answered();
    const fail = answers(403, { error: "the token expired at noon" });
    await page.route(CUBE_SQL, fail);
    await page.route(META, fail);
    await sql.editor.press("Control+Enter");
    await page.getByRole("heading", { name: /token/i }).waitFor();
    await page.unroute(CUBE_SQL, fail);
    await page.unroute(META, fail);
    await giveToken();
    await sql.editor.waitFor();
    expect(await sql.editor.innerText()).toContain(STATEMENT);
    expect(await answered()).toEqual(rows);
  });

  it.each(MALFORMED)(
    "answers statements all the same with %s in the model",
    async (_, meta) => {
      await page.route(META, answers(200, meta));
      await sql.open(stack.apiUrl);
      expect(await answered()).toHaveLength(1);
    },
  );
});
