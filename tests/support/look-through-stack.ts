import type { BrowserContextOptions } from "playwright-core";
import { expect } from "vitest";
import { LookThroughPage } from "./look-through-page.ts";
import { HELD, startWeb, TRADED } from "./web-stack.ts";

/** Which rows of the facts count for what. */
export const DIRECT = "exposure_type = 'Direct'";
export const VIA = "exposure_type = 'Constituent'";
export { HELD, TRADED };
export const WRAPPER = "exposure_type IN ('ETF', 'ETC')";

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
export async function startLookThrough() {
  const { apiUrl, sql, bySql, newPage, stop } = await startWeb();
  return {
    address: `${apiUrl}/look-through`,
    sql,
    bySql,
    oneBySql: async (select: string, where = "1") =>
      (await bySql(select, where, "''")).get("") ?? 0,
    newPage: async (options: BrowserContextOptions = {}) =>
      new LookThroughPage(await newPage(options)),
    stop,
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
