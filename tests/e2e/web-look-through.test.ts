import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { screenshot } from "../support/browser.ts";
import type { LookThroughPage } from "../support/look-through-page.ts";
import {
  AMOUNTS,
  DIRECT,
  expectNear,
  expectSame,
  HELD,
  type LookThroughStack,
  startLookThrough,
  TRADED,
  VIA,
  WRAPPER,
} from "../support/look-through-stack.ts";

const LOAD = "**/cubejs-api/v1/load**";

let stack: LookThroughStack;
let address: string;
let sql: LookThroughStack["sql"];
let bySql: LookThroughStack["bySql"];
let oneBySql: LookThroughStack["oneBySql"];
let look: LookThroughPage;
let page: Page;

beforeAll(async () => {
  stack = await startLookThrough();
  ({ address, sql, bySql, oneBySql } = stack);
});

afterAll(() => stack?.stop());

beforeEach(async () => {
  // Intercepted answers of the test before may still be under way.
  await page?.unrouteAll({ behavior: "ignoreErrors" });
  await page?.context().close();
  look = await stack.newPage();
  page = look.page;
});

describe("the head tiles", () => {
  it.each(Object.entries(AMOUNTS))(
    "of %s equal SQL over the facts, and add up",
    async (basis, x) => {
      await look.open(`${address}?v=1&basis=${basis}`);
      const total = await oneBySql(`sumIf(${x}, ${TRADED})`);
      const held = await oneBySql(`sumIf(${x}, ${HELD})`);
      const via = await oneBySql(`sumIf(${x}, ${VIA})`);
      const direct = await oneBySql(`sumIf(${x}, ${DIRECT})`);
      expectNear(await look.tileValue("total"), total, "total");
      expectNear(await look.tileValue("direct"), direct, "direct");
      expectNear(await look.tileValue("via"), via, "via");
      expectNear(
        await look.tileValue("unmapped"),
        (await oneBySql(`sumIf(${x}, ${WRAPPER})`)) - via,
        "unmapped",
      );
      expectNear(
        await look.tileValue("share"),
        (100 * via) / held,
        "share",
        0.1,
      );
      expectNear(
        await look.tileValue("coverage"),
        100 *
          (await oneBySql(
            `sumIf(notional, ${HELD}) / sumIf(notional, ${TRADED})`,
          )),
        "coverage",
        0.1,
      );
      expect(await page.locator(".lt-check").innerText()).toMatch(
        /^✓ Look-through .* = total/,
      );
    },
  );

  it("name the day of the newest weights, and which are old", async () => {
    await look.open(address);
    const [newest] = await sql<{ day: string }>(
      "SELECT formatDateTime(max(effective_date), '%e %b %Y') AS day FROM constituents",
    );
    expect(await look.tileText("weights")).toBe(newest?.day.trim());
    // Standing weights are as old as the trades they are used for.
    await page.getByText("No weights unchanged for more than").waitFor();
    await page.getByLabel("Days after which weights are stale").fill("1");
    await page.getByText("stale weights").waitFor();
    await page.getByLabel("Days after which weights are stale").fill("365");
    await page.getByText("No weights unchanged for more than").waitFor();
    await screenshot(page, "look-through-light");
  });

  it("filter the table by what they count", async () => {
    await look.open(`${address}?v=1&basis=notional`);
    await look.tile("direct").click();
    await look.settled();
    expectSame(
      await look.figures("key:", "total"),
      await bySql("sum(notional)", DIRECT, "underlying_symbol"),
    );
    await look.tile("via").click();
    await look.settled();
    expectSame(
      await look.figures("key:", "total"),
      await bySql("sum(notional)", VIA, "underlying_symbol"),
    );
    expectNear(
      await look.figure("held", "total"),
      await oneBySql(`sumIf(notional, ${VIA})`),
      "sum of the rows",
    );
    await look.tile("unmapped").click();
    await look.settled();
    expectSame(
      await look.figures("unmapped:", "total"),
      await bySql(
        `sumIf(notional, ${WRAPPER}) - sumIf(notional, ${VIA})`,
        `${WRAPPER} OR ${VIA}`,
        "symbol",
      ),
    );
    expect(await look.tile("unmapped").getAttribute("aria-pressed")).toBe(
      "true",
    );
    await look.tile("total").click();
    await look.settled();
    expectNear(
      await look.figure("total", "total"),
      await oneBySql(`sumIf(notional, ${TRADED})`),
      "total",
    );
  });
});

describe("the conservation check", () => {
  /** Answers the parts with a look-through amount that is wrong by a share. */
  const falsify = (factor: number) => async (route: Route) => {
    const response = await route.fetch();
    const body = (await response.json()) as {
      results: { data: Record<string, string>[]; query: { dimensions: [] } }[];
    };
    for (const { data } of body.results) {
      for (const row of data) {
        const held = "trade_metrics.look_through_notional";
        if (row["trade_metrics.unmapped_notional"] !== undefined && row[held]) {
          row[held] = String(Number(row[held]) * factor);
        }
      }
    }
    await route.fulfill({ response, json: body });
  };

  it("is red when the parts miss the whole by more than 0.01 %, until they do not", async () => {
    const wrong = falsify(1.0005);
    await page.route(LOAD, wrong);
    await look.open(`${address}?v=1&basis=notional`);
    const banner = page.getByRole("alert");
    await banner.getByText("do not add up").waitFor();
    expect(await banner.innerText()).toContain(
      "look-through + unmapped = total",
    );
    await screenshot(page, "look-through-broken");
    await page.unroute(LOAD, wrong);
    await banner.getByRole("button", { name: "Check again" }).click();
    await banner.waitFor({ state: "detached" });
    await page.getByText(/^✓ Look-through/).waitFor();
  });

  it("is content with rounding", async () => {
    await page.route(LOAD, falsify(1.00005));
    await look.open(`${address}?v=1&basis=notional`);
    await page.locator(".lt-check[data-state=holds]").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });
});

describe("the table", () => {
  it.each(Object.entries(AMOUNTS))(
    "of %s equals SQL in every cell",
    async (basis, x) => {
      await look.open(`${address}?v=1&basis=${basis}`);
      const by = (where: string) =>
        bySql(`sumIf(${x}, ${where})`, HELD, "underlying_symbol");
      const held = await by(HELD);
      expectSame(await look.figures("key:", "total"), held);
      expectSame(await look.figures("key:", "direct"), await by(DIRECT));
      expectSame(await look.figures("key:", "via"), await by(VIA));
      const total = await oneBySql(`sumIf(${x}, ${TRADED})`);
      for (const [key, share] of await look.figures("key:", "share")) {
        expectNear(share, (100 * (held.get(key) ?? 0)) / total, key, 0.1);
      }
      const wrappers = await bySql(
        "uniqExact(symbol)",
        VIA,
        "underlying_symbol",
      );
      for (const [key, count] of await look.figures("key:", "wrappers")) {
        expect(count ?? 0, key).toBe(wrappers.get(key) ?? 0);
      }
      for (const { symbol, carrier } of await sql<{
        symbol: string;
        carrier: string;
      }>(
        `SELECT underlying_symbol AS symbol, argMax(wrapper, abs(amount)) AS carrier
         FROM (SELECT underlying_symbol, symbol AS wrapper, sum(${x}) AS amount
               FROM trades_1d WHERE ${VIA} GROUP BY ALL) GROUP BY symbol`,
      )) {
        expect(
          await look
            .row(`key:${symbol}`)
            .locator("[data-figure=carrier]")
            .innerText(),
        ).toMatch(new RegExp(`^${carrier} `));
      }
      const order = [...(await look.figures("key:", "total")).values()];
      expect(order).toEqual(order.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
    },
  );

  it("opens a holding into its carriers, and a carrier into its books", async () => {
    await look.open(`${address}?v=1&basis=notional`);
    await look.toggle("key:AAPL");
    const carriers = await bySql(
      "sum(notional)",
      `${VIA} AND underlying_symbol = 'AAPL'`,
      "symbol",
    );
    carriers.set(
      "",
      await oneBySql("sum(notional)", `${DIRECT} AND symbol = 'AAPL'`),
    );
    expectSame(await look.figures("carrier:AAPL/", "total"), carriers);
    await look.toggle("carrier:AAPL/SPY");
    expectSame(
      await look.figures("leaf:AAPL/SPY/", "total"),
      await bySql(
        "sum(notional)",
        `${VIA} AND underlying_symbol = 'AAPL' AND symbol = 'SPY'`,
        "book",
      ),
    );
    await look.toggle("carrier:AAPL/");
    expectSame(
      await look.figures("leaf:AAPL//", "total"),
      await bySql(
        "sum(notional)",
        `${DIRECT} AND underlying_symbol = 'AAPL'`,
        "book",
      ),
    );
    await screenshot(page, "look-through-expanded");
    await look.toggle("key:AAPL");
    expect((await look.figures("carrier:", "total")).size).toBe(0);
    expect((await look.figures("leaf:", "total")).size).toBe(0);
  });

  it("never counts a wrapper beside what it holds", async () => {
    await look.open(`${address}?v=1&basis=notional`);
    expect(await look.row("key:SPY").count()).toBe(0);
    const held = await look.figure("held", "total");

    await look.choose("Both");
    expect(await look.row("key:SPY").count()).toBe(0);
    expect(await look.figure("held", "total")).toBe(held);
    expectSame(
      await look.figures("wrapper:", "total"),
      await bySql("sum(notional)", WRAPPER, "symbol"),
    );
    expect(await look.row("wrapper:SPY").innerText()).toContain("not counted");
    await screenshot(page, "look-through-both");

    await look.choose("Direct");
    expectSame(
      await look.figures("key:", "total"),
      await bySql("sum(notional)", TRADED, "symbol"),
    );
    expectNear(
      await look.figure("total", "total"),
      await oneBySql(`sumIf(notional, ${TRADED})`),
      "as traded",
    );
  });

  it.each(["underlying_sector", "region", "portfolio_manager_id", "book"])(
    "counts by %s like SQL",
    async (rows) => {
      await look.open(`${address}?v=1&basis=notional&rows=${rows}`);
      const from =
        rows === "underlying_sector"
          ? "dictGet('instruments_dict', 'sector', toString(underlying_symbol))"
          : rows;
      expectSame(
        await look.figures("key:", "total"),
        await bySql("sum(notional)", HELD, from),
      );
    },
  );

  it("counts within dates and filters like SQL, and the link restores it", async () => {
    const [day] = await sql<{ first: string; last: string }>(
      "SELECT toString(min(trade_date)) AS first, toString(max(trade_date)) AS last FROM trades_1d",
    );
    const link = `${address}?v=1&basis=notional&dates=${day?.first}..${day?.first}&slices=region:EMEA,APAC`;
    await look.open(link);
    const where = `trade_date = '${day?.first}' AND region IN ('EMEA', 'APAC')`;
    expectSame(
      await look.figures("key:", "total"),
      await bySql("sum(notional)", `${HELD} AND ${where}`, "underlying_symbol"),
    );
    expectNear(
      await look.tileValue("total"),
      await oneBySql(`sumIf(notional, ${TRADED})`, where),
      "total",
    );
    await page.getByRole("button", { name: /Remove filter .* APAC/ }).click();
    await look.settled();
    expectSame(
      await look.figures("key:", "total"),
      await bySql(
        "sum(notional)",
        `${HELD} AND trade_date = '${day?.first}' AND region = 'EMEA'`,
        "underlying_symbol",
      ),
    );
    await page.goBack();
    await look.settled();
    expectNear(
      await look.tileValue("total"),
      await oneBySql(`sumIf(notional, ${TRADED})`, where),
      "total after going back",
    );
  });

  it("marks a list that is cut off, counts all of it, and loads more", async () => {
    await look.open(`${address}?v=1&basis=notional&rows=portfolio_id`);
    const all = await bySql("sum(notional)", HELD, "portfolio_id");
    expect(all.size).toBeGreaterThan(50);
    await page.getByText(`First 50 of ${all.size}`).waitFor();
    expect((await look.figures("key:", "total")).size).toBe(50);
    expectNear(
      await look.figure("held", "total"),
      [...all.values()].reduce((sum, value) => sum + value, 0),
      "total of all rows",
    );
    expect(all.size).toBeLessThan(100);
    const more = page.getByRole("button", { name: "Load more" });
    await more.click();
    await more.waitFor({ state: "detached" });
    await look.settled();
    expectSame(await look.figures("key:", "total"), all);
  });
});
