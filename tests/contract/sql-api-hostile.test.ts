import type { ClickHouseClient } from "@clickhouse/client";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  rawClient,
  rawRows,
  sqlClient,
  sqlError,
} from "../support/sql-stack.ts";
import { startStack, type Stack } from "../support/stack.ts";
import { query, startUpMessage, WireClient } from "../support/sql-wire.ts";

/** What another session asks while something hostile runs. */
const HONEST =
  "SELECT desk, measure(notional) AS notional FROM trade_metrics GROUP BY 1 ORDER BY 1";

/** Milliseconds for its answer, on a machine that has nothing else to do. */
const DEADLINE = 1000;
/** On a busy one: times of what it takes undisturbed. */
const SLOWER = 20;

let stack: Stack;
let clickhouse: ClickHouseClient;
let honest: pg.Client;
let expected: { desk: string; notional: number }[];
/** Milliseconds of the slowest of some. */
let undisturbed = 0;
let contents: unknown;

const contentsOf = () =>
  rawRows(
    clickhouse,
    "SELECT count() AS rows, sum(cityHash64(*)) AS checksum, (SELECT groupArray((name, total_rows)) FROM (SELECT name, total_rows FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' ORDER BY name)) AS tables FROM trades_1d",
  );

async function answersHonestly(): Promise<number> {
  const since = performance.now();
  const { rows } = await honest.query<{ desk: string; notional: number }>(
    HONEST,
  );
  const took = performance.now() - since;
  expect(rows.map(({ desk }) => desk)).toEqual(
    expected.map(({ desk }) => desk),
  );
  rows.forEach(({ notional }, place) =>
    expect(notional / expected[place]!.notional).toBeCloseTo(1, 9),
  );
  return took;
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
  for (let round = 0; round < 10; round++) {
    undisturbed = Math.max(undisturbed, await answersHonestly());
  }
});

afterAll(async () => {
  await honest?.end();
  await clickhouse?.close();
  await stack?.stop();
});

afterEach(async () => {
  // The same process, and the same contents.
  expect(() => process.kill(stack.pid, 0)).not.toThrow();
  await answersHonestly();
  expect(await contentsOf()).toEqual(contents);
});

/** A session of its own for each. */
async function alone<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await sqlClient(stack);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const refused = (text: string, values?: unknown[]) =>
  alone((client) => sqlError(client.query(text, values)));

describe("a statement that wants to be somebody else or elsewhere", () => {
  it.each([
    ["SELECT pg_read_file('/etc/passwd')", "42501"],
    ["SELECT pg_read_binary_file('/etc/passwd')", "42501"],
    ["SELECT pg_ls_dir('/')", "42501"],
    ["SELECT lo_import('/etc/passwd')", "42501"],
    ["SELECT lo_get(1)", "42501"],
    ["COPY trade_metrics TO PROGRAM 'touch /tmp/x'", "0A000"],
    ["COPY (SELECT 1) TO '/tmp/x'", "0A000"],
    ["COPY trade_metrics FROM PROGRAM 'id'", "0A000"],
    ["SELECT set_config('role', 'pg_system', false)", "42501"],
    ["SELECT set_config('session_authorization', 'pg_system', false)", "42501"],
    ["SELECT set_config('ro' || 'le', 'pg_system', false)", "42501"],
    ["SELECT desk, set_config('role', 'cube', true) FROM trade_metrics", "*"],
    ["SET ROLE pg_system", "42501"],
    ['SET "role" TO pg_system', "42501"],
    ["SET LOCAL ROLE cube", "42501"],
    ["SET SESSION AUTHORIZATION pg_system", "42501"],
    ["SET SESSION AUTHORIZATION DEFAULT; SELECT 1 / 0", "*"],
    ["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "0A000"],
    ["CREATE EXTENSION dblink", "0A000"],
    ["DO $$ BEGIN PERFORM 1; END $$", "0A000"],
    ["CALL f()", "0A000"],
    ["ALTER SYSTEM SET max_connections = 1", "0A000"],
    ["ALTER ROLE anna SUPERUSER", "0A000"],
    ["GRANT pg_system TO anna", "0A000"],
    ["SELECT * FROM dblink('host=/', 'SELECT 1') AS t(a int)", "42883"],
    ["SELECT query_to_xml('TABLE pg_authid', true, true, '')", "42501"],
    ["SELECT table_to_xml('pg_authid', true, true, '')", "42501"],
    ["SELECT usename, passwd FROM pg_shadow", "42501"],
    ["SELECT rolpassword FROM pg_authid", "42501"],
    ["INSERT INTO trade_metrics (desk) VALUES ('x')", "0A000"],
    ["UPDATE pg_authid SET rolsuper = true", "0A000"],
    ["WITH x AS (DELETE FROM trade_metrics RETURNING 1) TABLE x", "*"],
    ["DROP TABLE trade_metrics", "0A000"],
    ["TRUNCATE trade_metrics", "0A000"],
    ["LOAD '/tmp/x.so'", "0A000"],
    ["SELECT pg_terminate_backend(pg_backend_pid())", "42501"],
    ["SELECT pg_reload_conf()", "42501"],
    ["EXPLAIN ANALYZE DELETE FROM trade_metrics", "0A000"],
  ])("%s is refused with %s", async (text, code) => {
    const error = await refused(text);
    if (code === "*") expect(error.code).toMatch(/^(0A|25|42|22)/);
    else expect(error.code).toBe(code);
    await alone(async (client) => {
      const { rows } = await client.query(
        "SELECT session_user AS s, current_user AS c, current_setting('is_superuser') AS su",
      );
      expect(rows).toEqual([{ s: "anna", c: "anna", su: "off" }]);
    });
  });
});

const list = (count: number, element: (place: number) => string, by: string) =>
  Array.from({ length: count }, (_, place) => element(place)).join(by);

/** What keeps Postgres busy: contained by its limits, or by the session's own. */
const FLOODS: [what: string, text: string][] = [
  ["a long series", "SELECT count(*) FROM generate_series(1, 1000000000000)"],
  ["1 GB of text", "SELECT length(repeat('x', 1000000000))"],
  [
    "1 GB of text for every row of the model",
    "SELECT desk, repeat('x', 1000000000) FROM trade_metrics GROUP BY 1",
  ],
  [
    "a huge array",
    "SELECT array_agg(repeat('x', 1000) || i) FROM generate_series(1, 10000000) i",
  ],
  [
    "endless recursion",
    "WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) SELECT count(*) FROM a",
  ],
  [
    "recursion that doubles",
    "WITH RECURSIVE a AS (SELECT 'x' AS n UNION ALL SELECT n || n FROM a) SELECT count(*) FROM a",
  ],
  [
    "a product of tables",
    "SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d",
  ],
  [
    "a regular expression with a long memory",
    "SELECT repeat('a', 401) ~ '^(a*)(a*)(a*)(a*)(a*)\\1\\2\\3\\4\\5$'",
  ],
];

/** What keeps the parser and the translator busy: answered or refused at once. */
const LARGE: [what: string, text: string, answer: RegExp][] = [
  [
    "10,000 parentheses",
    `SELECT ${"(".repeat(1e4)}1${")".repeat(1e4)}`,
    /^4260|^54001/,
  ],
  [
    "10,000 parentheses around a filter",
    `SELECT count(*) FROM trade_metrics WHERE ${"(".repeat(1e4)}desk = 'x'${")".repeat(1e4)}`,
    /^4260|^54001/,
  ],
  [
    "5,000 times NOT",
    `SELECT count(*) FROM trade_metrics WHERE ${"NOT ".repeat(5000)}desk = 'x'`,
    /^54001$/,
  ],
  [
    "a chain of sums",
    `SELECT ${"1+".repeat(5000)}1 FROM trade_metrics`,
    /^54001$/,
  ],
  [
    "nested queries",
    `SELECT ${"(SELECT ".repeat(1000)}1${")".repeat(1000)}`,
    /^54001$|^42601$|^53200$|^rows$/,
  ],
  ["1 MB of SQL", `SELECT ${list(250_000, () => "1", ", ")}`, /^54000$/],
  [
    "1 MB in one name",
    `SELECT ${"x".repeat(1e6)} FROM trade_metrics`,
    /^54000$/,
  ],
  ["30,000 columns", `SELECT ${list(30_000, String, ",")}`, /^54011$/],
  [
    "30,000 columns of the model",
    `SELECT ${list(30_000, () => "desk", ",")} FROM trade_metrics`,
    /^54011$/,
  ],
  ["100,000 comments", `${"/**/".repeat(60_000)}SELECT 1`, /^54000$/],
  ["comments that do not end", "/*".repeat(100_000), /^54000$/],
  ["operators without end", `SELECT 1 ${"+-".repeat(50_000)}1`, /^54000$/],
  [
    "10,000 elements of a list",
    `SELECT desk FROM trade_metrics WHERE desk IN (${list(1e4, (place) => `'d${place}'`, ",")}) GROUP BY 1`,
    /^rows$/,
  ],
  ["2000 statements", "SELECT 1;".repeat(2000), /^rows$/],
];

describe("a statement that wants everything", { timeout: 300_000 }, () => {
  /** Starts it, and asks in another session while it runs. */
  async function withHonestQuestion(text: string): Promise<string> {
    return alone(async (client) => {
      await client.query("SET statement_timeout = '10s'");
      const answer = client.query(text).then(
        () => "rows",
        (error: pg.DatabaseError) => error.code ?? error.message,
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
      const took = await answersHonestly();
      expect(took).toBeLessThan(Math.max(DEADLINE, SLOWER * undisturbed));
      return answer;
    });
  }

  it.each(FLOODS)(
    "%s is contained, and others are answered meanwhile",
    async (_, text) => {
      expect(await withHonestQuestion(text)).toMatch(/^(53|54|57014|22)/);
    },
  );

  it.each(LARGE)(
    "%s is answered or refused, and others are answered meanwhile",
    async (_, text, answer) => {
      expect(await withHonestQuestion(text)).toMatch(answer);
    },
  );

  it("in several sessions at once is contained as well", async () => {
    const floods = await Promise.all(
      Array.from({ length: 5 }, () => sqlClient(stack)),
    );
    const [, text] = FLOODS[6]!;
    const errors = floods.map((client) => sqlError(client.query(text)));
    for (let round = 0; round < 3; round++) await answersHonestly();
    await Promise.all(floods.map((client) => client.end()));
    for (const { code } of await Promise.all(errors)) {
      expect([undefined, "53000", "57014"]).toContain(code);
    }
  });
});

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

describe("a NUL", () => {
  it.each([
    ["SELECT chr(0)", "54000"],
    ["SELECT U&'\\0000'", "42601"],
    ["SELECT E'\\000'", "22021"],
    ["SELECT '\\u0000'::jsonb::text", "22P02"],
  ])("is refused in %s", async (text, code) => {
    expect((await refused(text)).code).toMatch(
      new RegExp(`^(${code}|42601|22021|22P05)$`),
    );
  });

  it("is refused in a parameter", async () => {
    const error = await refused(
      "SELECT measure(notional) FROM trade_metrics WHERE desk = $1",
      ["a\0b"],
    );
    expect(error.code).toBe("22021");
  });

  it("ends the text of a message", async () => {
    const client = await WireClient.connect(stack.sqlPort);
    client.send(startUpMessage());
    await client.readTo("Z");
    expect(await client.exchange(query("SELECT 1\0; SELECT 2"))).toEqual([
      "E 08P01 ERROR invalid message format: 11 bytes after its end",
      "Z I",
    ]);
    await client.close();
  });
});

describe("a name of JavaScript's own", () => {
  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "%s is a name like any other",
    async (name) => {
      expect((await refused(`SELECT "${name}" FROM trade_metrics`)).code).toBe(
        "42703",
      );
      expect((await refused(`SELECT * FROM "${name}"`)).code).toBe("42P01");
      expect((await refused(`SHOW "${name}"`)).code).toBe("42704");
      expect((await refused(`SET "${name}" = 1`)).code).toBe("42704");
      expect((await refused(`FETCH "${name}"`)).code).toBe("34000");
      expect((await refused(`DEALLOCATE "${name}"`)).code).toBe("26000");
      expect((await refused(`RELEASE "${name}"`)).code).toBe("25P01");
      await alone(async (client) => {
        await client.query(`SET x."${name}" = 'own'`);
        expect(
          (await client.query(`SELECT current_setting('x.${name}') AS v`)).rows,
        ).toEqual([{ v: "own" }]);
      });
    },
  );

  it("in the start-up message is a setting that is not known", async () => {
    const client = await WireClient.connect(stack.sqlPort);
    client.send(
      startUpMessage(
        JSON.parse('{ "__proto__": "x" }') as Record<string, string>,
      ),
    );
    expect((await client.rest()).at(-1)).toMatch(/^E 42704 FATAL/);
  });
});
