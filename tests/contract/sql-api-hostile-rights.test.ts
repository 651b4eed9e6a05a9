import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type PostgresServer,
  startPostgresServer,
} from "../support/sql-postgres-server.ts";
import { sqlClient, sqlError } from "../support/sql-stack.ts";
import { query, startUpMessage, WireClient } from "../support/sql-wire.ts";

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgresServer();
});
afterAll(() => server?.stop());

/** A session of its own for each. */
async function alone<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await sqlClient(server);
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
    const client = await WireClient.connect(server.sqlPort);
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
    const client = await WireClient.connect(server.sqlPort);
    client.send(
      startUpMessage(
        JSON.parse('{ "__proto__": "x" }') as Record<string, string>,
      ),
    );
    expect((await client.rest()).at(-1)).toMatch(/^E 42704 FATAL/);
  });
});
