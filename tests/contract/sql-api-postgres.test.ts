import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../server/sql-api/postgres/database.ts";
import { PgPool } from "../../server/sql-api/postgres/pool.ts";
import { POSTGRES_CACHE } from "../support/postgres-cache.ts";
import {
  ask,
  askOne,
  dimension,
  errorOf,
  NEVER,
  NO_BINDING,
  ORDER,
  session,
  table,
  TRADES,
} from "../support/sql-api-database.ts";

const MANY = table(
  'Fußball "Äpfel"',
  ["select", 'a"b', "ctid2", "Größe"].map((name) => dimension(name, "text")),
  "It's \\ 100% $$ fun",
);

let pool: PgPool;
let database: Database;

beforeAll(async () => {
  pool = new PgPool({ cacheFolder: POSTGRES_CACHE, maxDatabases: 1 });
  database = pool.database([TRADES, ORDER, MANY]);
  await pool.warmUp([TRADES, ORDER, MANY]);
});
afterAll(() => pool.close());

const describeText = (text: string, parameterOids: number[] = []) =>
  database.describe(session(), { text, parameterOids }, NEVER);

describe("catalogs, as psql 15 asks for them", () => {
  it("\\d lists all tables and nothing else", async () => {
    const rows = await ask(
      database,
      `SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('r','p','v','m','S','f','')
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1,2;`,
    );
    expect(rows).toEqual([
      ["public", MANY.name, "table", "cube"],
      ["public", "order", "table", "cube"],
      ["public", "trades", "table", "cube"],
    ]);
  });

  it("\\d+ shows columns with types and comments", async () => {
    const oid = await askOne(
      database,
      `SELECT c.oid,
  n.nspname,
  c.relname
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname OPERATOR(pg_catalog.~) '^(trades)$' COLLATE pg_catalog.default
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 2, 3;`,
    );
    const rows = await ask(
      database,
      `SELECT a.attname,
  pg_catalog.format_type(a.atttypid, a.atttypmod),
  (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true)
   FROM pg_catalog.pg_attrdef d
   WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef),
  a.attnotnull,
  (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t
   WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS attcollation,
  a.attidentity,
  a.attgenerated,
  a.attstorage,
  a.attcompression AS attcompression,
  CASE WHEN a.attstattarget=-1 THEN NULL ELSE a.attstattarget END AS attstattarget,
  pg_catalog.col_description(a.attrelid, a.attnum)
FROM pg_catalog.pg_attribute a
WHERE a.attrelid = '${oid}' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum;`,
    );
    const types = {
      text: "text",
      int8: "bigint",
      float8: "double precision",
      timestamp: "timestamp without time zone",
      bool: "boolean",
    };
    expect(rows.map((row) => [row[0], row[1], row[3], row[10]])).toEqual(
      TRADES.columns.map(({ name, type, description }) => [
        name,
        types[type],
        "f",
        description || null,
      ]),
    );
  });

  it("\\dt+ shows what a table is for", async () => {
    const rows = await ask(
      database,
      "SELECT c.relname, pg_catalog.obj_description(c.oid, 'pg_class') FROM pg_catalog.pg_class c WHERE c.relkind IN ('r','p','') AND c.relnamespace = 'public'::regnamespace ORDER BY 1",
    );
    expect(rows).toEqual([
      [MANY.name, MANY.description],
      ["order", null],
      ["trades", TRADES.description],
    ]);
  });

  it("\\l and \\du show one database and the login", async () => {
    const databases = await ask(
      database,
      `SELECT d.datname as "Name",
       pg_catalog.pg_get_userbyid(d.datdba) as "Owner",
       pg_catalog.pg_encoding_to_char(d.encoding) as "Encoding",
       d.datcollate as "Collate",
       d.datctype as "Ctype",
       d.daticulocale as "ICU Locale",
       CASE d.datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END AS "Locale Provider",
       pg_catalog.array_to_string(d.datacl, E'\\n') AS "Access privileges"
FROM pg_catalog.pg_database d
ORDER BY 1;`,
    );
    expect(databases.map((row) => row.slice(0, 3))).toEqual([
      ["sales", "pg_system", "UTF8"],
    ]);
    const roles = await ask(
      database,
      "SELECT r.rolname, r.rolsuper, r.rolcanlogin FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' ORDER BY 1;",
    );
    expect(roles).toEqual([
      ["ann", "f", "t"],
      ["cube", "f", "f"],
    ]);
  });

  it("has the columns that older clients ask for", async () => {
    const row = await ask(
      database,
      `SELECT c.relhasoids, c.relhaspkey, (SELECT p.proisagg FROM pg_proc p WHERE p.proname = 'measure'), d.datlastsysoid
       FROM pg_class c, pg_database d WHERE c.relname = 'trades'`,
    );
    expect(row).toEqual([["f", "f", "t", "16383"]]);
  });

  it("has no helper outside of pg_catalog", async () => {
    const others = await ask(
      database,
      "SELECT nspname FROM pg_namespace WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'public') UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    );
    expect(others).toEqual([]);
  });

  it("information_schema shows what the login may read", async () => {
    const rows = await ask(
      database,
      "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'order'",
    );
    expect(rows).toEqual([["order", "select", "text"]]);
    const rights = await ask(
      database,
      "SELECT DISTINCT grantee, privilege_type FROM information_schema.role_table_grants WHERE table_name = 'trades'",
    );
    expect(rights).toEqual([["ann", "SELECT"]]);
  });

  it("reads tables and columns of any name", async () => {
    expect(
      await ask(
        database,
        'SELECT "select", "a""b", "Größe" FROM "Fußball ""Äpfel"""',
      ),
    ).toEqual([]);
  });
});

describe("describe", () => {
  const TYPE = {
    bool: 16,
    int8: 20,
    int4: 23,
    text: 25,
    float8: 701,
    timestamp: 1114,
    numeric: 1700,
    textArray: 1009,
  };

  it.each([
    ["measure(count)", TYPE.int8],
    ["MEASURE(pnl)", TYPE.float8],
    ["measure(last_trade)", TYPE.timestamp],
    ["date_trunc('month', max(trade_date))", TYPE.timestamp],
    ["sum(count)", TYPE.numeric],
    ["avg(pnl)", TYPE.float8],
    ["count(*)", TYPE.int8],
    ["max(desk)", TYPE.text],
    ["measure(pnl) / nullif(measure(count), 0)", TYPE.float8],
    ["rank() over (order by measure(pnl))", TYPE.int8],
    ["bool_or(is_open)", TYPE.bool],
  ])("%s has the type %i", async (expression, oid) => {
    const { columns } = await describeText(`SELECT ${expression} FROM trades`);
    expect(columns?.map(({ typeOid }) => typeOid)).toEqual([oid]);
  });

  it("infers parameters, and takes the given types", async () => {
    const text =
      "SELECT 1 FROM trades WHERE desk = $1 AND trade_date >= $2 AND pnl > $3 AND desk = ANY($4) LIMIT $5";
    const inferred = await describeText(text);
    expect(inferred.parameterOids).toEqual([
      TYPE.text,
      TYPE.timestamp,
      TYPE.float8,
      TYPE.textArray,
      TYPE.int8,
    ]);
    const given = await describeText("SELECT $1, $2", [0, TYPE.int4]);
    expect(given.parameterOids).toEqual([TYPE.text, TYPE.int4]);
  });

  it("tells where a column comes from", async () => {
    const { columns } = await describeText("SELECT pnl AS x, 1 FROM trades");
    const oid = await askOne(database, "SELECT 'trades'::regclass::oid");
    expect(columns).toEqual([
      {
        name: "x",
        tableOid: Number(oid),
        columnNumber: 6,
        typeOid: TYPE.float8,
        typeSize: 8,
        typeModifier: -1,
      },
      {
        name: "?column?",
        tableOid: 0,
        columnNumber: 0,
        typeOid: TYPE.int4,
        typeSize: 4,
        typeModifier: -1,
      },
    ]);
  });

  it("has no columns for nothing", async () => {
    expect(await describeText("-- ping")).toEqual({
      parameterOids: [],
      columns: undefined,
    });
    expect((await describeText("SELECT")).columns).toEqual([]);
  });

  it.each([
    ["SELECT foo FROM trades", "42703", 8],
    ["SELECT 'é🚀', foo FROM trades", "42703", 14],
    ["SELECT desk, measure(pnl) FROM trades", "42803", 8],
    ["SELECT 1 FROM nothing", "42P01", 15],
    ["SELECT 1 FRO trades x", "42601", 14],
    ["SELECT 1; SELECT 2", "42601", undefined],
    ["SELECT nofunc(1)", "42883", 8],
  ])("%s fails with %s at %s", async (text, code, position) => {
    const error = await errorOf(describeText(text));
    expect(error).toMatchObject({ name: "SqlError", code, position });
  });

  it("keeps detail and hint", async () => {
    expect(await errorOf(describeText("SELECT nofunc(1)"))).toMatchObject({
      hint: expect.stringContaining("No function matches") as string,
    });
    expect(
      await errorOf(ask(database, "SELECT '2024-13-01'::date")),
    ).toMatchObject({
      code: "22008",
      hint: expect.stringContaining("DateStyle") as string,
    });
  });

  it("refuses a NUL, which would let a text end before its end", async () => {
    const text = "SELECT 1\0\0\0P\0\0";
    expect(await errorOf(describeText(text))).toMatchObject({ code: "22021" });
    expect(await errorOf(ask(database, text))).toMatchObject({ code: "22021" });
    const user = session({}, "a\0b");
    expect(await errorOf(ask(database, "SELECT 1", user))).toMatchObject({
      code: "22021",
    });
    expect(await askOne(database, "SELECT 1")).toBe("1");
  });
});

describe("query", () => {
  it("takes parameters and gives results as text and binary", async () => {
    const number = Buffer.alloc(8);
    number.writeDoubleBE(-1.5);
    const { rows, columns, tag, rowCount } = await database.query(
      session(),
      { text: "SELECT $1::float8, $2::text, $3::int4", parameterOids: [] },
      {
        values: [number, Buffer.from("é"), null],
        formats: [1, 0, 1],
        resultFormats: [0, 1, 0],
      },
      NEVER,
    );
    const expected = Buffer.from([
      0x44, 0, 0, 0, 24, 0, 3, 0, 0, 0, 4, 0x2d, 0x31, 0x2e, 0x35, 0, 0, 0, 2,
      0xc3, 0xa9, 255, 255, 255, 255,
    ]);
    expect(rows.bytes.equals(expected)).toBe(true);
    expect([...Array.from(rows.ends)]).toEqual([25]);
    expect([rowCount, tag, columns?.length]).toEqual([1, "SELECT 1", 3]);
  });

  it("keeps all rows of a large result in order", async () => {
    const rows = await ask(
      database,
      "SELECT i, repeat('x', i % 50) FROM generate_series(1, 50000) i",
    );
    expect(rows).toEqual(
      Array.from({ length: 50_000 }, (_, place) => [
        String(place + 1),
        "x".repeat((place + 1) % 50),
      ]),
    );
  });

  it("keeps rows whole that notices come between", async () => {
    // A cast that fails softly in a view does not exist; a notice of a read is this one.
    const { rows, notices } = await database.query(
      session({ client_min_messages: "debug5" }),
      { text: "SELECT * FROM (VALUES ('a'), ('b')) v", parameterOids: [] },
      NO_BINDING,
      NEVER,
    );
    expect(notices.length).toBeGreaterThan(0);
    expect(notices[0]![0]).toBe("N".charCodeAt(0));
    expect(rows.ends).toHaveLength(2);
    expect(rows.ends[1]).toBe(rows.bytes.length);
  });

  it.each([
    ["SHOW transaction_read_only", "on"],
    ["VALUES (1)", "1"],
    ["EXPLAIN (COSTS OFF) SELECT * FROM trades", "Seq Scan on trades"],
    ["WITH a AS (SELECT 7 AS x) SELECT x FROM a", "7"],
  ])("runs %s", async (text, answer) => {
    expect(await askOne(database, text)).toBe(answer);
  });

  it("runs nothing for nothing", async () => {
    expect(await ask(database, " ; -- ping")).toEqual([]);
  });

  it("fails with the code of Postgres, and the next one does not", async () => {
    expect(await errorOf(ask(database, "SELECT 1/0"))).toMatchObject({
      code: "22012",
      message: "division by zero",
    });
    const wrongNumber = { ...NO_BINDING, values: [Buffer.from("1")] };
    expect(
      await errorOf(ask(database, "SELECT 1", session(), wrongNumber)),
    ).toMatchObject({ code: "08P01" });
    expect(await askOne(database, "SELECT 1")).toBe("1");
  });
});
