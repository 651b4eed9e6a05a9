import { createClient } from "@clickhouse/client";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { openPage, startBrowser } from "./browser.ts";
import { sharedStack } from "./shared-stack.ts";

/** Queries of the REST API, to intercept. */
export const LOAD = "**/cubejs-api/v1/load**";

/** Which rows of the facts count in an exposure mode. */
export const TRADED = "exposure_type IN ('Direct', 'ETF', 'ETC')";
export const HELD = "exposure_type IN ('Direct', 'Constituent')";

export type WebStack = Awaited<ReturnType<typeof startWeb>>;

/** The service that browser tests share, with its pages in a real browser, and SQL over its facts. */
export async function startWeb() {
  const stack = await sharedStack("web");
  const { url, user, password, database } = stack.connections.owner;
  const clickhouse = createClient({ url, username: user, password, database });
  const browser = await startBrowser();

  const sql = async <T>(query: string): Promise<T[]> => {
    const result = await clickhouse.query({ query, format: "JSONEachRow" });
    return result.json<T>();
  };
  /** Group → value, straight from the facts. */
  const bySql = async (select: string, where: string, group: string) => {
    const rows = await sql<{ name: string; value: number }>(
      `SELECT toString(${group}) AS name, toFloat64(${select}) AS value
       FROM trades_1d WHERE ${where} GROUP BY ${group}`,
    );
    return new Map(rows.map(({ name, value }) => [name, value]));
  };
  return {
    ...stack,
    browser,
    sql,
    bySql,
    oneBySql: async (select: string, where = "1") =>
      (await bySql(select, where, "''")).get("") ?? Number.NaN,
    /** The latest days with trades, oldest first. */
    lastDays: async (count: number) => {
      const days = await sql<{ day: string }>(
        `SELECT toString(trade_date) AS day FROM trades_1d
         GROUP BY trade_date ORDER BY trade_date DESC LIMIT ${count}`,
      );
      return days.map(({ day }) => day).reverse();
    },
    newPage: (page: BrowserContextOptions = {}): Promise<Page> =>
      openPage(browser, { colorScheme: "light", ...page }),
    stop: async () => {
      await browser.close();
      await clickhouse.close();
    },
  };
}

/** Ends a page whose intercepted answers may still be under way. */
export async function closePage(page: Page | undefined): Promise<void> {
  await page?.unrouteAll({ behavior: "ignoreErrors" });
  await page?.context().close();
}

/** The page shows whole numbers: half a unit is rounding, more is wrong. */
export const expectSameValues = (
  shown: Map<string, number | null>,
  expected: Map<string, number>,
) => {
  expect([...shown.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [name, value] of expected) {
    expectNear(shown.get(name), value, name);
  }
};

export const expectNear = (
  shown: number | null | undefined,
  expected: number,
  name: string,
) =>
  expect(
    Math.abs((shown ?? Number.NaN) - expected),
    `${name}: ${String(shown)} against ${expected}`,
  ).toBeLessThanOrEqual(0.51);
