import { createClient } from "@clickhouse/client";
import type { BrowserContextOptions } from "playwright-core";
import { expect } from "vitest";
import { openPage, startBrowser } from "./browser.ts";
import { LookThroughPage } from "./look-through-page.ts";
import { startStack } from "./stack.ts";

/** Which rows of the facts count for what. */
export const DIRECT = "exposure_type = 'Direct'";
export const VIA = "exposure_type = 'Constituent'";
export const HELD = "exposure_type IN ('Direct', 'Constituent')";
export const WRAPPER = "exposure_type IN ('ETF', 'ETC')";
export const TRADED = "exposure_type IN ('Direct', 'ETF', 'ETC')";

/** What each basis of the page adds up, in SQL over the facts. */
export const AMOUNTS = {
  net: "exposure",
  gross: "abs(exposure)",
  long: "greatest(exposure, 0)",
  short: "greatest(-exposure, 0)",
  notional: "notional",
  pnl: "pnl",
} as const;

export type LookThroughStack = Awaited<ReturnType<typeof startLookThrough>>;

/** The real service with its page in a real browser, and SQL over its facts. */
export async function startLookThrough(rows: number) {
  const stack = await startStack({ rows });
  const { url, user, password, database } = stack.connections.owner;
  const clickhouse = createClient({ url, username: user, password, database });
  const browser = await startBrowser();

  const sql = async <T>(query: string): Promise<T[]> => {
    const result = await clickhouse.query({ query, format: "JSONEachRow" });
    return result.json<T>();
  };
  /** Group → value. */
  const bySql = async (select: string, where: string, group: string) => {
    const found = await sql<{ name: string; value: number }>(
      `SELECT toString(${group}) AS name, toFloat64(${select}) AS value
       FROM trades_1d WHERE ${where} GROUP BY ${group}`,
    );
    return new Map(found.map(({ name, value }) => [name, value]));
  };
  return {
    address: `${stack.apiUrl}/look-through`,
    sql,
    bySql,
    oneBySql: async (select: string, where = "1") =>
      (await bySql(select, where, "''")).get("") ?? 0,
    newPage: async (options: BrowserContextOptions = {}) =>
      new LookThroughPage(
        await openPage(browser, { colorScheme: "light", ...options }),
      ),
    stop: async () => {
      await browser.close();
      await clickhouse.close();
      await stack.stop();
    },
  };
}

/** @param step what the page rounds to: half of it is rounding, more is wrong */
export const expectNear = (
  shown: number | null | undefined,
  expected: number,
  name: string,
  step = 1,
) => {
  const difference = Math.abs((shown ?? Number.NaN) - expected);
  expect(
    difference,
    `${name}: ${String(shown)} against ${expected}`,
  ).toBeLessThan(step * 0.51);
};

export const expectSame = (
  shown: Map<string, number | null>,
  expected: Map<string, number>,
  step = 1,
) => {
  expect([...shown.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [name, value] of expected) {
    expectNear(shown.get(name), value, name, step);
  }
};
