import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CATALOG_STATEMENTS } from "../support/clients/catalog-statements.ts";
import {
  type ClientStack,
  DATABASE,
  startClientStack,
  USER,
} from "../support/clients/client-stack.ts";
import {
  closePortal,
  describePortal,
  execute,
  query,
  startUpMessage,
  sync,
  WireClient,
} from "../support/sql-wire.ts";

let stack: ClientStack;

beforeAll(async () => {
  stack = await startClientStack();
});

afterAll(() => stack?.stop());

async function connection(): Promise<pg.Client> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port: stack.sqlPort,
    user: USER,
    database: DATABASE,
  });
  // A session that a failed test has left open ends with the service.
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** What failed, and how. */
async function failures(
  statements: string[],
  queryMode: "simple" | "extended",
): Promise<string[]> {
  const client = await connection();
  const failed: string[] = [];
  for (const text of statements) {
    try {
      await client.query({
        text,
        ...(queryMode === "extended" ? { queryMode } : {}),
      });
    } catch (error) {
      failed.push(`${text}: ${(error as Error).message}`);
    }
  }
  await client.end();
  return failed;
}

/** Only simple queries take several statements at once. */
const isOne = (text: string) => !/;\s*\S/.test(text);
/** They need a cursor that such a text has declared. */
const usesCursor = (text: string) => text.includes("SQL_CUR");

describe.each(Object.entries(CATALOG_STATEMENTS))("%s", (_, statements) => {
  it("is refused nothing when it asks simply", async () => {
    expect(await failures(statements, "simple")).toEqual([]);
  });

  it("is refused nothing when it prepares statements", async () => {
    const single = statements.filter(
      (text) => isOne(text) && !usesCursor(text),
    );
    expect(single.length).toBeGreaterThan(1);
    expect(await failures(single, "extended")).toEqual([]);
  });
});

describe("what a session gets by setting", () => {
  const one = async (client: pg.Client, text: string) =>
    (await client.query<unknown[]>({ text, rowMode: "array" })).rows[0]?.[0];

  it("is what SHOW then tells, until it is reset", async () => {
    const client = await connection();
    for (const [name, value, shown] of [
      ["statement_timeout", "5s", "5s"],
      ["lock_timeout", "1000", "1s"],
      ["idle_session_timeout", "10min", "10min"],
      ["idle_in_transaction_session_timeout", "2min", "2min"],
      ["default_transaction_read_only", "on", "on"],
      ["default_transaction_isolation", "serializable", "serializable"],
      ["application_name", "it's me", "it's me"],
      ["DateStyle", "ISO, DMY", "ISO, DMY"],
      ["TimeZone", "Europe/Berlin", "Europe/Berlin"],
      ["search_path", "public", "public"],
      ["extra_float_digits", "3", "3"],
      ["bytea_output", "escape", "escape"],
      ["my.variable", "x", "x"],
    ] as const) {
      const before =
        name === "my.variable" ? "" : await one(client, `SHOW ${name}`);
      await client.query(`SET ${name} = '${value.replaceAll("'", "''")}'`);
      expect(await one(client, `SHOW ${name}`), name).toBe(shown);
      await client.query(`RESET ${name}`);
      if (before === "") continue;
      expect(await one(client, `SHOW ${name}`), name).toBe(before);
    }
    await client.end();
  });

  it("is set by set_config, alone and as pgAdmin writes it", async () => {
    const client = await connection();
    const asked = [
      "SELECT set_config('bytea_output', 'escape', false)",
      "SELECT set_config('bytea_output', 'hex', false) FROM pg_settings WHERE name = 'bytea_output'",
      "SELECT pg_catalog.set_config('bytea_output', 'escape', false)",
    ];
    const answers: unknown[] = [];
    for (const text of asked) {
      answers.push(await one(client, text));
      expect(await one(client, "SHOW bytea_output")).toBe(answers.at(-1));
    }
    expect(answers).toEqual(["escape", "hex", "escape"]);
    await client.end();
  });

  it("is never another user", async () => {
    const client = await connection();
    for (const text of [
      "SET ROLE cube",
      "SET SESSION AUTHORIZATION cube",
      "SELECT set_config('role', 'cube', false)",
      "SELECT set_config('role', 'cube', false) FROM pg_settings WHERE name = 'role'",
      "SELECT set_config('role', 'cube', false) FROM pg_settings WHERE name = 'x'",
      "SELECT set_config(name, 'cube', false) FROM pg_settings WHERE name = 'role'",
      "SELECT set_config('bytea_output', 'hex', false) FROM trade_metrics WHERE desk = 'bytea_output'",
    ]) {
      await expect(client.query(text), text).rejects.toMatchObject({
        code: "42501",
      });
    }
    expect(await one(client, "SELECT current_user")).toBe(USER);
    await client.end();
  });

  it.each(["UTF8", "utf-8", "'utf-8'", "unicode", "SQL_ASCII"])(
    "is the encoding UTF-8 however a client calls it: %s",
    async (client_encoding) => {
      const client = await WireClient.connect(stack.sqlPort);
      client.send(startUpMessage({ client_encoding }));
      await client.readTo("Z");
      const answer = await client.exchange(query("SELECT char_length('é')"));
      expect(answer).toContain("D 1");
      await client.close();
    },
  );

  it("is no other encoding", async () => {
    const client = await WireClient.connect(stack.sqlPort);
    client.send(startUpMessage({ client_encoding: "LATIN1" }));
    expect(await client.rest()).toContain(
      'E 22023 FATAL invalid value for parameter "client_encoding": "LATIN1"',
    );
  });

  it("holds for a transaction that was begun with it", async () => {
    const client = await connection();
    const level = () => one(client, "SHOW transaction_isolation");
    await client.query("BEGIN ISOLATION LEVEL SERIALIZABLE");
    expect(await level()).toBe("serializable");
    await client.query("COMMIT AND CHAIN");
    expect(await level()).toBe("read committed");
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    expect(await level()).toBe("repeatable read");
    await client.query("ROLLBACK");
    expect(await level()).toBe("read committed");
    await expect(client.query("COMMIT AND CHAIN")).rejects.toMatchObject({
      code: "25P01",
    });
    await client.end();
  });
});

describe("a cursor that SQL has declared", () => {
  /** In development nobody is asked for a password. */
  async function session(): Promise<WireClient> {
    const client = await WireClient.connect(stack.sqlPort);
    client.send(startUpMessage());
    await client.readTo("Z");
    return client;
  }

  it("is described and closed by messages of the protocol, and read by FETCH", async () => {
    const client = await session();
    await client.exchange(
      query("BEGIN; DECLARE few CURSOR FOR SELECT 1 AS one UNION ALL SELECT 2"),
    );
    expect(await client.exchange(describePortal("few"), sync)).toEqual([
      "T one:23:0",
      "Z T",
    ]);
    expect(await client.exchange(query("FETCH 1 FROM few"))).toEqual([
      "T one:23:0",
      "D 1",
      "C FETCH 1",
      "Z T",
    ]);
    expect(await client.exchange(closePortal("few"), sync)).toEqual([
      "3",
      "Z T",
    ]);
    expect(await client.exchange(query("FETCH 1 FROM few"))).toEqual([
      'E 34000 ERROR cursor "few" does not exist',
      "Z E",
    ]);
    await client.close();
  });

  it("is read by Execute as well, as both share their names", async () => {
    const client = await session();
    await client.exchange(
      query("BEGIN; DECLARE few CURSOR FOR SELECT 1 AS one"),
    );
    expect(await client.exchange(execute("few"), sync)).toEqual([
      "D 1",
      "C SELECT 1",
      "Z T",
    ]);
    await client.close();
  });
});

describe("what only reads", () => {
  it.each([
    ["CREATE TEMP TABLE t (a int)", "0A000", "CREATE TABLE"],
    [
      'CREATE LOCAL TEMPORARY TABLE "#Tableau_1" ("COL" INTEGER) ON COMMIT PRESERVE ROWS',
      "0A000",
      "CREATE TABLE",
    ],
    ["SELECT desk INTO TEMP t FROM trade_metrics", "0A000", "SELECT INTO"],
    ["SELECT 1 INTO TEMP t", "25006", "SELECT INTO"],
    ["CREATE TEMP TABLE t AS SELECT 1", "0A000", "CREATE TABLE AS"],
    [
      "EXPLAIN INSERT INTO trade_metrics (desk) VALUES ('x')",
      "0A000",
      "INSERT",
    ],
    ["ANALYZE trade_metrics", "0A000", "ANALYZE"],
    ["VACUUM trade_metrics", "0A000", "VACUUM"],
    ["REFRESH MATERIALIZED VIEW x", "0A000", "REFRESH MATERIALIZED VIEW"],
    ["CHECKPOINT", "0A000", "CHECKPOINT"],
    ["PREPARE p AS SELECT 1", "0A000", "PREPARE"],
    ["LISTEN x", "0A000", "LISTEN"],
    ["DO $$ begin end $$", "0A000", "DO"],
  ])("is refused by its name: %s", async (text, code, name) => {
    const client = await connection();
    await expect(client.query(text)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(name) as string,
    });
    await client.end();
  });
});
