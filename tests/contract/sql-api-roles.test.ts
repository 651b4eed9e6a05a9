import type { ClickHouseClient } from "@clickhouse/client";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import {
  rawClient,
  rawRows,
  sqlClient,
  sqlError,
} from "../support/sql-stack.ts";
import { startStack, type Stack, TEST_SECRET } from "../support/stack.ts";

let stack: Stack;
let clickhouse: ClickHouseClient;
let desks: string[];

const KEY = tokenKey(TEST_SECRET);
const sign = (claims: object, expires: string | number = "1h") =>
  signToken({ ...claims }, KEY, expires);

beforeAll(async () => {
  stack = await startStack({
    rows: 500,
    sqlApi: true,
    mode: "production",
    env: { SQL_API: "builtin" },
  });
  clickhouse = rawClient(stack);
  const rows = await rawRows<{ desk: string }>(
    clickhouse,
    "SELECT DISTINCT desk FROM trades_1d ORDER BY desk",
  );
  desks = rows.map(({ desk }) => desk);
});

afterAll(async () => {
  await clickhouse?.close();
  await stack?.stop();
});

const withToken = (token: string, user = "anna") =>
  sqlClient(stack, { user, password: token });

async function as<T>(
  claims: object,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await withToken(sign(claims));
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const ANALYST = { groups: ["analyst"] };
const MANAGER = { groups: ["portfolio_manager"], portfolio_manager_id: 1 };
const deskOf = (place: number) => ({ groups: ["desk"], desk: desks[place] });

interface RestAnswer {
  error?: string;
  data: Record<string, string>[];
}

/** The same question over REST, under the same token. */
async function rest(claims: object, query: object): Promise<RestAnswer> {
  const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/load`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: sign(claims),
    },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.json()) as RestAnswer;
  return answer.error === "Continue wait" ? rest(claims, query) : answer;
}

const NOT_CONSTITUENT = "exposure_type != 'Constituent'";

/** Who they are, and the rows they may see. */
const ROLES: [name: string, claims: () => object, rows: () => string][] = [
  ["an analyst", () => ANALYST, () => "1"],
  ["a portfolio manager", () => MANAGER, () => "portfolio_manager_id = 1"],
  ["a desk", () => deskOf(0), () => `desk = '${desks[0]}'`],
  ["another desk", () => deskOf(1), () => `desk = '${desks[1]}'`],
  [
    "a desk without trades",
    () => ({ groups: ["desk"], desk: "none" }),
    () => "0",
  ],
];

describe.each(ROLES)("%s", (_, claims, where) => {
  const raw = <T>(select: string, rest: string) =>
    rawRows<T>(
      clickhouse,
      `SELECT ${select} FROM trades_1d WHERE ${where()} AND ${rest}`,
    );

  it("sees the measures that REST shows, of the rows that are there", async () => {
    const { data } = await rest(claims(), {
      dimensions: ["trade_metrics.desk", "trade_metrics.region"],
      measures: ["trade_metrics.notional", "trade_metrics.pnl"],
      order: [
        ["trade_metrics.desk", "asc"],
        ["trade_metrics.region", "asc"],
      ],
    });
    const expected = await raw<{ desk: string; region: string; n: number }>(
      "desk, region, sum(notional) AS n",
      `${NOT_CONSTITUENT} GROUP BY desk, region ORDER BY desk, region`,
    );
    const { rows } = await as(claims(), (client) =>
      client.query<{ desk: string; region: string; n: number; p: number }>(
        "SELECT desk, region, measure(notional) AS n, sum(pnl) AS p FROM trade_metrics GROUP BY 1, 2 ORDER BY 1, 2",
      ),
    );
    expect(rows.map(({ desk, region }) => [desk, region])).toEqual(
      expected.map(({ desk, region }) => [desk, region]),
    );
    expect(data).toHaveLength(rows.length);
    // The warehouse adds in any order.
    rows.forEach(({ n, p }, place) => {
      const row = data[place]!;
      expect(n / expected[place]!.n).toBeCloseTo(1, 9);
      expect(n / Number(row["trade_metrics.notional"])).toBeCloseTo(1, 9);
      expect(p).toBeCloseTo(Number(row["trade_metrics.pnl"]), 4);
    });
  });

  it("counts and reads no other rows, by * too", async () => {
    const [row] = await raw<{ facts: number }>(
      "toUInt32(count()) AS facts",
      "1",
    );
    const allowed = await raw<{ desk: string }>("DISTINCT desk", "1");
    await as(claims(), async (client) => {
      const counts = await client.query(
        "SELECT count(*) AS facts FROM trade_metrics",
      );
      expect(counts.rows).toEqual([{ facts: String(row!.facts) }]);
      const { rows } = await client.query<{ desk: string }>(
        "SELECT * FROM trade_metrics_raw",
      );
      expect(rows).toHaveLength(row!.facts);
      expect(new Set(rows.map(({ desk }) => desk))).toEqual(
        new Set(allowed.map(({ desk }) => desk)),
      );
    });
  });

  it("computes on no other rows, whatever Postgres does after the scan", async () => {
    const expected = await raw<{ name: string; n: number }>(
      "upper(desk) AS name, sum(notional) AS n",
      `${NOT_CONSTITUENT} GROUP BY desk ORDER BY desk`,
    );
    await as(claims(), async (client) => {
      const { rows } = await client.query<{ desk: string; n: number }>(
        "WITH t AS (SELECT upper(desk) AS desk, measure(notional) AS n FROM trade_metrics GROUP BY 1) SELECT desk, n, rank() OVER (ORDER BY n DESC) FROM t ORDER BY desk",
      );
      expect(rows.map(({ desk }) => desk)).toEqual(
        expected.map(({ name }) => name),
      );
      rows.forEach(({ n }, place) =>
        expect(n / expected[place]!.n).toBeCloseTo(1, 9),
      );
      const { rows: others } = await client.query(
        "SELECT DISTINCT desk FROM trade_metrics WHERE desk NOT IN (SELECT desk FROM trade_metrics GROUP BY 1) OR 1 = 0",
      );
      expect(others).toEqual([]);
    });
  });
});

describe("rights", () => {
  const EXPLAIN =
    "EXPLAIN SELECT desk, measure(notional) FROM trade_metrics GROUP BY 1";

  it("do not show the SQL without the scope for it, as over REST", async () => {
    const error = await as(ANALYST, (client) =>
      sqlError(client.query(EXPLAIN)),
    );
    expect(error.code).toBe("42501");
    const scoped = { ...ANALYST, scopes: ["meta", "data", "sql"] };
    const { rows } = await as(scoped, (client) => client.query(EXPLAIN));
    expect(JSON.stringify(rows)).toContain("ClickHouse: SELECT");
  });

  it("of somebody else are not for a token", async () => {
    for (const claims of [ANALYST, deskOf(0)]) {
      const error = await as(claims, (client) =>
        sqlError(
          client.query(
            "SELECT measure(notional) FROM trade_metrics WHERE __user = 'bob'",
          ),
        ),
      );
      expect(error.message).toMatch(/bob|user/i);
      expect(error.code).toBe("42501");
    }
  });

  it("do not come from a name, a password or an old token", async () => {
    const code = async (password: string | undefined, user: string) =>
      (await sqlError(sqlClient(stack, { user, password: password ?? "" })))
        .code;
    expect(await code(undefined, "anna")).toMatch(/^28/);
    expect(await code("secret", "analyst")).toMatch(/^28/);
    expect(await code(sign(ANALYST, -10), "anna")).toBe("28000");
    expect(await code(sign({ groups: ["admin"] }), "anna")).toBe("28000");
    expect(await code(sign({ groups: ["desk"] }), "anna")).toBe("28000");
    expect(
      await code(
        signToken(ANALYST, tokenKey("another secret of 32 characters."), "1h"),
        "anna",
      ),
    ).toBe("28000");
  });

  it("end with the token, in a session that is open too", async () => {
    const expires = 6;
    const client = await withToken(sign(ANALYST, expires));
    const end = new Promise<Error>((resolve) => client.once("error", resolve));
    const text = "SELECT measure(trade_count) AS n FROM trade_metrics";
    expect((await client.query(text)).rowCount).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, expires * 1000 + 100));
    const error = await sqlError(client.query(text));
    expect(error).toMatchObject({ code: "28000", severity: "FATAL" });
    expect(error.message).toMatch(/^the token expired at 2\d{3}-/);
    expect(error.hint).toBe("connect again with a new token as the password");
    await end;
  });
});

describe("two sessions with different rights", () => {
  const TEXT =
    "SELECT desk, measure(notional) AS n FROM trade_metrics GROUP BY 1 ORDER BY 1";

  it("share no rows, however often and closely they ask the same", async () => {
    const claims = [ANALYST, deskOf(0), deskOf(1), MANAGER];
    const tokens = claims.map((claim) => sign(claim));
    // The user's name is the same: it must not be what rows are kept by.
    const clients = await Promise.all(tokens.map((token) => withToken(token)));
    const ask = async () =>
      Promise.all(
        clients.map(async (client) => {
          const { rows } = await client.query<{ desk: string; n: number }>({
            name: "same",
            text: TEXT,
          });
          return rows;
        }),
      );
    const first = await ask();
    expect(first[0]!.map(({ desk }) => desk)).toEqual(desks);
    expect(first[1]).toEqual([first[0]![0]]);
    expect(first[2]).toEqual([first[0]![1]]);
    expect(first[3]).not.toEqual(first[0]);
    for (let round = 0; round < 5; round++) expect(await ask()).toEqual(first);
    await Promise.all(clients.map((client) => client.end()));
  });

  it("see the tables that REST's meta shows each of them", async () => {
    for (const claims of [ANALYST, deskOf(0), MANAGER]) {
      const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/meta`, {
        headers: { authorization: sign(claims) },
      });
      const { cubes } = (await response.json()) as {
        cubes: { name: string; isVisible?: boolean }[];
      };
      const { rows } = await as(claims, (client) =>
        client.query<{ name: string }>(
          "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
        ),
      );
      expect(rows.map(({ name }) => name)).toEqual(
        cubes
          .filter(({ isVisible }) => isVisible !== false)
          .map(({ name }) => name)
          .sort(),
      );
    }
  });
});
