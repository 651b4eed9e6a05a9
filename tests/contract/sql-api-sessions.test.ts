import type { ClickHouseClient } from "@clickhouse/client";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cancelStatement,
  rawClient,
  rawRows,
  sqlClient,
  sqlError,
} from "../support/sql-stack.ts";
import { startStack, type Stack } from "../support/stack.ts";

const SESSIONS = 50;

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
