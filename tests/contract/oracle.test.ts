import { createClient, type ClickHouseClient } from "@clickhouse/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  coveringRollup,
  cubeQuery,
  DIMENSIONS,
  FROM,
  MEASURES,
  type OracleQuery,
  oracleSql,
  randomQueries,
} from "../support/oracle.ts";
import { sharedStack, type SharedStack } from "../support/shared-stack.ts";

const VIEW = "trade_metrics";
const QUERIES = 240;

type Row = Record<string, string | number | null>;

interface LoadResponse {
  data: Row[];
  usedPreAggregations?: Record<string, unknown>;
  error?: string;
}

let stack: SharedStack;
let clickhouse: ClickHouseClient;
let queries: OracleQuery[] = [];

async function load(query: unknown): Promise<LoadResponse> {
  const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/load`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as LoadResponse;
  if (body.error === "Continue wait") return load(query);
  if (body.error !== undefined) {
    throw new Error(`${body.error}\n${JSON.stringify(query)}`);
  }
  return body;
}

async function sql(text: string): Promise<Row[]> {
  const result = await clickhouse.query({ query: text, format: "JSONEachRow" });
  return result.json<Row>();
}

/** Rows keyed by their dimension values; numbers as numbers. */
function keyed(rows: Row[], keys: string[], values: string[]) {
  return new Map(
    rows.map((row) => [
      keys.map((key) => String(row[key])).join(" | "),
      values.map((value) => {
        const cell = row[value];
        return cell === null || cell === undefined ? null : Number(cell);
      }),
    ]),
  );
}

/** Sums of floats depend on the order of rows: equal to 9 digits of the largest term. */
function expectClose(
  actual: number | null,
  expected: number | null,
  at: string,
) {
  if (expected === null || actual === null) {
    expect(actual, at).toBe(expected);
    return;
  }
  const tolerance = 1e-9 * Math.abs(expected) + 1e-4;
  expect(
    Math.abs(actual - expected),
    `${at}: ${actual} vs ${expected}`,
  ).toBeLessThanOrEqual(tolerance);
}

async function compare(query: OracleQuery, view = VIEW) {
  const [answer, expected] = await Promise.all([
    load(cubeQuery(query, view)),
    sql(oracleSql(query)),
  ]);
  const actual = keyed(
    answer.data,
    [
      ...query.dimensions.map((name) => `${view}.${name}`),
      ...(query.granularity ? [`${view}.trade_date.${query.granularity}`] : []),
    ],
    query.measures.map((name) => `${view}.${name}`),
  );
  const truth = keyed(
    expected,
    [
      ...query.dimensions.map((_, i) => `d${i}`),
      ...(query.granularity ? ["period"] : []),
    ],
    query.measures.map((_, i) => `m${i}`),
  );
  const text = JSON.stringify(query);
  expect([...actual.keys()].sort(), text).toEqual([...truth.keys()].sort());
  for (const [key, values] of truth) {
    values.forEach((value, i) =>
      expectClose(
        actual.get(key)?.[i] ?? null,
        value,
        `${query.measures[i]} at ${key} of ${text}`,
      ),
    );
  }
  return answer;
}

beforeAll(async () => {
  stack = await sharedStack("rest");
  const { url, user, password, database } = stack.connections.owner;
  clickhouse = createClient({ url, username: user, password, database });
  const samples: Record<string, string[]> = {};
  for (const [name, expression] of Object.entries(DIMENSIONS)) {
    const rows = await sql(
      `SELECT DISTINCT ${expression} AS v ${FROM} WHERE v != '' ORDER BY cityHash64(v) LIMIT 12`,
    );
    samples[name] = rows.map((row) => String(row["v"]));
  }
  const days = await sql(
    "SELECT DISTINCT toString(trade_date) AS d FROM trades_1d ORDER BY d",
  );
  queries = randomQueries(
    "lookthrough",
    QUERIES,
    samples,
    days.map((row) => String(row["d"])),
  );
});

afterAll(async () => {
  await clickhouse?.close();
});

describe("REST against raw SQL over the facts", () => {
  it("knows every public measure and dimension of the view", async () => {
    const response = await fetch(`${stack.apiUrl}/cubejs-api/v1/meta`);
    const { cubes } = (await response.json()) as {
      cubes: {
        name: string;
        measures: { name: string }[];
        dimensions: { name: string }[];
      }[];
    };
    const view = cubes.find(({ name }) => name === VIEW);
    const names = (members: { name: string }[] = []) =>
      members.map(({ name }) => name.slice(VIEW.length + 1)).sort();
    expect(names(view?.measures)).toEqual(
      [...Object.keys(MEASURES), "cumulative_pnl"].sort(),
    );
    expect(names(view?.dimensions)).toEqual(Object.keys(DIMENSIONS).sort());
  });

  it(`answers ${QUERIES} random queries exactly, and from a rollup whenever one covers them`, async () => {
    const seen = { rollup: 0, raw: 0 };
    for (const query of queries) {
      const answer = await compare(query);
      const used = Object.keys(answer.usedPreAggregations ?? {});
      const covering = coveringRollup(query);
      expect(
        used.length > 0,
        `${JSON.stringify(query)} used ${used.join()}`,
      ).toBe(covering !== undefined);
      seen[covering === undefined ? "raw" : "rollup"] += 1;
    }
    expect(seen.rollup).toBeGreaterThan(80);
    expect(seen.raw).toBeGreaterThan(40);
  }, 240_000);

  it("answers the same from the view without rollups", async () => {
    for (const query of queries.slice(0, 40)) {
      const answer = await compare(query, "trade_metrics_raw");
      expect(answer.usedPreAggregations ?? {}).toEqual({});
    }
  }, 120_000);

  it("keeps the look-through invariant at every level of every hierarchy but holdings", async () => {
    const levels = [
      "portfolio_manager_id fund_id portfolio_id desk book",
      "asset_class product symbol",
      "region country venue",
      "trade_year trade_quarter trade_month trade_week trade_day",
    ].flatMap((text) => {
      const names = text.split(" ");
      return names.map((_, i) => names.slice(0, i + 1));
    });
    for (const dimensions of [[], ...levels]) {
      for (const measure of ["notional", "pnl", "exposure"]) {
        const { data } = await load({
          measures: ["look_through_", "unmapped_", ""].map(
            (prefix) => `${VIEW}.${prefix}${measure}`,
          ),
          dimensions: dimensions.map((name) => `${VIEW}.${name}`),
          limit: 50_000,
        });
        expect(data.length).toBeGreaterThan(0);
        for (const row of data) {
          expectClose(
            Number(row[`${VIEW}.look_through_${measure}`]) +
              Number(row[`${VIEW}.unmapped_${measure}`]),
            Number(row[`${VIEW}.${measure}`]),
            JSON.stringify(row),
          );
        }
      }
    }
  }, 120_000);
});

describe("cumulative measures", () => {
  it.each([
    { dimensions: [], filter: "1" },
    { dimensions: ["desk"], filter: "1" },
    { dimensions: ["desk", "region"], filter: "t.region = 'EMEA'" },
  ])(
    "equals a window function by day and $dimensions",
    async ({ dimensions, filter }) => {
      const [range] = await sql(
        "SELECT toString(min(trade_date) + 4) AS first, toString(max(trade_date)) AS last FROM trades_1d",
      );
      const first = String(range?.["first"]);
      const last = String(range?.["last"]);
      const keys = dimensions.map((name, i) => `${DIMENSIONS[name]} AS d${i}`);
      const partition = dimensions.map((_, i) => `d${i}`);
      const expected = await sql(`
      WITH daily AS (
        SELECT ${[...keys, "t.trade_date AS day"].join(", ")}, sumIf(t.pnl, ${"t.exposure_type != 'Constituent'"}) AS pnl
        ${FROM} WHERE ${filter} GROUP BY ${[...partition, "day"].join(", ")}
      ), grid AS (
        SELECT ${[...partition.map((name) => `k.${name} AS ${name}`), "c.day AS day"].join(", ")}
        FROM (SELECT DISTINCT ${partition.join(", ") || "1 AS one"} FROM daily) AS k
        CROSS JOIN (SELECT arrayJoin(arrayMap(i -> toDate((SELECT min(trade_date) FROM trades_1d)) + i, range(60))) AS day) AS c
      )
      SELECT ${[...partition, "period", "total"].join(", ")} FROM (
        SELECT ${[...partition.map((name) => `g.${name} AS ${name}`), "g.day AS day"].join(", ")},
          formatDateTime(g.day, '%Y-%m-%dT00:00:00.000') AS period,
          sum(d.pnl) OVER (${partition.length > 0 ? `PARTITION BY ${partition.map((name) => `g.${name}`).join(", ")}` : ""} ORDER BY g.day) AS total,
          sum(d.day > '1970-01-01') OVER (${partition.length > 0 ? `PARTITION BY ${partition.map((name) => `g.${name}`).join(", ")}` : ""} ORDER BY g.day) AS seen
        FROM grid AS g LEFT JOIN daily AS d ON ${["g.day = d.day", ...partition.map((name) => `g.${name} = d.${name}`)].join(" AND ")}
      ) WHERE day BETWEEN '${first}' AND '${last}' AND seen > 0`);
      const { data } = await load({
        measures: [`${VIEW}.cumulative_pnl`],
        dimensions: dimensions.map((name) => `${VIEW}.${name}`),
        timeDimensions: [
          {
            dimension: `${VIEW}.trade_date`,
            granularity: "day",
            dateRange: [first, last],
          },
        ],
        filters:
          filter === "1"
            ? []
            : [
                {
                  member: `${VIEW}.region`,
                  operator: "equals",
                  values: ["EMEA"],
                },
              ],
        limit: 50_000,
      });
      const actual = keyed(
        data,
        [
          ...dimensions.map((name) => `${VIEW}.${name}`),
          `${VIEW}.trade_date.day`,
        ],
        [`${VIEW}.cumulative_pnl`],
      );
      const truth = keyed(expected, [...partition, "period"], ["total"]);
      expect(truth.size).toBeGreaterThan(10);
      expect([...actual.keys()].sort()).toEqual([...truth.keys()].sort());
      for (const [key, [value]] of truth) {
        expectClose(actual.get(key)?.[0] ?? null, value ?? null, key);
      }
    },
  );
});
