import type { ClickHouseClient } from "@clickhouse/client";
import { readdir, readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WIRE_LIMITS } from "../../server/sql-api/wire/limits.ts";
import {
  cancelStatement,
  rawClient,
  rawRows,
  sqlClient,
  sqlError,
} from "../support/sql-stack.ts";
import { startStack, type Stack } from "../support/stack.ts";
import {
  bind,
  closed,
  execute,
  parse,
  startUpMessage,
  sync,
  WireClient,
} from "../support/sql-wire.ts";

const SESSIONS = 50;
const MEGABYTE = 1024 * 1024;

/** Milliseconds that the two large tests may take where much else runs. */
const SLOW_MACHINE = 600_000;

/** Takes no memory, only time. */
const ENDLESS =
  "SELECT count(*) FROM pg_class a, pg_class b, pg_class c, pg_class d";

let stack: Stack;
let clickhouse: ClickHouseClient;

beforeAll(async () => {
  stack = await startStack({ rows: 500, sqlApi: true });
  clickhouse = rawClient(stack);
});

afterAll(async () => {
  await clickhouse?.close();
  await stack?.stop();
});

/** What settings of a session do to the same two values. */
const ZONES = [
  ["UTC", "2024-07-05 12:00:00"],
  ["Asia/Tokyo", "2024-07-05 21:00:00"],
  ["America/New_York", "2024-07-05 08:00:00"],
  ["Asia/Kolkata", "2024-07-05 17:30:00"],
  ["Europe/Berlin", "2024-07-05 14:00:00"],
] as const;
const STYLES = [
  ["ISO, MDY", "2024-07-05"],
  ["German, DMY", "05.07.2024"],
  ["SQL, DMY", "05/07/2024"],
  ["Postgres, MDY", "07-05-2024"],
] as const;
const DIGITS = [
  ["1", "0.3333333333333333"],
  ["0", "0.333333333333333"],
  ["-5", "0.3333333333"],
] as const;
const PATHS = ["public", '"$user", public', "pg_catalog, public"];
const DIMENSIONS = ["desk", "region", "currency", "asset_class", "venue"];

const SETTINGS =
  "SELECT current_setting('TimeZone') AS zone, current_setting('DateStyle') AS style, " +
  "current_setting('extra_float_digits') AS digits, current_setting('search_path') AS path, " +
  "current_setting('application_name') AS name, current_setting('my.place') AS place, " +
  "to_char('2024-07-05 12:00:00+00'::timestamptz, 'YYYY-MM-DD HH24:MI:SS') AS time, " +
  "'2024-07-05'::date::text AS day, (1::float8 / 3)::text AS third";

/** What one of the sessions does, and what it has to see. */
class Visitor {
  readonly place: number;
  readonly client: pg.Client;
  readonly dimension: string;
  readonly expected: readonly Total[];

  constructor(place: number, client: pg.Client, totals: AllTotals) {
    this.place = place;
    this.client = client;
    this.dimension = DIMENSIONS[place % DIMENSIONS.length]!;
    this.expected = totals[this.dimension]!;
  }

  get #settings() {
    const [zone, time] = ZONES[this.place % ZONES.length]!;
    const [style, day] = STYLES[this.place % STYLES.length]!;
    const [digits, third] = DIGITS[this.place % DIGITS.length]!;
    const path = PATHS[this.place % PATHS.length]!;
    const place = String(this.place);
    const name = `app-${place}`;
    return { zone, style, digits, path, name, place, time, day, third };
  }

  async set(): Promise<void> {
    const { zone, style, digits, path, name, place } = this.#settings;
    await this.client.query(`SET TimeZone = '${zone}'`);
    await this.client.query(`SET DateStyle = '${style}'`);
    await this.client.query(`SET extra_float_digits = ${digits}`);
    await this.client.query(`SET search_path = ${path}`);
    await this.client.query(
      `SET application_name = '${name}'; SET my.place = '${place}'`,
    );
  }

  async seesItsSettings(): Promise<void> {
    const { rows } = await this.client.query(SETTINGS);
    expect(rows).toEqual([this.#settings]);
  }

  /** The same name in every session, each with another text. */
  async runsItsStatement(): Promise<void> {
    const most = 1 + (this.place % 3);
    const { rows } = await this.client.query<Total>({
      name: "same",
      text: `SELECT ${this.dimension} AS name, measure(notional) AS total FROM public.trade_metrics GROUP BY 1 ORDER BY 1 LIMIT $1`,
      values: [most],
    });
    expectTotals(rows, this.expected.slice(0, most));
  }

  /** The same name in every session; three rows at a time, and the rest. */
  async readsItsCursor(hold: boolean): Promise<void> {
    const { client, dimension, expected } = this;
    const select = `SELECT ${dimension} AS name, measure(notional) AS total FROM public.trade_metrics GROUP BY 1 ORDER BY 1`;
    await client.query("BEGIN");
    await client.query(
      `DECLARE same CURSOR ${hold ? "WITH HOLD " : ""}FOR ${select}`,
    );
    const first = await client.query<Total>("FETCH 3 FROM same");
    if (hold) await client.query("COMMIT");
    await this.seesItsSettings();
    const rest = await client.query<Total>("FETCH ALL FROM same");
    expectTotals([...first.rows, ...rest.rows], expected);
    await client.query(hold ? "CLOSE same" : "COMMIT");
    expect((await sqlError(client.query("FETCH 1 FROM same"))).code).toBe(
      "34000",
    );
  }

  async failsInATransaction(): Promise<void> {
    const { client } = this;
    await client.query("BEGIN");
    await client.query("SET my.place = 'lost'");
    expect((await sqlError(client.query("SELECT nothing"))).code).toBe("42703");
    expect((await sqlError(client.query("SELECT 1"))).code).toBe("25P02");
    await client.query("ROLLBACK");
  }

  /** Its own statement, and no other. */
  async cancels(): Promise<void> {
    const error = sqlError(this.client.query(ENDLESS));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await cancelStatement(stack, this.client);
    expect(await error).toMatchObject({
      code: "57014",
      message: "canceling statement due to user request",
    });
  }

  async visit(): Promise<void> {
    await this.set();
    for (let round = 0; round < 3; round++) {
      await this.seesItsSettings();
      await this.runsItsStatement();
      if (this.place % 2 === 0) await this.readsItsCursor(round !== 1);
      if (this.place % 3 === 0) await this.failsInATransaction();
      if (this.place % 10 === 0) await this.cancels();
    }
    await this.seesItsSettings();
  }
}

interface Total {
  name: string;
  total: number;
}
type AllTotals = Record<string, Total[]>;

function expectTotals(rows: Total[], expected: readonly Total[]): void {
  expect(rows.map(({ name }) => name)).toEqual(
    expected.map(({ name }) => name),
  );
  rows.forEach(({ total }, place) =>
    // With fewer digits set, fewer come.
    expect(total / expected[place]!.total).toBeCloseTo(1, 6),
  );
}

async function totals(): Promise<AllTotals> {
  const answers = await Promise.all(
    DIMENSIONS.map(async (name): Promise<[string, Total[]]> => [
      name,
      await rawRows<Total>(
        clickhouse,
        `SELECT ${name} AS name, sum(notional) AS total FROM trades_1d WHERE exposure_type != 'Constituent' GROUP BY name ORDER BY name`,
      ),
    ]),
  );
  return Object.fromEntries(answers);
}

describe(`${SESSIONS} sessions at the same time`, () => {
  it(
    "have statements, settings, cursors, transactions and cancels of their own",
    async () => {
      const expected = await totals();
      const visitors = await Promise.all(
        Array.from(
          { length: SESSIONS },
          async (_, place) =>
            new Visitor(place, await sqlClient(stack), expected),
        ),
      );
      await Promise.all(visitors.map((visitor) => visitor.visit()));
      await Promise.all(visitors.map(({ client }) => client.end()));
    },
    SLOW_MACHINE,
  );
});

/** Sockets of clients that the service has not closed. */
async function openSessions(): Promise<number> {
  const port = stack.sqlPort.toString(16).toUpperCase().padStart(4, "0");
  const lines = (await readFile("/proc/net/tcp", "utf8")).split("\n");
  const [LISTEN, TIME_WAIT] = ["0A", "06"];
  return lines.filter((line) => {
    const [, local, , state] = line.trim().split(/\s+/);
    return (
      local?.endsWith(`:${port}`) && state !== LISTEN && state !== TIME_WAIT
    );
  }).length;
}

async function use() {
  const status = await readFile(`/proc/${stack.pid}/status`, "utf8");
  return {
    handles: (await readdir(`/proc/${stack.pid}/fd`)).length,
    memory: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024,
    threads: Number(/Threads:\s+(\d+)/.exec(status)?.[1]),
  };
}

describe("1,000 connections", () => {
  /** What a session that is never forgotten would keep, two of them. */
  const LARGE = `/* ${"x".repeat(250_000)} */ SELECT 1`;

  /** Ends in one of four ways, the last two of them rudely. */
  async function connectAndEnd(way: number): Promise<void> {
    if (way === 3) {
      const client = await WireClient.connect(stack.sqlPort);
      client.send(startUpMessage().subarray(0, 30));
      return client.close();
    }
    const client = await sqlClient(stack);
    const { stream } = (
      client as pg.Client & {
        connection: { stream: Socket };
      }
    ).connection;
    await client.query({ name: "large", text: LARGE });
    await client.query({ name: "other", text: `${LARGE} AS other` });
    await client.query("BEGIN; DECLARE c CURSOR FOR SELECT 1; FETCH c");
    if (way === 0) return client.end();
    if (way === 1) stream.end();
    else {
      void sqlError(client.query("SELECT * FROM trade_metrics_raw"));
      // So that the statement has begun, sometimes.
      await new Promise((resolve) => setTimeout(resolve, way));
      stream.destroy();
    }
    await closed(stream);
  }

  async function round(count: number) {
    for (let done = 0; done < count; done += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, place) => connectAndEnd(place % 4)),
      );
    }
    await expect.poll(openSessions, { timeout: 10_000 }).toBe(0);
    return use();
  }

  /** Databases get a second thread, and a third, when there is much to do. */
  async function startAllThreads(): Promise<void> {
    const slow = "SELECT count(*) FROM generate_series(1, 1000000)";
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        const client = await sqlClient(stack);
        await client.query(slow);
        await client.end();
      }),
    );
  }

  it(
    "leave no socket, no thread and no memory behind",
    async () => {
      await startAllThreads();
      const before = await round(300);
      const after = await round(1000);
      // Connections to the warehouse come and go, and threads are replaced.
      expect(after.handles - before.handles).toBeLessThan(60);
      expect(after.threads - before.threads).toBeLessThan(10);
      // The texts alone would be 400 MB, if they were kept for three sessions of four.
      expect(after.memory - before.memory).toBeLessThan(250 * MEGABYTE);
      const client = await sqlClient(stack);
      expect((await client.query("SELECT 1 AS one")).rows).toEqual([
        { one: 1 },
      ]);
      await client.end();
    },
    SLOW_MACHINE,
  );
});

describe("limits", () => {
  const session = async () => {
    const client = await WireClient.connect(stack.sqlPort);
    client.send(startUpMessage());
    await client.readTo("Z");
    return client;
  };

  it("of sessions: who comes too late is told so, and may enter when another has left", async () => {
    const clients = await Promise.all(
      Array.from({ length: WIRE_LIMITS.connections }, () => sqlClient(stack)),
    );
    expect(await sqlError(sqlClient(stack))).toMatchObject({
      code: "53300",
      message: "sorry, too many clients already",
    });
    await clients.pop()!.end();
    await expect
      .poll(() =>
        sqlClient(stack).then(
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

    const cursors = await sqlClient(stack);
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
    const client = await sqlClient(stack);
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
    const [quiet, other] = [await sqlClient(stack), await sqlClient(stack)];
    const end = new Promise<Error>((resolve) => quiet.once("error", resolve));
    await quiet.query(`SET ${name} = '150ms'`);
    await quiet.query(last);
    expect(await end).toMatchObject({ code, severity: "FATAL" });
    expect((await other.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await other.end();
  });
});
