import { createClient, type ClickHouseClient } from "@clickhouse/client";
import cube, { type CubeApi, type Query } from "@cubejs-client/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedStack, type SharedStack } from "../support/shared-stack.ts";
import { socketClient } from "../support/sockets.ts";

const VIEW = "trade_metrics";
const NOTIONAL = `${VIEW}.notional`;
const COUNT = `${VIEW}.trade_count`;
const DESK = `${VIEW}.desk`;
const DATE = `${VIEW}.trade_date`;
/** Default measures leave the constituents of wrappers out. */
const TRADES = "trades_1d WHERE exposure_type != 'Constituent'";

let stack: SharedStack;
let clickhouse: ClickHouseClient;
let api: CubeApi;
/** First and last day of the data, and one in between. */
let days: [first: string, middle: string, last: string];

async function sql<T>(query: string): Promise<T[]> {
  const result = await clickhouse.query({ query, format: "JSONEachRow" });
  return result.json<T>();
}

const post = (path: string, body: unknown) =>
  fetch(`${stack.apiUrl}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

beforeAll(async () => {
  stack = await sharedStack("rest");
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
  api = cube("", { apiUrl: `${stack.apiUrl}/cubejs-api/v1` });
  const all = await sql<{ day: string }>(
    "SELECT DISTINCT toString(trade_date) AS day FROM trades_1d ORDER BY day",
  );
  const day = (index: number) => all.at(index)?.day ?? "";
  days = [day(0), day(Math.floor(all.length / 2)), day(-1)];
});

afterAll(async () => {
  await clickhouse?.close();
});

/** The client types its rows as any. */
const rowsOf = (result: { rawData(): unknown[] }) =>
  result.rawData() as Record<string, string>[];

const byDesk = (): Query => ({
  measures: [COUNT],
  dimensions: [DESK],
  order: { [DESK]: "asc" },
});

const countByDesk = () =>
  sql<{ desk: string; trades: string }>(
    `SELECT desk, toString(count()) AS trades FROM ${TRADES} GROUP BY desk ORDER BY desk`,
  );

describe("REST", () => {
  it("loads what SQL counts, numbers as text", async () => {
    const response = await post("/cubejs-api/v1/load", { query: byDesk() });
    const body = (await response.json()) as { data: Record<string, string>[] };
    expect(response.status).toBe(200);
    expect(body.data).toEqual(
      (await countByDesk()).map(({ desk, trades }) => ({
        [DESK]: desk,
        [COUNT]: trades,
      })),
    );
  });

  it("loads by GET as well", async () => {
    const query = encodeURIComponent(JSON.stringify(byDesk()));
    const response = await fetch(
      `${stack.apiUrl}/cubejs-api/v1/load?query=${query}`,
    );
    const body = (await response.json()) as { data: unknown[] };
    expect(body.data).toHaveLength((await countByDesk()).length);
  });

  it("answers with the request's id", async () => {
    const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/meta`, {
      headers: { "x-request-id": "test-42" },
    });
    expect(response.headers.get("x-request-id")).toBe("test-42");
  });

  it("describes the views in meta", async () => {
    const meta = await api.meta();
    expect(meta.cubes.map(({ name }) => name)).toContain(VIEW);
    expect(meta.resolveMember(NOTIONAL, "measures")).toMatchObject({
      type: "number",
    });
  });

  it("shows the SQL of a query", async () => {
    const statement = (await api.sql(byDesk())).sql();
    expect(statement).toContain("GROUP BY 1");
  });

  it("plans a query without running it", async () => {
    const { queryType, pivotQuery } = await api.dryRun(byDesk());
    expect(queryType).toBe("regularQuery");
    expect(pivotQuery.measures).toEqual([COUNT]);
  });
});

describe("GraphQL", () => {
  it("answers the same numbers", async () => {
    const query = `{ cube(orderBy: {${VIEW}: {desk: asc}}) { ${VIEW} { desk trade_count } } }`;
    const response = await post("/cubejs-api/graphql", { query });
    const body = (await response.json()) as {
      data: { cube: Record<string, { desk: string; trade_count: number }>[] };
    };
    expect(body.data.cube.map((row) => row[VIEW])).toEqual(
      (await countByDesk()).map(({ desk, trades }) => ({
        desk,
        trade_count: Number(trades),
      })),
    );
  });
});

describe("result shapes, through the official client", () => {
  it("compares date ranges", async () => {
    const [first, middle, last] = days;
    const result = await api.load({
      measures: [COUNT],
      timeDimensions: [
        {
          dimension: DATE,
          compareDateRange: [
            [first, first],
            [middle, last],
          ],
        },
      ],
    });
    const [row] = await sql<{ a: number; b: number }>(
      `SELECT toUInt32(countIf(trade_date = '${first}')) AS a, toUInt32(countIf(trade_date BETWEEN '${middle}' AND '${last}')) AS b FROM ${TRADES}`,
    );
    expect(
      result.decompose().map((part) => Number(rowsOf(part)[0]?.[COUNT])),
    ).toEqual([row?.a, row?.b]);
    expect(
      result.decompose().map((part) => rowsOf(part)[0]?.["compareDateRange"]),
    ).toEqual([
      `${first}T00:00:00.000 - ${first}T23:59:59.999`,
      `${middle}T00:00:00.000 - ${last}T23:59:59.999`,
    ]);
  });

  it("compares date ranges by day", async () => {
    const [first, middle] = days;
    const result = await api.load({
      measures: [COUNT],
      timeDimensions: [
        {
          dimension: DATE,
          granularity: "day",
          compareDateRange: [
            [first, first],
            [middle, middle],
          ],
        },
      ],
    });
    expect(result.series()).toHaveLength(2);
    expect(result.chartPivot()).toHaveLength(1);
  });

  it("blends two queries over the days they share", async () => {
    const [first] = days;
    const query = (measure: string): Query => ({
      measures: [measure],
      timeDimensions: [
        { dimension: DATE, granularity: "day", dateRange: [first, first] },
      ],
    });
    const result = await api.load([query(COUNT), query(NOTIONAL)]);
    const [row] = await sql<{ trades: number; notional: number }>(
      `SELECT toUInt32(count()) AS trades, sum(notional) AS notional FROM ${TRADES} AND trade_date = '${first}'`,
    );
    const [pivot] = result.tablePivot();
    expect(pivot?.["time.day"]).toBe(`${first}T00:00:00.000`);
    expect(Number(pivot?.[COUNT])).toBe(row?.trades);
    expect(Number(pivot?.[NOTIONAL])).toBeCloseTo(row?.notional ?? NaN, 4);
  });

  it.each(["compact", "columnar"] as const)(
    "answers the %s format as the client's rows",
    async (responseFormat) => {
      const plain = await api.load(byDesk());
      const other = await api.load({ ...byDesk(), responseFormat });
      expect(other.rawData()).toEqual(plain.rawData());
    },
  );

  it("counts all rows of a page", async () => {
    const result = await api.load({ ...byDesk(), limit: 1, total: true });
    expect(result.rawData()).toHaveLength(1);
    expect(result.totalRows()).toBe((await countByDesk()).length);
  });

  it("groups times, with the deprecated column without granularity", async () => {
    const [first] = days;
    const result = await api.load({
      measures: [COUNT],
      timeDimensions: [
        { dimension: DATE, granularity: "month", dateRange: [first, first] },
      ],
    });
    const month = `${first.slice(0, 7)}-01T00:00:00.000`;
    expect(result.rawData()).toMatchObject([
      { [`${DATE}.month`]: month, [DATE]: month },
    ]);
  });

  it("drills nowhere without drill members but answers no rows as none", async () => {
    const result = await api.load({
      ...byDesk(),
      filters: [{ member: DESK, operator: "equals", values: ["no such desk"] }],
    });
    expect(result.rawData()).toEqual([]);
    expect(result.tablePivot()).toEqual([]);
  });
});

describe("WebSocket", () => {
  let client: ReturnType<typeof socketClient>;
  let socket: CubeApi;

  beforeAll(() => {
    client = socketClient(stack.apiUrl);
    socket = client.api;
  });

  afterAll(() => client.close());

  it("loads what REST loads", async () => {
    const viaSocket = await socket.load(byDesk());
    const viaRest = await api.load(byDesk());
    expect(viaSocket.rawData()).toEqual(viaRest.rawData());
  });

  it("answers meta and sql", async () => {
    const meta = await socket.meta();
    expect(meta.cubes.map(({ name }) => name)).toContain(VIEW);
    expect((await socket.sql(byDesk())).sql()).toContain("GROUP BY 1");
  });

  it("answers an error with code and hint", async () => {
    await expect(
      socket.load({ measures: [`${VIEW}.nothing`] }),
    ).rejects.toMatchObject({
      response: { code: "unknown-member", hint: expect.any(String) as string },
    });
  });
});
