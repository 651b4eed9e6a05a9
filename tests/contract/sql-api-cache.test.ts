import type { ClickHouseClient } from "@clickhouse/client";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { rawClient, rawRows, sqlClient } from "../support/sql-stack.ts";
import { startStack, type Stack, TEST_SECRET } from "../support/stack.ts";

/** Milliseconds after which data that does not change counts as settled, and more. */
const SETTLED_WITHIN = 60_000;
const FRESH_WITHIN = 30_000;

let stack: Stack;
let clickhouse: ClickHouseClient;
let client: pg.Client;

const login = (claims: object) => ({
  user: "token",
  password: signToken(
    { scopes: ["sql"], ...claims },
    tokenKey(TEST_SECRET),
    "1h",
  ),
});
const ANALYST = login({ groups: ["analyst"] });

beforeAll(async () => {
  stack = await startStack({ rows: 1000, mode: "production", sqlApi: true });
  clickhouse = rawClient(stack);
  client = await sqlClient(stack, ANALYST);
});

afterAll(async () => {
  await client?.end();
  await clickhouse?.close();
  await stack?.stop();
});

const BY_DESK =
  "SELECT desk, MEASURE(trade_count) AS trades FROM trade_metrics GROUP BY 1 ORDER BY 1";

/** Answers that were not computed. */
async function hits(): Promise<number> {
  const text = await (await fetch(`${stack.apiUrl}/metrics`)).text();
  const line = /^lookthrough_cache_queries_total\{result="hit"\} (\d+)$/m;
  return Number(line.exec(text)?.[1]);
}

/** Whether the statement, asked again and again, comes to be answered from the cache. */
async function comesToBeKept(
  text: string,
  within: number,
  by = client,
): Promise<boolean> {
  const deadline = Date.now() + within;
  while (Date.now() < deadline) {
    const before = await hits();
    await by.query(text);
    if ((await hits()) > before) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

const settle = async () =>
  expect(
    await comesToBeKept(
      "SELECT desk FROM trade_metrics GROUP BY 1",
      SETTLED_WITHIN,
    ),
  ).toBe(true);

/** Rows of a statement that is run twice in a row. */
async function askTwice(text: string, values: unknown[] = [], by = client) {
  const query = { text, values, rowMode: "array" as const };
  const first = (await by.query<unknown[]>(query)).rows;
  const second = (await by.query<unknown[]>(query)).rows;
  return { first, second };
}

describe("answers of the SQL API in production", () => {
  it("are kept while the data is the same, and are the same", async () => {
    await settle();
    const { first, second } = await askTwice(BY_DESK);
    expect(second).toEqual(first);
    const expected = await rawRows<{ desk: string; trades: string }>(
      clickhouse,
      "SELECT desk, uniqExact(trade_id) AS trades FROM trades_1d GROUP BY desk ORDER BY desk",
    );
    expect(
      second.map(([desk, trades]) => ({ desk, trades: Number(trades) })),
    ).toEqual(
      expected.map(({ desk, trades }) => ({ desk, trades: Number(trades) })),
    );
    expect(await comesToBeKept(BY_DESK, SETTLED_WITHIN)).toBe(true);
  });

  it("are each of its parameters", async () => {
    await settle();
    const text =
      "SELECT count(*) FROM trade_metrics_raw WHERE desk = $1 AND symbol >= $2";
    const [one, other] = (await client.query(BY_DESK)).rows as {
      desk: string;
    }[];
    const expected = async (desk: string) => {
      const counts = await rawRows<{ rows: string }>(
        clickhouse,
        `SELECT count() AS rows FROM trades_1d WHERE desk = '${desk}' AND symbol >= 'K'`,
      );
      return counts.map(({ rows }) => Number(rows));
    };
    for (const desk of [one!.desk, other!.desk, one!.desk]) {
      const { first } = await askTwice(text, [desk, "K"]);
      expect(first.map(([count]) => Number(count))).toEqual(
        await expected(desk),
      );
    }
  });

  it("are each of its settings", async () => {
    await settle();
    const text =
      "SELECT trade_date::date::text AS day FROM trade_metrics GROUP BY trade_date ORDER BY trade_date LIMIT 2";
    const days = await rawRows<{ iso: string; german: string }>(
      clickhouse,
      "SELECT toString(trade_date) AS iso, formatDateTime(trade_date, '%d.%m.%Y') AS german FROM trades_1d GROUP BY trade_date ORDER BY trade_date LIMIT 2",
    );
    for (let round = 0; round < 2; round++) {
      const iso = await askTwice(text);
      expect(iso.first).toEqual(days.map((day) => [day.iso]));
      expect(iso.second).toEqual(iso.first);
      await client.query("SET DateStyle = 'German, DMY'");
      const german = await askTwice(text);
      await client.query("RESET DateStyle");
      expect(german.first).toEqual(days.map((day) => [day.german]));
      expect(german.second).toEqual(german.first);
    }
  });

  it("are each of the order of days and months in its filters", async () => {
    await settle();
    const rowsUntil = async (day: string) => {
      const [count] = await rawRows<{ rows: string }>(
        clickhouse,
        `SELECT count() AS rows FROM trades_1d WHERE trade_date <= '${day}'`,
      );
      return [String(count!.rows), String(count!.rows)];
    };
    const select = "SELECT count(*) FROM trade_metrics_raw WHERE trade_date";
    const counts = async () => {
      const written = await askTwice(`${select} <= '02.01.2024'`);
      const given = await askTwice(`${select} <= $1`, ["02.01.2024"]);
      return [written.second, given.second].map((rows) => String(rows[0]![0]));
    };
    expect(await counts()).toEqual(await rowsUntil("2024-02-01"));
    await client.query("SET DateStyle = 'German, DMY'");
    expect(await counts()).toEqual(await rowsUntil("2024-01-02"));
    await client.query("RESET DateStyle");
    expect(await rowsUntil("2024-01-02")).not.toEqual(
      await rowsUntil("2024-02-01"),
    );
  });

  it("are each of its claims", async () => {
    await settle();
    const desks = (await client.query(BY_DESK)).rows as { desk: string }[];
    const desk = desks[0]!.desk;
    const trader = await sqlClient(stack, login({ groups: ["desk"], desk }));
    const { first, second } = await askTwice(BY_DESK, [], trader);
    await trader.end();
    expect(first.map(([name]) => name)).toEqual([desk]);
    expect(second).toEqual(first);
    expect((await client.query(BY_DESK)).rows).toEqual(desks);
  });

  it.each(["random()", "clock_timestamp()::text", "now()::text"])(
    "are never of %s",
    async (call) => {
      await settle();
      const { first, second } = await askTwice(
        `SELECT desk, ${call} FROM trade_metrics GROUP BY 1`,
      );
      expect(first).not.toEqual(second);
    },
  );

  it("change with the data, as over REST", async () => {
    const text = "SELECT MEASURE(trade_count) AS trades FROM trade_metrics_raw";
    expect(await comesToBeKept(text, SETTLED_WITHIN)).toBe(true);
    const count = async () =>
      Number((await client.query<{ trades: string }>(text)).rows[0]!.trades);
    const before = await count();
    await clickhouse.command({
      query:
        "INSERT INTO trades_1d (trade_date, ts, exposure_type, symbol, underlying_symbol, trade_id, quantity, price, notional) " +
        "SELECT '2024-01-15', '2024-01-15 15:00:00', 'Direct', 'AAPL', 'AAPL', 900000000 + number, 1, 1, 1 FROM numbers(7)",
    });
    await expect.poll(count, { timeout: FRESH_WITHIN }).toBe(before + 7);
  });
});
