import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type pg from "pg";
import Cursor from "pg-cursor";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { RowCounter } from "../support/sql-row-counter.ts";
import { rawClient, rawRows, sqlClient } from "../support/sql-stack.ts";
import { startStack, type Stack } from "../support/stack.ts";

/** About 280,000 fact rows: more than one query has, and than lie ready on the way. */
const TRADES = 150_000;
/** CUBEJS_DB_QUERY_LIMIT, which is left at its default. */
const ROW_LIMIT = 50_000;
const MB = 2 ** 20;

const EVERYTHING =
  "SELECT trade_id, desk, symbol, ts, notional FROM trade_metrics_raw";

let stack: Stack;
let clickhouse: ClickHouseClient;
const clients: (pg.Client | RowCounter)[] = [];

beforeAll(async () => {
  stack = await startStack({ rows: TRADES, sqlApi: true });
  clickhouse = rawClient(stack);
});

afterEach(async () => {
  for (const client of clients.splice(0)) {
    await (client instanceof RowCounter ? client.close() : client.end());
  }
  await untilNothingRuns();
});

afterAll(async () => {
  await clickhouse?.close();
  await stack?.stop();
});

async function counter(): Promise<RowCounter> {
  const client = await RowCounter.connect(stack.sqlPort);
  clients.push(client);
  return client;
}

async function pgClient(): Promise<pg.Client> {
  const client = await sqlClient(stack);
  clients.push(client);
  return client;
}

async function raw<T>(query: string): Promise<T> {
  const [row] = await rawRows<T>(clickhouse, query);
  return row!;
}

const factCount = async () =>
  Number((await raw<{ n: string }>("SELECT count() AS n FROM trades_1d")).n);

/** Queries of the API at work that read the facts. */
const running = async (condition = "1") =>
  Number(
    (
      await raw<{ n: string }>(
        `SELECT count() AS n FROM system.processes WHERE user = '${stack.connections.cube.user}' AND query LIKE '%trades_1d%' AND ${condition}`,
      )
    ).n,
  );

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}

/** Fails by the test's own limit of time. */
const untilNothingRuns = () => until(async () => (await running()) === 0);

const residentBytes = () => {
  const status = readFileSync(`/proc/${stack.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1024;
};

describe("a SELECT of more rows than one query to Cube may have", () => {
  it("has every fact row", async () => {
    const { rows, error } = await (await counter()).run(EVERYTHING);
    expect(error).toBeUndefined();
    expect(rows).toBe(await factCount());
  });

  it("has the values that the table has", async () => {
    const desk = "Macro";
    const client = await pgClient();
    const { rows } = await client.query<Record<string, string | number | Date>>(
      `SELECT trade_id, symbol, ts, notional FROM trade_metrics_raw WHERE desk = '${desk}'`,
    );
    const sum = (value: (row: (typeof rows)[number]) => number) =>
      rows.reduce((total, row) => total + value(row), 0);
    const expected = await raw<Record<string, number>>(
      `SELECT toFloat64(count()) AS rows, toFloat64(sum(trade_id)) AS ids, toFloat64(uniqExact(symbol)) AS symbols,
        toFloat64(sum(toUnixTimestamp(ts))) AS seconds, sumIf(toFloat64(notional), exposure_type != 'Constituent') AS notional
      FROM trades_1d WHERE desk = '${desk}'`,
    );
    expect(rows.length).toBeGreaterThan(ROW_LIMIT);
    expect(rows).toHaveLength(expected["rows"]!);
    expect(sum(({ trade_id }) => Number(trade_id))).toBe(expected["ids"]);
    expect(new Set(rows.map(({ symbol }) => symbol)).size).toBe(
      expected["symbols"],
    );
    expect(sum(({ ts }) => Math.floor(Number(ts) / 1000))).toBe(
      expected["seconds"],
    );
    expect(sum(({ notional }) => Number(notional))).toBeCloseTo(
      expected["notional"]!,
      2,
    );
  });

  it("has every group", async () => {
    const sql =
      "SELECT trade_id, sum(notional) FROM trade_metrics_raw GROUP BY 1";
    const { rows, error } = await (await counter()).run(sql);
    const groups = await raw<{ n: string }>(
      "SELECT uniqExact(trade_id) AS n FROM trades_1d WHERE exposure_type != 'Constituent'",
    );
    expect(error).toBeUndefined();
    expect(rows).toBe(Number(groups.n));
  });

  it("has as many rows as its LIMIT, however many readers there are", async () => {
    const sql = `${EVERYTHING} LIMIT ${ROW_LIMIT + 10_000} OFFSET 7`;
    const readers = await Promise.all([counter(), counter()]);
    const answers = await Promise.all(readers.map((one) => one.run(sql)));
    expect(answers.map(({ rows }) => rows)).toEqual([60_000, 60_000]);
  });

  it("has every row for each of those who ask the same at once", async () => {
    const readers = await Promise.all([counter(), counter(), counter()]);
    const answers = await Promise.all(
      readers.map((one) => one.run(EVERYTHING)),
    );
    const count = await factCount();
    expect(answers.map(({ rows }) => rows)).toEqual([count, count, count]);
  });

  it("is refused, 54000, when more is made of the rows than one query gives", async () => {
    const client = await pgClient();
    await expect(
      client.query(
        "SELECT count(*) FROM (SELECT DISTINCT trade_id, upper(desk) FROM trade_metrics_raw) AS t",
      ),
    ).rejects.toMatchObject({
      code: "54000",
      hint: expect.stringContaining("CUBEJS_DB_QUERY_LIMIT") as string,
    });
  });
});

describe("a client that reads slowly", () => {
  it("makes no memory grow, and has all rows in the end", async () => {
    const client = await counter();
    const answer = client.run(EVERYTHING);
    await client.pauseAfter(1);
    // What was loaded and compiled for the first rows is there now.
    await sleep(1000);
    const before = residentBytes();
    let most = before;
    for (let look = 0; look < 10; look++) {
      await sleep(200);
      most = Math.max(most, residentBytes());
    }
    const { rows } = client.counted;
    client.resume();
    const all = await answer;
    expect((most - before) / MB).toBeLessThan(100);
    // It would prove nothing if the rows had all come already.
    expect(rows).toBeLessThan(all.rows / 2);
    expect(all.rows).toBe(await factCount());
  });

  it("lets others have their answers meanwhile, however many there are", async () => {
    const readers = await Promise.all(Array.from({ length: 12 }, counter));
    const answers = readers.map((reader) => reader.run(EVERYTHING));
    // Not all of them get that far.
    await Promise.race(readers.map((reader) => reader.pauseAfter(1)));
    for (const { socket } of readers) socket.pause();
    const other = await pgClient();
    const { rows } = await other.query<{ count: string }>(
      "SELECT count(*) FROM trade_metrics_raw",
    );
    expect(Number(rows[0]?.count)).toBeGreaterThan(0);
    for (const reader of readers) reader.close();
    await Promise.all(answers);
  });

  it("reads by portions, and leaves the rest with the cursor", async () => {
    const client = await pgClient();
    const cursor = client.query(new Cursor<{ trade_id: number }>(EVERYTHING));
    const first = await cursor.read(1000);
    const second = await cursor.read(1000);
    expect([first.length, second.length]).toEqual([1000, 1000]);
    await cursor.close();
    await untilNothingRuns();
    const { rows } = await client.query<{ one: number }>("SELECT 1 AS one");
    expect(rows).toEqual([{ one: 1 }]);
  });

  it("may take longer over a cursor than statement_timeout, which is that of each FETCH", async () => {
    const client = await pgClient();
    await client.query("BEGIN");
    await client.query("SET statement_timeout = '3s'");
    await client.query(`DECLARE c CURSOR FOR ${EVERYTHING}`);
    const first = await client.query("FETCH 1000 FROM c");
    await sleep(3500);
    // More than what lay ready on the way.
    const second = await client.query("FETCH 100000 FROM c");
    expect([first.rowCount, second.rowCount]).toEqual([1000, 100_000]);
    await client.query("ROLLBACK");
  });
});

describe("a query under way", () => {
  it("is stopped in ClickHouse by a cancel, and the session goes on", async () => {
    const client = await counter();
    const answer = client.run(EVERYTHING);
    await client.pauseAfter(1);
    expect(await running()).toBe(1);
    client.cancel();
    client.resume();
    const { error, rows } = await answer;
    expect(error).toMatchObject({ C: "57014" });
    expect(rows).toBeLessThan(await factCount());
    await untilNothingRuns();
    expect((await client.run("SELECT 1")).rows).toBe(1);
  });

  it("is stopped before its first row as well", async () => {
    const client = await counter();
    const answer = client.run(
      `${EVERYTHING} ORDER BY notional DESC, symbol, trade_id`,
    );
    await until(async () => (await running()) > 0);
    client.cancel();
    expect((await answer).error).toMatchObject({ C: "57014" });
    await untilNothingRuns();
  });

  it("is stopped when its client goes away", async () => {
    const client = await counter();
    const answer = client.run(EVERYTHING);
    await client.pauseAfter(1);
    client.close();
    await answer;
    await untilNothingRuns();
    expect(await running()).toBe(0);
  });

  it("that fails after rows were sent ends with its error, and the session goes on", async () => {
    const client = await counter();
    const answer = client.run(EVERYTHING);
    await client.pauseAfter(1);
    // Waits until ClickHouse can send what it has begun to.
    const killed = clickhouse.command({
      query: `KILL QUERY WHERE user = '${stack.connections.cube.user}' AND query LIKE '%trades_1d%' ASYNC`,
    });
    await until(async () => (await running("NOT is_cancelled")) === 0);
    client.resume();
    await killed;
    const { error, rows } = await answer;
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(await factCount());
    expect(error).toMatchObject({ C: "58030" });
    expect((await client.run("SELECT 1")).rows).toBe(1);
  });

  it("is stopped by statement_timeout", async () => {
    const client = await counter();
    await client.run("SET statement_timeout = '200ms'");
    const { error } = await client.run(EVERYTHING);
    expect(error).toMatchObject({ C: "57014" });
    await untilNothingRuns();
  });
});
