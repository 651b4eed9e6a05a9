import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ExplorerPage } from "../support/explorer-page.ts";
import { LookThroughPage } from "../support/look-through-page.ts";
import { pictureDiffers } from "../support/picture.ts";
import { SqlPage } from "../support/sql-page.ts";
import {
  closePage,
  LOAD,
  startWeb,
  type WebStack,
} from "../support/web-stack.ts";

const ORGANISATION = "/?v=2&rows=organisation&values=notional,pnl,trade_count";
const HEAT =
  "/?v=2&rows=organisation&columns=region&values=notional:heat/all,pnl:heat/column:bar&rows.open=1";
const NO_DATA = "dates=2019-01-01..2019-01-31";
const PHONE = { width: 360, height: 740 };

let stack: WebStack;
let page: Page;

// The sample comes from a seed: the same trades on every machine.
beforeAll(async () => {
  stack = await startWeb();
});

afterAll(() => stack?.stop());

beforeEach(() => closePage(page));

const openPivot = async (path: string) => {
  await page.goto(`${stack.apiUrl}${path}`);
  await new ExplorerPage(page).settled();
};

const fail = (route: Route) =>
  route.fulfill({ status: 500, json: { error: "the engine is tired" } });

/** A picture's name → how the page gets there. */
const STATES: Record<string, () => Promise<unknown>> = {
  pivot: () => openPivot("/"),
  "pivot-heat": () => openPivot(HEAT),
  "pivot-loading": async () => {
    await page.route(LOAD, () => {
      // Never answered.
    });
    await page.goto(`${stack.apiUrl}${ORGANISATION}`);
    await page.locator("[aria-busy=true]").first().waitFor();
  },
  "pivot-empty": async () => {
    await page.goto(`${stack.apiUrl}${ORGANISATION}&${NO_DATA}`);
    await page.locator("[data-fact=reason]").waitFor();
  },
  "pivot-failed-row": async () => {
    await openPivot(ORGANISATION);
    await page.route(LOAD, fail);
    await new ExplorerPage(page).caret("1").click();
    await page.getByRole("alert").first().waitFor();
  },
  "look-through": () =>
    new LookThroughPage(page).open(`${stack.apiUrl}/look-through`),
  "look-through-empty": async () => {
    await page.goto(`${stack.apiUrl}/look-through?v=1&${NO_DATA}`);
    await new LookThroughPage(page).settled();
  },
  sql: async () => {
    const sql = new SqlPage(page);
    await sql.open(stack.apiUrl);
    await sql.run(
      "SELECT desk, measure(notional) FROM trade_metrics GROUP BY 1 ORDER BY 1",
    );
  },
  "sql-failed": async () => {
    const sql = new SqlPage(page);
    await sql.open(stack.apiUrl);
    await sql.run("SELECT nothing FROM trade_metrics");
  },
};

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  it.each(Object.keys(STATES))("%s looks as approved", async (name) => {
    page = await stack.newPage({ colorScheme, reducedMotion: "reduce" });
    await STATES[name]?.();
    expect(
      await pictureDiffers(page, `${name}-${colorScheme}`),
    ).toBeUndefined();
  });
});

describe("on a phone", () => {
  it.each(["pivot", "look-through", "sql"])(
    "%s looks as approved",
    async (name) => {
      page = await stack.newPage({ viewport: PHONE, reducedMotion: "reduce" });
      await STATES[name]?.();
      expect(await pictureDiffers(page, `${name}-phone`)).toBeUndefined();
    },
  );
});
