import { createClient, type ClickHouseClient } from "@clickhouse/client";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../support/stack.ts";

const SECRET = "0123456789abcdef0123456789abcdef";

let stack: Stack;
let clickhouse: ClickHouseClient;

interface Answer {
  status: number;
  data?: Record<string, string>[];
  error?: string;
}

async function load(claims: object, query: object): Promise<Answer> {
  const token = jwt.sign(claims, SECRET, { expiresIn: "1h" });
  const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/load`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: token },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as Omit<Answer, "status">;
  if (body.error === "Continue wait") return load(claims, query);
  return { status: response.status, ...body };
}

const byDesk = (view: string) => ({
  measures: [`${view}.notional`],
  dimensions: [`${view}.desk`],
  order: { [`${view}.desk`]: "asc" },
});

async function notionalByDesk(where: string) {
  const result = await clickhouse.query({
    query: `SELECT desk, sum(notional) AS notional FROM trades_1d WHERE exposure_type != 'Constituent' AND ${where} GROUP BY desk ORDER BY desk`,
    format: "JSONEachRow",
  });
  return result.json<{ desk: string; notional: number }>();
}

beforeAll(async () => {
  stack = await startStack({
    rows: 1000,
    mode: "production",
    env: { CUBEJS_API_SECRET: SECRET },
  });
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
});

afterAll(async () => {
  await clickhouse?.close();
  await stack?.stop();
});

describe("access policies", () => {
  it.each(["trade_metrics", "trade_metrics_raw"])(
    "show an analyst everything in %s and a desk its own rows",
    async (view) => {
      const all = await notionalByDesk("1");
      const everything = await load({ groups: ["analyst"] }, byDesk(view));
      expect(everything.data?.map((row) => row[`${view}.desk`])).toEqual(
        all.map(({ desk }) => desk),
      );
      const desk = all[0]?.desk ?? "";
      const own = await load({ groups: ["desk"], desk }, byDesk(view));
      expect(own.data).toHaveLength(1);
      expect(Number(own.data?.[0]?.[`${view}.notional`])).toBeCloseTo(
        all[0]?.notional ?? Number.NaN,
        2,
      );
    },
  );

  it("show a portfolio manager the rows of the claimed id", async () => {
    const expected = await notionalByDesk("portfolio_manager_id = 1");
    const { data } = await load(
      { groups: ["portfolio_manager"], portfolio_manager_id: 1 },
      byDesk("trade_metrics"),
    );
    expect(data?.map((row) => row["trade_metrics.desk"])).toEqual(
      expected.map(({ desk }) => desk),
    );
    data?.forEach((row, i) =>
      expect(Number(row["trade_metrics.notional"])).toBeCloseTo(
        expected[i]?.notional ?? Number.NaN,
        2,
      ),
    );
  });

  it("bind claims as values, never as SQL", async () => {
    const { data } = await load(
      { groups: ["desk"], desk: "x' OR 1=1 --" },
      byDesk("trade_metrics"),
    );
    expect(data).toEqual([]);
  });

  it("refuse the cubes behind the views", async () => {
    const { status, error } = await load(
      { groups: ["analyst"] },
      { measures: ["trades.notional"] },
    );
    expect(status).toBeGreaterThanOrEqual(400);
    expect(error).toContain("hidden member");
  });

  it.each([
    { claims: {}, says: "legal groups: analyst, desk, portfolio_manager" },
    { claims: { groups: ["admin"] }, says: "unknown group in token: admin" },
    { claims: { groups: ["desk"] }, says: "needs the claim desk" },
  ])("refuse a token with $claims and say why", async ({ claims, says }) => {
    const { status, error } = await load(claims, byDesk("trade_metrics"));
    expect(status).toBe(403);
    expect(error).toContain(says);
  });
});
