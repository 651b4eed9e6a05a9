import {
  ClickHouseError,
  createClient,
  type ClickHouseClient,
} from "@clickhouse/client";
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, rows } from "../../server/warehouse/client.ts";
import { testWarehouse, type TestWarehouse } from "../support/warehouse.ts";

let warehouse: TestWarehouse;
let client: ClickHouseClient;

beforeAll(async () => {
  warehouse = await testWarehouse();
  const { owner } = warehouse.connections;
  client = connect({ ...owner, database: "default" });
  await client.command({ query: "CREATE DATABASE pivot" });
  await client.command({
    query:
      "CREATE TABLE pivot.numbers (n UInt64, word String) ENGINE = MergeTree ORDER BY n",
  });
});

afterAll(async () => {
  await client.close();
  await warehouse.remove();
});

const failure = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ClickHouseError);
  const { code, type } = error as ClickHouseError;
  return { code, type };
};

/** Queries of this id that run now. */
const running = (id: string) =>
  rows(client, "SELECT 1 FROM system.processes WHERE query_id = {id:String}", {
    id,
  });

async function until(condition: () => Promise<boolean>) {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    expect(Date.now()).toBeLessThan(deadline);
    await sleep(20);
  }
}

const ENDLESS =
  "SELECT count() FROM numbers(1000000000000) WHERE sin(number) > 2";

describe("@clickhouse/client", () => {
  it("pings with and without a query", async () => {
    expect(await client.ping()).toEqual({ success: true });
    expect(await client.ping({ select: true })).toEqual({ success: true });
  });

  it("reads JSON with types and statistics", async () => {
    const result = await client.query({
      query: "SELECT toUInt8(7) AS n, 'x' AS s",
      format: "JSON",
    });
    expect(await result.json()).toMatchObject({
      meta: [
        { name: "n", type: "UInt8" },
        { name: "s", type: "String" },
      ],
      data: [{ n: 7, s: "x" }],
      rows: 1,
    });
  });

  it("streams rows with names and types, as Cube's driver reads them", async () => {
    const result = await client.query({
      query: "SELECT number AS n, toString(number) AS s FROM numbers(100000)",
      format: "JSONCompactEachRowWithNamesAndTypes",
    });
    expect(result.response_headers["x-clickhouse-format"]).toBe(
      "JSONCompactEachRowWithNamesAndTypes",
    );
    const head: unknown[] = [];
    let count = 0;
    for await (const chunk of result.stream<unknown[]>()) {
      for (const row of chunk) {
        if (head.length < 3) head.push(row.json());
        count += 1;
      }
    }
    // 64-bit integers arrive as numbers: output_format_json_quote_64bit_integers is off.
    expect(head).toEqual([
      ["n", "s"],
      ["UInt64", "String"],
      [0, "0"],
    ]);
    expect(count).toBe(100_002);
  });

  it("binds parameters without quoting trouble", async () => {
    const text = 'it\'s \\ "x"\n\t{n:UInt8} ü 💹';
    const [row] = await rows<{ text: string; list: number[] }>(
      client,
      "SELECT {text:String} AS text, {list:Array(UInt32)} AS list",
      { text, list: [1, 2] },
    );
    expect(row).toEqual({ text, list: [1, 2] });
  });

  it.each([
    ["SELECT nothing", 47, "UNKNOWN_IDENTIFIER"],
    ["SELECT 1 FROM pivot.absent", 60, "UNKNOWN_TABLE"],
    ["SELECT 1; SELECT 2", 62, "SYNTAX_ERROR"],
    ["SELECT throwIf(1)", 395, "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"],
  ])("reports the code and type of %s", async (query, code, type) => {
    expect(await failure(client.query({ query }))).toEqual({
      code: String(code),
      type,
    });
  });

  it("refuses a wrong password", async () => {
    const stranger = connect({
      ...warehouse.connections.owner,
      password: "wrong",
      database: "default",
    });
    expect(await failure(stranger.query({ query: "SELECT 1" }))).toEqual({
      code: "516",
      type: "AUTHENTICATION_FAILED",
    });
    await stranger.close();
  });

  it("compresses requests and responses", async () => {
    const { url, user, password } = warehouse.connections.owner;
    const compressed = createClient({
      url,
      username: user,
      password,
      compression: { request: true, response: true },
    });
    const values = Array.from({ length: 1000 }, (_, n) => ({
      n,
      word: "gzip",
    }));
    await compressed.insert({
      table: "pivot.numbers",
      values,
      format: "JSONEachRow",
    });
    const [row] = await rows<{ sum: number }>(
      compressed,
      "SELECT toUInt32(sum(n)) AS sum FROM pivot.numbers WHERE word = 'gzip'",
    );
    expect(row?.sum).toBe(499_500);
    await compressed.close();
  });

  it("keeps temporary tables in a session and only there", async () => {
    const session_id = randomUUID();
    await client.command({
      query: "CREATE TEMPORARY TABLE mine (n UInt8)",
      session_id,
    });
    await client.insert({
      table: "mine",
      values: [{ n: 5 }],
      format: "JSONEachRow",
      session_id,
    });
    const result = await client.query({
      query: "SELECT n FROM mine",
      format: "JSONEachRow",
      session_id,
    });
    expect(await result.json()).toEqual([{ n: 5 }]);
    expect(
      (await failure(client.query({ query: "SELECT n FROM mine" }))).code,
    ).toBe("60");
  });

  it("inserts a stream", async () => {
    const line = function* () {
      for (let n = 0; n < 50_000; n++) yield { n, word: "stream" };
    };
    await client.insert({
      table: "pivot.numbers",
      values: Readable.from(line(), { objectMode: true }),
      format: "JSONEachRow",
    });
    const [row] = await rows<{ count: string }>(
      client,
      "SELECT toString(count()) AS count FROM pivot.numbers WHERE word = 'stream'",
    );
    expect(row?.count).toBe("50000");
  });

  it("stores nothing of an insert with a bad row", async () => {
    const bad = client.insert({
      table: "pivot.numbers",
      values: Readable.from(['1,"bad"\n', 'x,"bad"\n'], { objectMode: false }),
      format: "CSV",
    });
    expect((await failure(bad)).code).toBe("27");
    expect(
      await rows(client, "SELECT 1 FROM pivot.numbers WHERE word = 'bad'"),
    ).toEqual([]);
  });

  it.each([
    ["JSON", '"data":[]'],
    ["JSONCompact", '"data":[]'],
    ["CSVWithNames", '"n"\n'],
    ["JSONEachRow", ""],
  ] as const)("answers an empty result as %s", async (format, expected) => {
    const result = await client.query({
      query: "SELECT 1 AS n WHERE 0",
      format,
    });
    expect((await result.text()).replace(/\s+(?=\S)/g, "")).toContain(expected);
  });

  it("reports an error in the middle of a stream", async () => {
    const result = await client.query({
      query:
        "SELECT throwIf(number = 500000) AS n, randomString(100) AS s FROM numbers(1000000) SETTINGS max_block_size = 1000",
      format: "JSONEachRow",
    });
    let received = 0;
    const read = async () => {
      for await (const chunk of result.stream()) received += chunk.length;
    };
    await expect(read()).rejects.toThrow();
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(500_001);
  });

  it("ends an aborted read of the reader on the server too", async () => {
    const reader = connect({
      ...warehouse.connections.reader,
      database: "default",
    });
    const query_id = randomUUID();
    const abort = new AbortController();
    const pending = reader
      .query({ query: ENDLESS, query_id, abort_signal: abort.signal })
      .catch(() => "aborted");
    await until(async () => (await running(query_id)).length === 1);
    abort.abort();
    expect(await pending).toBe("aborted");
    await until(async () => (await running(query_id)).length === 0);
    await reader.close();
  });

  it("kills a query by its id", async () => {
    const query_id = randomUUID();
    const pending = failure(client.query({ query: ENDLESS, query_id }));
    await until(async () => (await running(query_id)).length === 1);
    await client.command({
      query: `KILL QUERY WHERE query_id = '${query_id}' SYNC`,
    });
    expect(await pending).toEqual({
      code: "394",
      type: "QUERY_WAS_CANCELLED",
    });
  });
});

describe("limits", () => {
  it("refuses a query above its memory and stays up", async () => {
    const pid = warehouse.pid;
    const hungry =
      "SELECT length(groupArray(number)) FROM numbers(1000000000) SETTINGS max_memory_usage = 100000000";
    expect(await failure(client.query({ query: hungry }))).toEqual({
      code: "241",
      type: "MEMORY_LIMIT_EXCEEDED",
    });
    expect(await warehouse.isUp()).toBe(true);
    expect(warehouse.pid).toBe(pid);
  });

  it("stops a query at its time limit", async () => {
    expect(
      await failure(
        client.query({ query: `${ENDLESS} SETTINGS max_execution_time = 1` }),
      ),
    ).toEqual({ code: "159", type: "TIMEOUT_EXCEEDED" });
  });

  it("does not let the reader raise its memory", async () => {
    const reader = connect(
      { ...warehouse.connections.reader, database: "default" },
      { max_memory_usage: "1000000000000000" },
    );
    expect((await failure(reader.query({ query: "SELECT 1" }))).type).toBe(
      "SETTING_CONSTRAINT_VIOLATION",
    );
    await reader.close();
  });
});
