import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../server/sql-api/postgres/database.ts";
import { PgPool } from "../../server/sql-api/postgres/pool.ts";
import { POSTGRES_CACHE } from "../support/postgres-cache.ts";
import {
  ask,
  askOne,
  errorOf,
  NEVER,
  session,
  TRADES,
} from "../support/sql-api-database.ts";

const MB = 1024 * 1024;

let pool: PgPool;
let database: Database;

beforeAll(async () => {
  pool = new PgPool({
    cacheFolder: POSTGRES_CACHE,
    maxDatabases: 1,
    // Also of the first statement, which waits while the tests beside it compile.
    timeout: 2000,
    maxMemory: 400 * MB,
    recycleAbove: 300 * MB,
    maxResult: 16 * MB,
  });
  database = pool.database([TRADES]);
  await pool.warmUp([TRADES]);
});
afterAll(() => pool.close());

/** What a session may never become, asked by another one afterwards. */
async function othersAreWell(): Promise<void> {
  const rows = await ask(
    database,
    "SELECT current_user, session_user, current_setting('is_superuser'), current_setting('transaction_read_only'), current_setting('search_path'), has_table_privilege('trades', 'INSERT')::text, (SELECT count(*) FROM trades)",
    session({}, "bob"),
  );
  expect(rows).toEqual([
    ["bob", "bob", "off", "on", '"$user", public', "false", "0"],
  ]);
}

describe("rights", () => {
  it.each([
    ["SELECT set_config('role', 'pg_system', false)", "42501"],
    ["SELECT set_config('session_authorization', 'pg_system', true)", "42501"],
    [
      "SELECT set_config('default_transaction_read_only', 'off', false)",
      "42501",
    ],
    ["SELECT set_config('search_path', 'pg_temp', false)", "42501"],
    ["SELECT pg_catalog . \"set_config\"('role', 'pg_system', false)", "42501"],
    ["SELECT * FROM trades, LATERAL set_config('role', 'cube', true)", "42501"],
    [
      "SELECT (SELECT set_config(name, 'pg_system', false)) FROM pg_settings",
      "42501",
    ],
    [
      "EXPLAIN ANALYZE UPDATE pg_settings SET setting = 'pg_system' WHERE name = 'role'",
      "42501",
    ],
    [
      "WITH x AS (INSERT INTO trades DEFAULT VALUES RETURNING 1) TABLE x",
      "25006",
    ],
    ["WITH x AS (DELETE FROM pg_class RETURNING 1) TABLE x", "25006"],
    [
      "WITH x AS (UPDATE pg_authid SET rolsuper = true RETURNING 1) TABLE x",
      "25006",
    ],
    ["EXPLAIN ANALYZE INSERT INTO trades DEFAULT VALUES", "25006"],
    ["EXPLAIN ANALYZE CREATE TABLE x AS SELECT 1", "42501"],
    ["EXPLAIN ANALYZE EXECUTE x", "26000"],
    ["SELECT 1 AS a INTO x", "25006"],
    ["SELECT 1 AS a INTO TEMP x", "25006"],
    ["SELECT * FROM trades FOR UPDATE", "25006"],
    ["TABLE pg_authid", "42501"],
    ["SELECT * FROM pg_shadow", "42501"],
    ["SELECT * FROM pg_hba_file_rules", "42501"],
    ["SELECT * FROM pg_file_settings", "42501"],
    ["SELECT pg_read_file('/etc/passwd')", "42501"],
    ["SELECT pg_read_binary_file('postgresql.conf')", "42501"],
    ["SELECT pg_ls_dir('.')", "42501"],
    ["SELECT pg_stat_file('.')", "42501"],
    ["SELECT lo_import('/etc/passwd')", "42501"],
    ["SELECT lo_export(1, '/tmp/x')", "42501"],
    ["SELECT lo_from_bytea(0, 'x')", "42501"],
    ["SELECT lo_create(0)", "42501"],
    ["SELECT query_to_xml('select 1', true, true, '')", "42501"],
    ["SELECT table_to_xml('pg_class', true, true, '')", "42501"],
    ["SELECT cursor_to_xml('x', 1, true, true, '')", "42501"],
    [
      "SELECT * FROM ts_stat('select set_config(''role'', ''pg_system'', false)')",
      "42501",
    ],
    ["SELECT ts_rewrite('a', 'select 1')", "42501"],
    ["SELECT pg_sleep(1000)", "42501"],
    ["SELECT pg_sleep_for('1 day')", "42501"],
    ["SELECT pg_terminate_backend(pg_backend_pid())", "42501"],
    ["SELECT pg_cancel_backend(pg_backend_pid())", "42501"],
    ["SELECT pg_advisory_lock(1)", "42501"],
    ["SELECT pg_notify('a', 'b')", "42501"],
    ["SELECT pg_reload_conf()", "42501"],
    ["SELECT pg_switch_wal()", "42501"],
    ["SELECT pg_logical_emit_message(false, 'a', 'b')", "42501"],
    ["SELECT pg_stat_reset()", "42501"],
    ["SELECT setseed(0.5)", "42501"],
    ["SELECT nextval('x')", "42P01"],
    ["SELECT * FROM dblink('', 'select 1') AS t(a int)", "42883"],
    ["SELECT plpgsql_call_handler()", "42883"],
    ["DO $$ BEGIN END $$", "0A000"],
    ["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'", "0A000"],
    ["COPY trades TO PROGRAM 'sh'", "0A000"],
    ["COPY (SELECT 1) TO STDOUT", "0A000"],
    ["SET ROLE pg_system", "0A000"],
    ["SET SESSION AUTHORIZATION pg_system", "0A000"],
    ["RESET SESSION AUTHORIZATION", "0A000"],
    ["RESET ALL", "0A000"],
    ["BEGIN", "0A000"],
    ["COMMIT", "0A000"],
    ["PREPARE x AS SELECT 1", "0A000"],
    ["DECLARE c CURSOR WITH HOLD FOR SELECT 1", "0A000"],
    ["LISTEN x", "0A000"],
    ["DISCARD ALL", "0A000"],
    ["SELECT 1; SET ROLE pg_system", "42601"],
    [
      "SELECT 1; COMMIT; SET SESSION AUTHORIZATION pg_system; SELECT 1",
      "42601",
    ],
    ["/* SELECT */ SET ROLE pg_system", "0A000"],
    ["; SET ROLE pg_system", "0A000"],
  ])("%s is refused with %s", async (text, code) => {
    expect(await errorOf(ask(database, text))).toMatchObject({
      name: "SqlError",
      code,
    });
    await othersAreWell();
  });

  it("do not come from an UPDATE that Postgres drops", async () => {
    const text =
      "WITH x AS (UPDATE pg_settings SET setting = 'Asia/Tokyo' WHERE name = 'TimeZone') SELECT 1";
    const as = session();
    await ask(database, text, as);
    expect(await askOne(database, "SHOW timezone", as)).toBe("UTC");
    await othersAreWell();
  });

  it("do not come from the settings of a session", async () => {
    const as = session({ default_transaction_read_only: "off" });
    expect(await askOne(database, "SHOW transaction_read_only", as)).toBe("on");
    await othersAreWell();
  });

  it("are those of no other function that does more than compute", async () => {
    // Whoever adds to the list in base.sql, or a newer Postgres, has to look here.
    const rows = await ask(
      database,
      "SELECT DISTINCT proname FROM pg_proc WHERE provolatile = 'v' AND has_function_privilege(oid, 'EXECUTE') AND proname !~ '^(pg_stat_get_|uuidv|random)' ORDER BY 1",
    );
    expect(rows.flat()).toMatchInlineSnapshot(`
      [
        "array_sample",
        "array_shuffle",
        "clock_timestamp",
        "current_query",
        "currtid2",
        "gen_random_uuid",
        "pg_advisory_unlock_all",
        "pg_blocking_pids",
        "pg_collation_actual_version",
        "pg_control_checkpoint",
        "pg_control_init",
        "pg_control_recovery",
        "pg_control_system",
        "pg_current_wal_lsn",
        "pg_database_collation_actual_version",
        "pg_database_size",
        "pg_get_sequence_data",
        "pg_get_wait_events",
        "pg_indexes_size",
        "pg_is_in_recovery",
        "pg_is_wal_replay_paused",
        "pg_jit_available",
        "pg_last_committed_xact",
        "pg_last_wal_receive_lsn",
        "pg_last_wal_replay_lsn",
        "pg_last_xact_replay_timestamp",
        "pg_lock_status",
        "pg_notification_queue_usage",
        "pg_partition_ancestors",
        "pg_partition_tree",
        "pg_prepared_xact",
        "pg_relation_size",
        "pg_sequence_last_value",
        "pg_table_size",
        "pg_tablespace_size",
        "pg_total_relation_size",
        "pg_xact_commit_timestamp",
        "timeofday",
      ]
    `);
  });
});

describe("what does not end or takes too much", () => {
  it.each([
    [
      "a long loop",
      "SELECT count(*) FROM generate_series(1, 1000000000000)",
      /^$/,
    ],
    [
      "a large product",
      "SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d",
      /^$/,
    ],
    [
      "endless recursion",
      "WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) SELECT count(*) FROM a",
      /^53/,
    ],
    [
      "growing recursion",
      "WITH RECURSIVE a AS (SELECT 'x' AS n UNION ALL SELECT n || n FROM a) SELECT count(*) FROM a",
      /^5[37]/,
    ],
    ["a huge text", "SELECT length(repeat('x', 1000000000))", /^5[34]/],
    [
      "a huge result",
      "SELECT repeat('x', 1000) FROM generate_series(1, 1000000)",
      /^54000$/,
    ],
    ["one huge value", "SELECT repeat('x', 100000000)", /^54000$/],
    [
      "a huge array",
      "SELECT array_agg(repeat('x', 1000) || i) FROM generate_series(1, 10000000) i",
      /^5[347]/,
    ],
    [
      "a huge sort",
      "SELECT i FROM generate_series(1, 100000000) i ORDER BY random()",
      /^5[347]/,
    ],
    [
      "a deep JSON",
      "SELECT (repeat('[', 1000000) || repeat(']', 1000000))::jsonb",
      /^54001$/,
    ],
    ["a deep expression", `SELECT ${"1+".repeat(30_000)}1`, /^54001$/],
    [
      "a deep query",
      `SELECT ${"(SELECT ".repeat(3000)}1${")".repeat(3000)}`,
      /^54001$|^42601$|^53200$/,
    ],
    ["a deep tsquery", `SELECT '${"(".repeat(100_000)}'::tsquery`, /^54001$/],
    [
      "many digits",
      "SELECT length((10::numeric ^ 100000 * 3.7::numeric ^ 90000)::text), (2::numeric ^ 400000) % 7",
      /^2200/,
    ],
    ["a wide format", "SELECT format('%1000000000s', 'x')", /^5[34]|^22/],
    ["a huge padding", "SELECT lpad('x', 1000000000)", /^5[34]/],
  ])("%s is contained", async (_, text, code) => {
    const error = await errorOf(ask(database, text));
    expect(error.name).toBe("SqlError");
    // On a busy machine the time is over first.
    if (error.code !== "57014") expect(error.code).toMatch(code);
    await othersAreWell();
  });

  /** Every other value of a truth or a list, the ends of a range, and nonsense. */
  function valuesOf([, type, value, least, most, words]: (string | null)[]) {
    if (type === "bool") return [value === "on" ? "off" : "on"];
    if (type === "enum") return words!.split("|");
    return type === "string" ? ["x", ""] : [least!, most!];
  }

  it("no setting that a login may change harms anybody else", async () => {
    const settings = await ask(
      database,
      "SELECT name, vartype, setting, min_val, max_val, array_to_string(enumvals, '|') FROM pg_settings WHERE context = 'user'",
    );
    expect(settings.length).toBeGreaterThan(100);
    const own = [
      "SELECT 1/0",
      "SELECT count(*) FROM trades, pg_class",
      "TABLE x",
    ];
    for (const setting of settings) {
      for (const value of valuesOf(setting)) {
        const as = session({ [setting[0]!]: value }, "tom");
        const work = [
          database.set(session(), `SET ${setting[0]} = '${value}'`, NEVER),
          ...own.map((text) => ask(database, text, as)),
        ];
        for (const { status, ...rest } of await Promise.allSettled(work)) {
          if (status === "rejected")
            expect(rest).toMatchObject({ reason: { name: "SqlError" } });
        }
        // Timers of Postgres run while its thread has nothing to do.
        await new Promise((resolve) => setTimeout(resolve, 3));
        await othersAreWell();
      }
    }
  });
});
