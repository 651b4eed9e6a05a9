import { createClient, type ClickHouseClient } from "@clickhouse/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { socketClient } from "../support/sockets.ts";
import { startStack, type Stack } from "../support/stack.ts";

/** More than the 2 s between looks at refresh keys, less than the 10 s of Cube without any. */
const FRESH_WITHIN_MS = 9000;

let stack: Stack;
let clickhouse: ClickHouseClient;

/** A default request: no cache option, as any client sends it. */
async function tradeCount(view: string): Promise<number> {
  const query = { measures: [`${view}.trade_count`] };
  const response = await fetch(
    `${stack.apiUrl}/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`,
  );
  const body = (await response.json()) as {
    data?: Record<string, string>[];
    error?: string;
  };
  if (body.error === "Continue wait") return tradeCount(view);
  if (body.error !== undefined) throw new Error(body.error);
  return Number(body.data?.[0]?.[`${view}.trade_count`]);
}

const insertTrades = (count: number) =>
  clickhouse.command({
    query:
      "INSERT INTO trades_1d (trade_date, ts, exposure_type, symbol, underlying_symbol, trade_id, quantity, price, notional) " +
      `SELECT '2024-01-15', '2024-01-15 15:00:00', 'Direct', 'AAPL', 'AAPL', 900000000 + number, 1, 1, 1 FROM numbers(${count})`,
  });

beforeAll(async () => {
  stack = await startStack({ rows: 1000 });
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
});

afterAll(async () => {
  await clickhouse?.close();
  await stack?.stop();
});

describe("refresh by SQL key", () => {
  it.each(["trade_metrics", "trade_metrics_raw"])(
    "shows an insert soon in a default REST answer of %s",
    async (view) => {
      const before = await tradeCount(view);
      expect(await tradeCount(view)).toBe(before);
      await insertTrades(7);
      const inserted = Date.now();
      let seen = before;
      while (seen === before && Date.now() - inserted < FRESH_WITHIN_MS) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        seen = await tradeCount(view);
      }
      expect(seen).toBe(before + 7);
    },
  );
});

describe("a subscription over WebSocket", () => {
  it("is told about an insert", async () => {
    const client = socketClient(stack.apiUrl);
    const measure = "trade_metrics.trade_count";
    const counts: number[] = [];
    const subscription = client.api.subscribe(
      { measures: [measure] },
      {},
      (error, result) => {
        if (error) throw error;
        const [row] = result.rawData() as Record<string, string>[];
        counts.push(Number(row?.[measure]));
      },
    );
    await expect.poll(() => counts.length, { timeout: 60_000 }).toBe(1);
    await insertTrades(3);
    // The first answer may be of before the inserts above.
    const result = await clickhouse.query({
      query:
        "SELECT count() AS trades FROM trades_1d WHERE exposure_type != 'Constituent'",
      format: "JSONEachRow",
    });
    const [facts] = await result.json<{ trades: string }>();
    await expect
      .poll(() => counts.at(-1), { timeout: 60_000 })
      .toBe(Number(facts?.trades));
    await subscription.unsubscribe();
    await client.close();
  });
});
