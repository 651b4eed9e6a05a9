import type { ClickHouseClient } from "@clickhouse/client";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, rows } from "../../server/warehouse/client.ts";
import { startStack, type Stack } from "../support/stack.ts";

/** Rows that one query to Cube may have here: far fewer than there are. */
const ROW_LIMIT = 150;

let stack: Stack;
let warehouse: ClickHouseClient;
let client: pg.Client;

beforeAll(async () => {
  stack = await startStack({
    rows: 200,
    sqlApi: true,
    env: { CUBEJS_DB_QUERY_LIMIT: String(ROW_LIMIT) },
  });
  warehouse = connect(stack.connections.owner);
  client = new pg.Client({
    host: "127.0.0.1",
    port: stack.sqlPort,
    database: "cube",
    user: "analyst",
  });
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await warehouse?.close();
  await stack?.stop();
});

interface Row {
  trade_id: number;
  underlying_symbol: string;
  quantity: number;
  __user: string | null;
  __cubeJoinField: string | null;
}

const keyOf = ({ trade_id, underlying_symbol, quantity }: Row) =>
  [Number(trade_id), underlying_symbol, quantity].join(" ");

/** Those of the facts, by what tells them apart. */
async function facts(): Promise<string[]> {
  // The measure is of trades, not of what they are taken apart into.
  const found = await rows<Row>(
    warehouse,
    `SELECT trade_id, underlying_symbol,
       if(exposure_type = 'Constituent', 0, quantity) AS quantity FROM trades_1d`,
  );
  return found.map(keyOf).sort();
}

describe("SELECT * of more rows than a query to Cube may have", () => {
  it("gives all of them, with NULL in columns that are no data", async () => {
    const wanted = await facts();
    expect(wanted.length).toBeGreaterThan(2 * ROW_LIMIT);
    const result = await client.query<Row>("SELECT * FROM trade_metrics");
    expect(result.rows.map(keyOf).sort()).toEqual(wanted);
    const empty = new Set(
      result.rows.map((row) => row.__user ?? row.__cubeJoinField),
    );
    expect([...empty]).toEqual([null]);
    expect(result.fields.at(-1)!.name).toBe("__cubeJoinField");
  });

  it("gives as many as LIMIT says", async () => {
    const wanted = await facts();
    const limit = ROW_LIMIT + 37;
    const result = await client.query<Row>(
      `SELECT * FROM trade_metrics LIMIT ${limit}`,
    );
    expect(result.rows).toHaveLength(limit);
    expect(wanted).toEqual(expect.arrayContaining(result.rows.map(keyOf)));
    const beyond = await client.query(
      `SELECT * FROM trade_metrics LIMIT ${wanted.length + 1}`,
    );
    expect(beyond.rows).toHaveLength(wanted.length);
  });

  it("is refused where Postgres needs them all", async () => {
    const asked = client.query("SELECT upper(desk), * FROM trade_metrics");
    await expect(asked).rejects.toMatchObject({ code: "54000" });
  });
});
