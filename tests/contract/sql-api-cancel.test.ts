import type { ClickHouseClient } from "@clickhouse/client";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cancelStatement,
  rawClient,
  rawRows,
  sqlClient,
  sqlError,
} from "../support/sql-stack.ts";
import { startStack, type Stack } from "../support/stack.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** A cube whose queries take two minutes, and no processor. */
const SLOW = `cubes:
  - name: naps
    sql: >
      SELECT number AS id, sleepEachRow(1) AS nap
      FROM numbers(120) SETTINGS max_block_size = 1
    dimensions:
      - name: id
        sql: id
        type: number
        primary_key: true
        public: true
    measures:
      - name: total
        sql: nap
        type: sum
`;

/** Milliseconds; left to itself the query would take much longer. */
const SOON = 60_000;

let folder: string;
let stack: Stack;
let clickhouse: ClickHouseClient;

beforeAll(async () => {
  folder = await mkdtemp(join(ROOT, "node_modules", ".model-"));
  await cp(join(ROOT, "model"), folder, { recursive: true });
  await writeFile(join(folder, "cubes", "naps.yml"), SLOW);
  stack = await startStack({
    rows: 500,
    sqlApi: true,
    env: { CUBEJS_SCHEMA_PATH: relative(ROOT, folder) },
  });
  clickhouse = rawClient(stack);
});

afterAll(async () => {
  await clickhouse?.close();
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** How many slow queries the warehouse is at work on. */
async function running(): Promise<number> {
  const queries = await rawRows<{ query: string }>(
    clickhouse,
    "SELECT query FROM system.processes WHERE user = 'cube' AND query LIKE '%sleepEachRow%' AND is_cancelled = 0",
  );
  return queries.length;
}

const becomes = (count: number) =>
  expect.poll(running, { timeout: SOON, interval: 100 }).toBe(count);

const TOTAL = "SELECT MEASURE(total) FROM naps";
/** Nobody else asks for these. */
const totalBelow = (limit: number) => `${TOTAL} WHERE id < ${limit}`;

const load = (limit: number, signal: AbortSignal) =>
  fetch(`${stack.apiUrl}/cubejs-api/v1/load`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      query: {
        measures: ["naps.total"],
        filters: [
          { member: "naps.id", operator: "lt", values: [String(limit)] },
        ],
      },
    }),
    signal,
  });

describe(
  "a query that nobody waits for any more ends in the warehouse",
  { timeout: 3 * SOON },
  () => {
    it("after a cancel", async () => {
      const client = await sqlClient(stack);
      const error = sqlError(client.query(totalBelow(1001)));
      await becomes(1);
      await cancelStatement(stack, client);
      expect(await error).toMatchObject({ code: "57014" });
      await becomes(0);
      expect((await client.query("SELECT 1 AS one")).rows).toEqual([
        { one: 1 },
      ]);
      await client.end();
    });

    it("after statement_timeout", async () => {
      const client = await sqlClient(stack);
      await client.query("SET statement_timeout = '15s'");
      const error = sqlError(client.query(totalBelow(1002)));
      await becomes(1);
      expect(await error).toMatchObject({
        code: "57014",
        message: "canceling statement due to statement timeout",
      });
      await becomes(0);
      await client.end();
    });

    it("after the end of the connection, also where rows are computed afterwards", async () => {
      const client = await sqlClient(stack);
      void sqlError(
        client.query(`SELECT total + 1 FROM (${totalBelow(1003)}) t(total)`),
      );
      await becomes(1);
      client.connection.stream.destroy();
      await becomes(0);
    });

    it("when a client of REST hangs up", async () => {
      const hangUp = new AbortController();
      const answer = load(1004, hangUp.signal).catch((error: unknown) => error);
      await becomes(1);
      hangUp.abort();
      expect(await answer).toMatchObject({ name: "AbortError" });
      await becomes(0);
    });

    it("but not before, when others wait for the same", async () => {
      const [one, other] = [await sqlClient(stack), await sqlClient(stack)];
      const errors = [one, other].map((client) =>
        sqlError(client.query(totalBelow(1005))),
      );
      await becomes(1);
      // So that the second one has come to wait for it, too.
      await new Promise((resolve) => setTimeout(resolve, 2000));
      await cancelStatement(stack, one);
      expect(await errors[0]).toMatchObject({ code: "57014" });
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(await running()).toBe(1);
      await cancelStatement(stack, other);
      expect(await errors[1]).toMatchObject({ code: "57014" });
      await becomes(0);
      await Promise.all([one.end(), other.end()]);
    });
  },
);
