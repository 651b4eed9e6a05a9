import pg from "pg";
import Cursor from "pg-cursor";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ClientStack,
  DATABASE,
  deskFacts,
  startClientStack,
  USER,
} from "../support/clients/client-stack.ts";
import { deskRows } from "../support/clients/expected.ts";

let stack: ClientStack;

beforeAll(async () => {
  stack = await startClientStack();
});

afterAll(() => stack?.stop());

const place = () => ({
  host: "127.0.0.1",
  port: stack.sqlPort,
  user: USER,
  database: DATABASE,
});

const byDesk = (condition = "") =>
  `SELECT desk, measure(notional), count(*) FROM trade_metrics ${condition} GROUP BY 1 ORDER BY 1`;

/** pg gives bigint as text. */
const numbers = (rows: unknown[][]) =>
  rows.map(([desk, notional, count]) => [desk, notional, Number(count)]);

const factsOf = async (condition?: string) =>
  deskRows(await deskFacts(stack, condition));

const LONG = "SELECT count(*) FROM generate_series(1, 100000000000)";

describe("pg", () => {
  let client: pg.Client;

  beforeAll(async () => {
    client = new pg.Client(place());
    await client.connect();
  });

  afterAll(() => client?.end());

  const rowsOf = async (text: string, values: unknown[] = [], name?: string) =>
    numbers(
      (
        await client.query<unknown[]>({
          text,
          values,
          rowMode: "array",
          ...(name === undefined ? {} : { name }),
        })
      ).rows,
    );

  it("reads the numbers of the facts", async () => {
    const facts = await factsOf();
    expect(facts.length).toBeGreaterThan(3);
    expect(await rowsOf(byDesk())).toEqual(facts);
  });

  it("gives values: text, lists, numbers, dates, truth and NULL", async () => {
    const [first, second] = (await deskFacts(stack)).map(({ desk }) => desk);
    const two = await factsOf(`desk IN ('${first}', '${second}')`);
    expect(
      await rowsOf(byDesk("WHERE desk = ANY($1)"), [[first, second]]),
    ).toEqual(two);
    expect(
      await rowsOf(byDesk("WHERE desk = ANY($1::text[])"), [[first, second]]),
    ).toEqual(two);
    expect(
      await rowsOf(byDesk("WHERE desk <> ALL($1)"), [[first, second]]),
    ).toEqual(await factsOf(`desk NOT IN ('${first}', '${second}')`));
    expect(await rowsOf(byDesk("WHERE desk = ANY($1)"), [[]])).toEqual([]);
    expect(
      await rowsOf(byDesk("WHERE portfolio_manager_id = ANY($1)"), [[1, 2]]),
    ).toEqual(await factsOf("portfolio_manager_id IN (1, 2)"));
    expect(
      await rowsOf(byDesk("WHERE portfolio_manager_id > $1"), [0]),
    ).toEqual(await factsOf("portfolio_manager_id > 0"));
    expect(
      await rowsOf(byDesk("WHERE trade_date >= $1 AND trade_date < $2"), [
        "2024-01-01",
        new Date("2024-01-10T00:00:00Z"),
      ]),
    ).toEqual(
      await factsOf("trade_date >= '2024-01-01' AND trade_date < '2024-01-10'"),
    );
    expect(await rowsOf(byDesk("WHERE $1::boolean"), [false])).toEqual([]);
    expect(
      await rowsOf(byDesk("WHERE $1 OR $2::int IS NULL"), [true, 1]),
    ).toEqual(await factsOf());
    expect(await rowsOf(byDesk("WHERE desk = $1"), [null])).toEqual([]);
    expect(await rowsOf(`${byDesk()} LIMIT $1 OFFSET $2`, [2, 1])).toEqual(
      (await factsOf()).slice(1, 3),
    );
  });

  it("runs a named statement again and again, with other values", async () => {
    for (const { desk } of await deskFacts(stack)) {
      expect(
        await rowsOf(byDesk("WHERE desk = $1"), [desk], "one desk"),
      ).toEqual(await factsOf(`desk = '${desk}'`));
    }
  });

  it("reads by cursors, several at once, and leaves one half read", async () => {
    await client.query("BEGIN READ ONLY");
    const facts = await factsOf();
    const cursors = [0, 1].map(() =>
      client.query(new Cursor(byDesk(), [], { rowMode: "array" })),
    );
    const read: unknown[][] = [];
    for (const count of [2, 3, 100]) {
      read.push(...((await cursors[0]!.read(count)) as unknown[][]));
    }
    expect(numbers(read)).toEqual(facts);
    const [row] = (await cursors[1]!.read(1)) as unknown[][];
    expect(numbers([row!])).toEqual(facts.slice(0, 1));
    await cursors[1]!.close();
    await client.query("COMMIT");
    expect(await rowsOf(byDesk())).toEqual(facts);
  });

  it("gets errors with code, position and hint, and goes on", async () => {
    await expect(
      client.query("SELECT nope FROM trade_metrics"),
    ).rejects.toMatchObject({ code: "42703", position: "8" });
    await expect(
      client.query("SELECT avg(notional) FROM trade_metrics"),
    ).rejects.toMatchObject({
      code: "42803",
      hint: expect.stringContaining("MEASURE(notional)") as string,
    });
    for (const text of [
      "COPY trade_metrics TO STDOUT",
      "CREATE TEMP TABLE t (a int)",
      "SELECT desk INTO TEMP t FROM trade_metrics",
      "DELETE FROM trade_metrics",
      "LISTEN changes",
    ]) {
      await expect(client.query(text), text).rejects.toMatchObject({
        code: "0A000",
        hint: expect.any(String) as string,
      });
    }
    expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  it("stops a statement after statement_timeout, and goes on", async () => {
    const impatient = new pg.Client({ ...place(), statement_timeout: 300 });
    await impatient.connect();
    await expect(impatient.query(LONG)).rejects.toMatchObject({
      code: "57014",
      message: "canceling statement due to statement timeout",
    });
    expect((await impatient.query("SHOW statement_timeout")).rows).toEqual([
      { statement_timeout: "300ms" },
    ]);
    await impatient.query("SET statement_timeout = 0");
    expect((await impatient.query(byDesk())).rowCount).toBeGreaterThan(3);
    await impatient.end();
  });

  it("goes through a pool with more work than connections", async () => {
    const pool = new pg.Pool({ ...place(), max: 4 });
    const facts = await deskFacts(stack);
    const answers = await Promise.all(
      [...facts, ...facts, ...facts].map(async ({ desk }) => {
        const { rows } = await pool.query<{ desk: string; count: string }>(
          "SELECT desk, count(*) FROM trade_metrics WHERE desk = $1 GROUP BY 1",
          [desk],
        );
        return rows.map(({ desk, count }) => [desk, Number(count)]);
      }),
    );
    expect(answers).toEqual(
      [...facts, ...facts, ...facts].map(({ desk, rows }) => [[desk, rows]]),
    );
    await pool.end();
  });
});

describe("postgres", () => {
  let sql: postgres.Sql;

  beforeAll(() => {
    sql = postgres({ ...place(), max: 2 });
  });

  afterAll(() => sql?.end());

  const rowsOf = (rows: readonly Record<string, unknown>[]) =>
    numbers(rows.map((row) => Object.values(row)));

  it("reads the numbers of the facts, pipelined and in a transaction", async () => {
    const facts = await factsOf();
    const many = await Promise.all(
      Array.from({ length: 8 }, () => sql.unsafe(byDesk())),
    );
    for (const rows of many) expect(rowsOf(rows)).toEqual(facts);
    const [rows, counted] = await sql.begin("read only", (inner) =>
      Promise.all([
        inner.unsafe(byDesk()),
        inner`SELECT count(*)::int AS rows FROM trade_metrics`,
      ]),
    );
    expect(rowsOf(rows)).toEqual(facts);
    const [all] = await stack.facts<{ rows: number }>(
      "SELECT count() AS rows FROM trades_1d",
    );
    expect(counted).toEqual([all]);
  });

  it("gives values, each of the type that the server asks for", async () => {
    const [first, second] = (await deskFacts(stack)).map(({ desk }) => desk);
    const desks = [first!, second!];
    const two = await factsOf(`desk IN ('${first}', '${second}')`);
    const ask = (condition: postgres.PendingQuery<postgres.Row[]>) =>
      sql`SELECT desk, measure(notional), count(*) FROM trade_metrics WHERE ${condition} GROUP BY 1 ORDER BY 1`;
    expect(rowsOf(await ask(sql`desk = ANY(${desks})`))).toEqual(two);
    expect(rowsOf(await ask(sql`desk IN ${sql(desks)}`))).toEqual(two);
    expect(
      rowsOf(await ask(sql`portfolio_manager_id = ANY(${[1, 2]})`)),
    ).toEqual(await factsOf("portfolio_manager_id IN (1, 2)"));
    expect(
      rowsOf(
        await ask(
          sql`trade_date >= ${new Date("2024-01-01T00:00:00Z")} AND portfolio_manager_id > ${0}`,
        ),
      ),
    ).toEqual(
      await factsOf("trade_date >= '2024-01-01' AND portfolio_manager_id > 0"),
    );
  });

  it("reads by a cursor, and stops early", async () => {
    const facts = await factsOf();
    const read: unknown[][] = [];
    await sql.unsafe(byDesk()).cursor(3, (rows) => {
      read.push(...rowsOf(rows));
      return read.length >= 6 ? sql.CLOSE : undefined;
    });
    expect(read).toEqual(facts.slice(0, 6));
  });

  it("describes a statement without running it", async () => {
    const { types, columns } = await sql
      .unsafe(byDesk("WHERE desk = $1 AND trade_date > $2"))
      .describe();
    expect(types).toEqual([25, 1114]);
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ["desk", 25],
      ["notional", 701],
      ["count", 20],
    ]);
  });

  it("cancels a statement, and goes on", async () => {
    const query = sql.unsafe(LONG);
    const outcome = expect(query).rejects.toMatchObject({ code: "57014" });
    await new Promise((done) => setTimeout(done, 200));
    query.cancel();
    await outcome;
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  it("is refused COPY and goes on", async () => {
    await expect(
      sql`COPY trade_metrics TO STDOUT`.readable(),
    ).rejects.toMatchObject({ code: "0A000" });
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });
});
