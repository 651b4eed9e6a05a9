import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WIRE_LIMITS } from "../../server/sql-api/wire/limits.ts";
import {
  type PostgresServer,
  startPostgresServer,
} from "../support/sql-postgres-server.ts";
import { sqlClient, sqlError } from "../support/sql-stack.ts";
import {
  bind,
  execute,
  parse,
  startUpMessage,
  sync,
  WireClient,
} from "../support/sql-wire.ts";

const MEGABYTE = 1024 * 1024;

/** Takes no memory, only time. */
const ENDLESS =
  "SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d";

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgresServer();
});

afterAll(() => server?.stop());

describe("limits", () => {
  const session = async () => {
    const client = await WireClient.connect(server.sqlPort);
    client.send(startUpMessage());
    await client.readTo("Z");
    return client;
  };

  it("of sessions: who comes too late is told so, and may enter when another has left", async () => {
    const clients = await Promise.all(
      Array.from({ length: WIRE_LIMITS.connections }, () => sqlClient(server)),
    );
    expect(await sqlError(sqlClient(server))).toMatchObject({
      code: "53300",
      message: "sorry, too many clients already",
    });
    await clients.pop()!.end();
    await expect
      .poll(() =>
        sqlClient(server).then(
          (client) => clients.push(client) > 0,
          () => false,
        ),
      )
      .toBe(true);
    await Promise.all(clients.map((client) => client.end()));
  });

  it("of prepared statements, portals and cursors of one session", async () => {
    const { statements, portals } = WIRE_LIMITS.session;
    const client = await session();
    const manyStatements = Array.from({ length: statements + 1 }, (_, place) =>
      parse("SELECT 1", `s${place}`),
    );
    const prepared = await client.exchange(...manyStatements, sync);
    expect(prepared.filter((line) => line === "1")).toHaveLength(statements);
    expect(prepared).toContain(
      `E 53400 ERROR a session has at most ${statements} prepared statements`,
    );
    const manyPortals = Array.from({ length: portals + 1 }, (_, place) =>
      bind({ portal: `p${place}`, statement: "s0" }),
    );
    const bound = await client.exchange(...manyPortals, sync);
    expect(bound.filter((line) => line === "2")).toHaveLength(portals);
    expect(bound).toContain(
      `E 53400 ERROR a session has at most ${portals} portals`,
    );
    await client.close();

    const cursors = await sqlClient(server);
    for (let place = 0; place < 16; place++) {
      await cursors.query(`DECLARE c${place} CURSOR WITH HOLD FOR SELECT 1`);
    }
    expect(
      await sqlError(
        cursors.query("DECLARE c16 CURSOR WITH HOLD FOR SELECT 1"),
      ),
    ).toMatchObject({
      code: "54000",
      message: "a session has at most 16 cursors",
    });
    await cursors.end();
  });

  it("of bytes that a session holds", async () => {
    const client = await session();
    const value = Buffer.alloc(20 * MEGABYTE, "x");
    const answers = await client.exchange(
      parse("SELECT length($1::text)", "s"),
      ...[1, 2, 3, 4].map((place) =>
        bind({ portal: `p${place}`, statement: "s", values: [value] }),
      ),
      execute("p1"),
      sync,
    );
    expect(answers).toEqual([
      "1",
      "2",
      "2",
      "2",
      `E 53400 ERROR a session holds at most ${WIRE_LIMITS.session.heldBytes} bytes in statements and portals`,
      "Z I",
    ]);
    await client.close();
  });

  it("of time for a statement", async () => {
    const client = await sqlClient(server);
    await client.query("SET statement_timeout = '200ms'");
    expect(await sqlError(client.query(ENDLESS))).toMatchObject({
      code: "57014",
      message: "canceling statement due to statement timeout",
    });
    expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  it.each([
    ["idle_session_timeout", "SELECT 1", "57P05"],
    ["idle_in_transaction_session_timeout", "BEGIN", "25P03"],
  ])("of time that a client sends nothing: %s", async (name, last, code) => {
    const [quiet, other] = [await sqlClient(server), await sqlClient(server)];
    const end = new Promise<Error>((resolve) => quiet.once("error", resolve));
    await quiet.query(`SET ${name} = '150ms'`);
    await quiet.query(last);
    expect(await end).toMatchObject({ code, severity: "FATAL" });
    expect((await other.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await other.end();
  });

  it("of all sessions hold whatever a session has SET", async () => {
    const strict = await startPostgresServer({
      wire: { limits: { idleTimeout: 300, idleInTransactionTimeout: 200 } },
      statementTimeout: 200,
    });
    const client = await sqlClient(strict);
    const ended = new Promise((resolve) => client.once("error", resolve));
    await client.query(
      "SET statement_timeout = 0; SET idle_session_timeout = 0",
    );
    expect(await sqlError(client.query(ENDLESS))).toMatchObject({
      code: "57014",
      message: "canceling statement due to statement timeout",
    });
    expect(await ended).toMatchObject({ code: "57P05" });
    const other = await sqlClient(strict);
    const endedToo = new Promise((resolve) => other.once("error", resolve));
    await other.query("BEGIN");
    expect(await endedToo).toMatchObject({ code: "25P03" });
    await strict.stop();
  });

  it("of settings: one that nobody has set is not known, whatever others have set", async () => {
    const [one, other] = [await sqlClient(server), await sqlClient(server)];
    await one.query("SET my.own = 'x'");
    expect((await one.query("SHOW my.own")).rows).toEqual([{ "my.own": "x" }]);
    expect(await sqlError(other.query("SHOW my.own"))).toMatchObject({
      code: "42704",
      message: 'unrecognized configuration parameter "my.own"',
    });
    await one.end();
    await other.end();
  });
});
