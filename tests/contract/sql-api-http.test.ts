import { setTimeout as sleep } from "node:timers/promises";
import { createClient, type ClickHouseClient } from "@clickhouse/client";
import cube, {
  type CubeApi,
  type CubeSqlStreamChunk,
} from "@cubejs-client/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import { startStack, TEST_SECRET, type Stack } from "../support/stack.ts";

/** About 560,000 fact rows: more than sockets hold, and than one query may have. */
const TRADES = 300_000;
const DESK = "Macro";

let stack: Stack;
let clickhouse: ClickHouseClient;

const token = (claims: Record<string, unknown>) =>
  signToken(claims, tokenKey(TEST_SECRET), "1h");
const ANALYST = token({ groups: ["analyst"] });
const DEVELOPER = token({ groups: ["analyst"], scopes: ["sql"] });
const MACRO = token({ groups: ["desk"], desk: DESK });

beforeAll(async () => {
  stack = await startStack({ rows: TRADES, mode: "production", sqlApi: true });
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
});

afterAll(async () => {
  await clickhouse?.close();
  await stack?.stop();
});

async function raw<T>(query: string): Promise<T[]> {
  const result = await clickhouse.query({ query, format: "JSONEachRow" });
  return result.json<T>();
}

/** A query of the API that reads the facts. */
const OF_THE_API = "user = 'cube' AND query LIKE '%trades_1d%'";

const running = async () =>
  (await raw(`SELECT query_id FROM system.processes WHERE ${OF_THE_API}`))
    .length;

async function untilNothingRuns(): Promise<void> {
  while ((await running()) > 0) await sleep(20);
}

async function untilCanceled(): Promise<void> {
  const waiting = `SELECT query_id FROM system.processes WHERE ${OF_THE_API} AND NOT is_cancelled`;
  while ((await raw(waiting)).length > 0) await sleep(20);
}

const client = (withToken = ANALYST): CubeApi =>
  cube(withToken, { apiUrl: `${stack.apiUrl}/cubejs-api/v1` });

function post(
  path: string,
  body: unknown,
  { as = ANALYST, signal }: { as?: string; signal?: AbortSignal } = {},
): Promise<Response> {
  return fetch(`${stack.apiUrl}/cubejs-api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: as },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

const json = async (response: Response) =>
  (await response.json()) as Record<string, unknown>;

/** Numbers as the database sums them. */
const notionalByDesk = async () =>
  (
    await raw<{ desk: string; notional: number }>(
      "SELECT desk, sum(toFloat64(notional)) AS notional FROM trades_1d WHERE exposure_type != 'Constituent' GROUP BY desk ORDER BY desk",
    )
  ).map(({ desk, notional }) => [desk, Math.round(notional)]);

const BY_DESK =
  "SELECT desk, measure(notional) AS notional FROM trade_metrics GROUP BY 1 ORDER BY 1";

/** Its type has the columns of one row only. */
const rowsOf = (chunk: CubeSqlStreamChunk): unknown[][] =>
  chunk.type === "data" ? (chunk.data as unknown as unknown[][]) : [];

const rounded = (rows: unknown[][]) =>
  rows.map(([desk, notional]) => [desk, Math.round(Number(notional))]);

describe("POST /v1/cubesql", () => {
  it("answers cubeSql of Cube's client with schema and rows", async () => {
    const { schema, data } = await client().cubeSql(BY_DESK);
    expect(schema).toEqual([
      { name: "desk", column_type: "String" },
      { name: "notional", column_type: "Double" },
    ]);
    expect(rounded(data)).toEqual(await notionalByDesk());
  });

  it("answers cubeSqlStream with every row, beyond the limit of one query", async () => {
    let rows = 0;
    let ids = 0;
    const types: string[] = [];
    for await (const chunk of client().cubeSqlStream(
      "SELECT trade_id, notional FROM trade_metrics_raw",
    )) {
      if (types.at(-1) !== chunk.type) types.push(chunk.type);
      for (const [id] of rowsOf(chunk)) {
        rows++;
        ids += Number(id);
      }
    }
    const [expected] = await raw<{ rows: number; ids: number }>(
      "SELECT toFloat64(count()) AS rows, toFloat64(sum(trade_id)) AS ids FROM trades_1d",
    );
    expect(types).toEqual(["schema", "data"]);
    expect({ rows, ids }).toEqual(expected);
  });

  it("has a schema when there are no rows", async () => {
    const { schema, data } = await client().cubeSql(
      "SELECT desk, count(*) FROM trade_metrics WHERE desk = 'no such desk' GROUP BY 1",
    );
    expect(schema.map(({ name }) => name)).toEqual(["desk", "count"]);
    expect(data).toEqual([]);
  });

  it("answers catalogs and constants as well", async () => {
    const { data } = await client().cubeSql(
      "SELECT 1 AS one, table_name FROM information_schema.tables WHERE table_name = 'trade_metrics'",
    );
    expect(data).toEqual([[1, "trade_metrics"]]);
  });

  it("shows a token of group desk its desk only", async () => {
    const { data } = await client(MACRO).cubeSql(BY_DESK);
    const all = await notionalByDesk();
    expect(rounded(data)).toEqual(all.filter(([desk]) => desk === DESK));
  });

  it("streams its desk only, too", async () => {
    const desks = new Set<unknown>();
    let rows = 0;
    for await (const chunk of client(MACRO).cubeSqlStream(
      "SELECT desk, trade_id FROM trade_metrics_raw",
    )) {
      for (const [desk] of rowsOf(chunk)) {
        desks.add(desk);
        rows++;
      }
    }
    const [expected] = await raw<{ n: number }>(
      `SELECT toFloat64(count()) AS n FROM trades_1d WHERE desk = '${DESK}'`,
    );
    expect([...desks]).toEqual([DESK]);
    expect(rows).toBe(expected?.n);
  });

  it("refuses who has no token", async () => {
    const response = await post("/cubesql", { query: BY_DESK }, { as: "" });
    expect(response.status).toBe(403);
  });

  it.each([
    ["SELEC desk", 400, { sqlState: "42601", position: 1 }],
    [
      "SELECT nothing FROM trade_metrics",
      400,
      { sqlState: "42703", position: 8 },
    ],
    ["SELECT 1; SELECT 2", 400, { sqlState: "42601" }],
    ["DELETE FROM trade_metrics", 400, { sqlState: "0A000" }],
    ["SET ROLE postgres", 403, { sqlState: "42501" }],
  ])("answers %s with its status and why", async (query, status, details) => {
    const response = await post("/cubesql", { query });
    const body = await json(response);
    expect(response.status).toBe(status);
    expect(body).toMatchObject({ code: "sql-error", ...details });
    expect(body["error"]).toEqual(expect.any(String));
  });

  it("says in the last line what failed after rows were sent", async () => {
    const answer = client().cubeSqlStream(
      "SELECT trade_id, desk, symbol, ts, notional FROM trade_metrics_raw",
    );
    let last: CubeSqlStreamChunk | undefined;
    let killed: Promise<unknown> | undefined;
    for await (const chunk of answer) {
      last = chunk;
      if (chunk.type !== "data" || killed !== undefined) continue;
      // Waits for ClickHouse to send what it has begun to.
      killed = clickhouse.command({
        query: `KILL QUERY WHERE ${OF_THE_API} ASYNC`,
      });
      await untilCanceled();
    }
    await killed;
    expect(last).toMatchObject({
      type: "error",
      error: "the warehouse broke off the rows",
    });
  });

  it("stops the work when its client goes away", async () => {
    const gone = new AbortController();
    const response = await post(
      "/cubesql",
      { query: "SELECT trade_id, desk, symbol, ts FROM trade_metrics_raw" },
      { signal: gone.signal },
    );
    const reader = response.body!.getReader();
    await reader.read();
    gone.abort();
    await untilNothingRuns();
    expect(await running()).toBe(0);
    const { data } = await client().cubeSql("SELECT 1 AS one");
    expect(data).toEqual([[1]]);
  });
});

describe("/v1/sql?format=sql", () => {
  const sqlOf = async (response: Response) =>
    (await json(response))["sql"] as {
      status: string;
      sql: [string, unknown[]];
      query_type: Record<string, boolean>;
      error?: string;
    };

  it.each(["GET", "POST"])(
    "answers %s with the SQL of ClickHouse",
    async (method) => {
      const query = "SELECT desk, count(*) FROM trade_metrics_raw GROUP BY 1";
      const response =
        method === "POST"
          ? await post("/sql", { format: "sql", query }, { as: DEVELOPER })
          : await fetch(
              `${stack.apiUrl}/cubejs-api/v1/sql?${new URLSearchParams({ format: "sql", query }).toString()}`,
              { headers: { authorization: DEVELOPER } },
            );
      const { sql, query_type } = await sqlOf(response);
      expect(response.status).toBe(200);
      expect(query_type).toMatchObject({ regular: true });
      const [text] = sql;
      const rows = await raw<{ desk: string }>(text);
      const desks = await raw("SELECT DISTINCT desk FROM trades_1d");
      expect(rows).toHaveLength(desks.length);
    },
  );

  it("says when the answer is not that of one query", async () => {
    const { status, error, query_type } = await sqlOf(
      await post(
        "/sql",
        {
          format: "sql",
          query:
            "SELECT upper(desk), measure(notional) FROM trade_metrics GROUP BY desk",
        },
        { as: DEVELOPER },
      ),
    );
    expect(status).toBe("error");
    expect(error).toContain("EXPLAIN");
    expect(query_type).toMatchObject({ post_processing: true });
  });

  it("needs the scope sql", async () => {
    const query = "SELECT desk, count(*) FROM trade_metrics GROUP BY 1";
    const response = await post("/sql", { format: "sql", query });
    expect(response.status).toBe(403);
  });

  it("answers an error with its place", async () => {
    const response = await post(
      "/sql",
      { format: "sql", query: "SELECT nothing FROM trade_metrics" },
      { as: DEVELOPER },
    );
    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({
      code: "sql-error",
      sqlState: "42703",
      position: 8,
    });
  });
});

describe("POST /v1/convert-query", () => {
  const convert = (query: string) =>
    post(
      "/convert-query",
      { input: "sql", output: "rest", query },
      { as: DEVELOPER },
    );

  it("answers with a query to /v1/load that gives the same rows", async () => {
    const response = await convert(BY_DESK);
    const { status, query } = (await json(response)) as {
      status: string;
      query: object;
    };
    expect(response.status).toBe(200);
    expect(status).toBe("ok");
    const loaded = (await json(await post("/load", { query }))) as {
      data: Record<string, string>[];
    };
    expect(
      rounded(
        loaded.data.map((row) => [
          row["trade_metrics.desk"],
          row["trade_metrics.notional"],
        ]),
      ),
    ).toEqual(await notionalByDesk());
  });

  it("says when there is none", async () => {
    const response = await convert(
      "SELECT upper(desk), measure(notional) FROM trade_metrics GROUP BY desk",
    );
    expect(await json(response)).toMatchObject({ status: "error" });
  });
});
