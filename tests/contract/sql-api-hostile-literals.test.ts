import type { ClickHouseClient } from "@clickhouse/client";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  rawClient,
  rawRows,
  sqlClient,
  sqlError,
} from "../support/sql-stack.ts";
import { startStack, type Stack } from "../support/stack.ts";

/** What another session asks while something hostile runs. */
const HONEST =
  "SELECT desk, measure(notional) AS notional FROM trade_metrics GROUP BY 1 ORDER BY 1";

let stack: Stack;
let clickhouse: ClickHouseClient;
let honest: pg.Client;
let expected: { desk: string; notional: number }[];
let contents: unknown;

const contentsOf = () =>
  rawRows(
    clickhouse,
    "SELECT count() AS rows, sum(cityHash64(*)) AS checksum, (SELECT groupArray((name, total_rows)) FROM (SELECT name, total_rows FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' ORDER BY name)) AS tables FROM trades_1d",
  );

async function answersHonestly(): Promise<void> {
  const { rows } = await honest.query<{ desk: string; notional: number }>(
    HONEST,
  );
  expect(rows.map(({ desk }) => desk)).toEqual(
    expected.map(({ desk }) => desk),
  );
  rows.forEach(({ notional }, place) =>
    expect(notional / expected[place]!.notional).toBeCloseTo(1, 9),
  );
}

beforeAll(async () => {
  stack = await startStack({ rows: 500, sqlApi: true });
  clickhouse = rawClient(stack);
  honest = await sqlClient(stack);
  expected = await rawRows(
    clickhouse,
    "SELECT desk, sum(notional) AS notional FROM trades_1d WHERE exposure_type != 'Constituent' GROUP BY desk ORDER BY desk",
  );
  contents = await contentsOf();
  await answersHonestly();
});

afterAll(async () => {
  await honest?.end();
  await clickhouse?.close();
  await stack?.stop();
});

/** The same process, and the same contents. */
async function isUnharmed(): Promise<void> {
  expect(() => process.kill(stack.pid, 0)).not.toThrow();
  await answersHonestly();
  expect(await contentsOf()).toEqual(contents);
}

/** A session of its own for each. */
async function alone<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await sqlClient(stack);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** What would be code if it were not a value somewhere on its way. */
const POISON = [
  "${process.exit(1)}",
  "${require('child_process').execSync('id')}",
  "`",
  "`${process.exit(1)}`",
  "\\",
  "\\\\",
  "\\'",
  "\\`${process.exit(1)}",
  "'",
  "''",
  "'); DROP TABLE trades_1d; --",
  "' OR 1=1 --",
  "\\' OR 1=1 --",
  '"; DROP TABLE trades_1d; --',
  "\\0",
  "\\x27 OR 1",
  "%",
  "_%",
  "{{ 1 }}",
  "{CUBE}",
  "{SECURITY_CONTEXT.x.filter('1')}",
  "?",
  "$1",
  "\n--\r\n",
  "\u2028\u2029",
  "ʼ ' ＇",
  "𝛼\u0301'",
  "__proto__",
  "constructor",
];

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const identifier = (text: string) => `"${text.replaceAll('"', '""')}"`;
/** Characters of LIKE as themselves. */
const pattern = (text: string) => text.replaceAll(/[\\%_]/g, "\\$&");

describe("a literal", () => {
  let rows: number;
  beforeAll(async () => {
    const [row] = await rawRows<{ rows: string }>(
      clickhouse,
      "SELECT count() AS rows FROM trades_1d",
    );
    rows = Number(row!.rows);
  });

  const count = (client: pg.Client, where: string, values?: unknown[]) =>
    client
      .query<{ n: string }>(
        `SELECT measure(row_count) AS n FROM trade_metrics WHERE ${where}`,
        values,
      )
      .then(({ rows: [row] }) => Number(row!.n));

  it.each(POISON)("that says %j is a value in every filter", async (text) => {
    const value = literal(text);
    const like = literal(`%${pattern(text)}%`);
    await alone(async (client) => {
      const all = await count(client, "desk IS NOT NULL");
      expect(all).toBe(rows);
      expect(await count(client, `desk = ${value}`)).toBe(0);
      expect(await count(client, `desk <> ${value}`)).toBe(all);
      expect(await count(client, "desk <> $1", [text])).toBe(all);
      expect(await count(client, `desk IN (${value}, 'x')`)).toBe(0);
      expect(await count(client, "desk = ANY ($1)", [[text, "x"]])).toBe(0);
      expect(await count(client, `NOT (desk = ${value} OR book = 'x')`)).toBe(
        all,
      );
      if (/[^_%?1]/.test(text)) {
        expect(await count(client, `desk LIKE ${like}`)).toBe(0);
        expect(await count(client, `desk NOT ILIKE ${like}`)).toBe(all);
        expect(await count(client, `lower(desk) NOT LIKE ${like}`)).toBe(all);
      }
      expect(await count(client, `desk >= ${value} OR desk < ${value}`)).toBe(
        all,
      );
    });
  });

  it.each(POISON)("that says %j is a value in expressions", async (text) => {
    const value = literal(text);
    await alone(async (client) => {
      const { rows: joined } = await client.query<{ a: string; b: string }>(
        `SELECT desk || ${value} AS a, CASE WHEN desk = ${value} THEN 1 ELSE 0 END AS b, measure(notional) AS n FROM trade_metrics GROUP BY 1, 2 ORDER BY 1`,
      );
      expect(joined.map(({ a }) => a).sort()).toEqual(
        expected.map(({ desk }) => desk + text).sort(),
      );
      const { rows: having } = await client.query(
        `SELECT desk, measure(notional) AS n FROM trade_metrics GROUP BY 1 HAVING measure(notional) > length(${value}) AND max(${value}::text) = ${value} ORDER BY 1`,
      );
      expect(having).toHaveLength(expected.length);
    });
  });

  it.each(POISON)("that says %j is no date, number or name", async (text) => {
    const value = literal(text);
    const name = identifier(text);
    await alone(async (client) => {
      for (const [statement, codes] of [
        [
          `SELECT measure(notional) FROM trade_metrics WHERE trade_date >= ${value} AND trade_date < '2030-01-01'`,
          /^2200[78]$/,
        ],
        [
          `SELECT measure(notional) FROM trade_metrics WHERE trade_date BETWEEN ${value} AND ${value}`,
          /^2200[78]$/,
        ],
        [
          `SELECT date_trunc(${value}, trade_date), measure(notional) FROM trade_metrics GROUP BY 1`,
          /^(22023|0A000)$/,
        ],
        [
          `SELECT measure(notional) FROM trade_metrics WHERE fund_id = ${value}`,
          /^22P02$/,
        ],
        [`SELECT desk FROM trade_metrics GROUP BY 1 LIMIT ${value}`, /^22P02$/],
        [`SELECT ${name} FROM trade_metrics`, /^42703$/],
        [`SELECT * FROM ${name}`, /^42P01$/],
        [`SELECT * FROM ${name}.trade_metrics`, /^42P01$|^3F000$/],
        [`SET ${name} = 1`, /^42/],
        [`SET DateStyle = ${value}`, /^22023$/],
      ] as const) {
        const { code } = await sqlError(client.query(statement));
        expect(code, statement).toMatch(codes);
      }
    });
  });

  it.each(POISON)("that says %j may be a name of one's own", async (text) => {
    const name = identifier(text);
    await alone(async (client) => {
      const statement = `SELECT t.desk AS ${name} FROM trade_metrics AS t GROUP BY 1 ORDER BY 1`;
      const { fields, rows: named } = await client.query({
        text: statement,
        rowMode: "array",
      });
      expect(fields.map((field) => field.name)).toEqual([text]);
      expect(named).toEqual(expected.map(({ desk }) => [desk]));
      const { rows: inner } = await client.query({
        text: `WITH ${name} AS (SELECT desk AS ${name}, measure(notional) FROM trade_metrics GROUP BY 1) SELECT ${name}.${name} FROM ${name} ORDER BY 1`,
        rowMode: "array",
      });
      expect(inner).toEqual(expected.map(({ desk }) => [desk]));
      await client.query(`DECLARE ${name} CURSOR WITH HOLD FOR ${statement}`);
      expect((await client.query(`FETCH ALL FROM ${name}`)).rowCount).toBe(
        expected.length,
      );
      // The driver itself keeps names of statements as keys of an object.
      if (text in {}) return;
      await client.query({ name: text, text: "SELECT 1" });
      await client.query(`SET application_name = ${literal(text)}`);
      expect((await client.query(HONEST)).rowCount).toBe(expected.length);
    });
  });
});

it("functions that change settings are refused over rows of the model", () =>
  alone(async (client) => {
    const { code } = await sqlError(
      client.query(
        "SELECT desk, set_config('role', 'cube', true) FROM trade_metrics",
      ),
    );
    expect(code).toMatch(/^(0A|42)/);
  }));

describe("values over rows of the model", () => {
  it("of 1 GB each are refused", () =>
    alone(async (client) => {
      const { code } = await sqlError(
        client.query(
          "SELECT desk, repeat('x', 1000000000) FROM trade_metrics GROUP BY 1",
        ),
      );
      expect(code).toMatch(/^5[34]/);
    }));

  it("may be a list of 10,000", () =>
    alone(async (client) => {
      const desks = Array.from({ length: 10_000 }, (_, place) => `'d${place}'`);
      const { rows } = await client.query(
        `SELECT desk FROM trade_metrics WHERE desk IN (${desks.join()}) GROUP BY 1`,
      );
      expect(rows).toEqual([]);
    }));
});

it("leaves the service and its data as they were", isUnharmed);
