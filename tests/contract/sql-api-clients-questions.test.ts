import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ClientStack,
  DATABASE,
  startClientStack,
  USER,
} from "../support/clients/client-stack.ts";

let stack: ClientStack;
let client: pg.Client;

beforeAll(async () => {
  stack = await startClientStack();
  client = new pg.Client({
    host: "127.0.0.1",
    port: stack.sqlPort,
    user: USER,
    database: DATABASE,
  });
  client.on("error", () => {});
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await stack?.stop();
});

const TRADED = "exposure_type != 'Constituent'";
const NOTIONAL = `sumIf(notional, ${TRADED})`;
const IN_JANUARY = "trade_date >= '2024-01-01' AND trade_date < '2024-02-01'";

/** A question as a tool asks it, and the same asked of the facts. */
interface Question {
  sql: string;
  facts: string;
  /** Whether the order of the rows is asked for. @default false */
  ordered?: boolean;
}

const QUESTIONS: Record<string, Question[]> = {
  Superset: [
    {
      sql: `SELECT desk AS desk, sum(notional) AS "SUM(notional)", count(*) AS count
            FROM public.trade_metrics
            WHERE trade_date >= TO_TIMESTAMP('2024-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')
              AND trade_date < TO_TIMESTAMP('2024-02-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')
            GROUP BY desk ORDER BY "SUM(notional)" DESC LIMIT 1000`,
      facts: `SELECT desk, ${NOTIONAL} AS n, count() FROM trades_1d WHERE ${IN_JANUARY} GROUP BY desk ORDER BY n DESC`,
      ordered: true,
    },
    {
      sql: `SELECT DATE_TRUNC('month', trade_date) AS trade_date, COUNT(*) AS count
            FROM (SELECT * FROM trade_metrics) AS virtual_table
            GROUP BY DATE_TRUNC('month', trade_date) ORDER BY count DESC LIMIT 10000`,
      facts: `SELECT toDateTime(toStartOfMonth(trade_date), 'UTC'), count() AS c FROM trades_1d GROUP BY 1 ORDER BY c DESC`,
      ordered: true,
    },
    {
      sql: `SELECT desk AS desk, sum(notional) AS s FROM public.trade_metrics
            JOIN (SELECT desk AS desk__, sum(notional) AS mme_inner__ FROM public.trade_metrics
                  GROUP BY desk ORDER BY mme_inner__ DESC LIMIT 3) AS series_limit ON desk = desk__
            GROUP BY desk`,
      facts: `SELECT desk, ${NOTIONAL} AS n FROM trades_1d GROUP BY desk ORDER BY n DESC LIMIT 3`,
    },
  ],
  Metabase: [
    {
      sql: `SELECT "public"."trade_metrics"."desk" AS "desk", SUM("public"."trade_metrics"."notional") AS "sum", COUNT(*) AS "count"
            FROM "public"."trade_metrics"
            WHERE ("public"."trade_metrics"."trade_date" >= CAST('2024-01-01' AS timestamp)) AND ("public"."trade_metrics"."trade_date" < CAST('2024-02-01' AS timestamp))
            GROUP BY "public"."trade_metrics"."desk" ORDER BY "public"."trade_metrics"."desk" ASC`,
      facts: `SELECT desk, ${NOTIONAL}, count() FROM trades_1d WHERE ${IN_JANUARY} GROUP BY desk ORDER BY desk`,
      ordered: true,
    },
    {
      sql: `SELECT CAST(DATE_TRUNC('month', "public"."trade_metrics"."trade_date") AS date) AS "trade_date", COUNT(*) AS "count"
            FROM "public"."trade_metrics" GROUP BY CAST(DATE_TRUNC('month', "public"."trade_metrics"."trade_date") AS date)
            ORDER BY CAST(DATE_TRUNC('month', "public"."trade_metrics"."trade_date") AS date) ASC`,
      facts: `SELECT toString(toStartOfMonth(trade_date)) AS m, count() FROM trades_1d GROUP BY m ORDER BY m`,
      ordered: true,
    },
    {
      sql: `SELECT "source"."desk" AS "desk", "source"."sum" AS "sum"
            FROM (SELECT "public"."trade_metrics"."desk" AS "desk", SUM("public"."trade_metrics"."notional") AS "sum"
                  FROM "public"."trade_metrics" GROUP BY "public"."trade_metrics"."desk") AS "source"
            WHERE "source"."sum" > 5000000 LIMIT 1048575`,
      facts: `SELECT desk, ${NOTIONAL} AS n FROM trades_1d GROUP BY desk HAVING n > 5000000`,
    },
    {
      sql: `SELECT COUNT(DISTINCT "public"."trade_metrics"."desk") AS "count" FROM "public"."trade_metrics"`,
      facts: "SELECT uniqExact(desk) FROM trades_1d",
    },
    {
      sql: `SELECT SUBSTRING("public"."trade_metrics"."desk", 1, 4) AS "substring1" FROM "public"."trade_metrics"
            GROUP BY 1 ORDER BY 1 ASC LIMIT 1000`,
      facts:
        "SELECT DISTINCT substring(desk, 1, 4) AS s FROM trades_1d ORDER BY s",
      ordered: true,
    },
  ],
  "Power BI": [
    {
      sql: `select "_"."desk" as "c1", "_"."a0" as "a0"
            from (select "rows"."desk" as "desk", sum("rows"."notional") as "a0"
                  from (select "desk", "notional" from "public"."trade_metrics" "$Table") "rows"
                  group by "desk") "_"
            where not "_"."a0" is null limit 1000001`,
      facts: `SELECT desk, ${NOTIONAL} FROM trades_1d GROUP BY desk`,
    },
    {
      sql: `select "rows"."desk" as "desk", sum(cast("rows"."notional" as decimal)) as "a0"
            from (select "_"."desk", "_"."notional", "_"."trade_date" from "public"."trade_metrics" "_"
                  where "_"."trade_date" < timestamp '2024-02-01 00:00:00' and "_"."trade_date" >= timestamp '2024-01-01 00:00:00') "rows"
            group by "desk"`,
      facts: `SELECT desk, ${NOTIONAL} FROM trades_1d WHERE ${IN_JANUARY} GROUP BY desk`,
    },
    {
      sql: `select "_"."desk" from (select "desk" from "public"."trade_metrics" "_" group by "desk") "_" order by "_"."desk" limit 501`,
      facts: "SELECT DISTINCT desk FROM trades_1d ORDER BY desk",
      ordered: true,
    },
  ],
  Tableau: [
    {
      sql: `SELECT "trade_metrics"."desk" AS "desk", SUM("trade_metrics"."notional") AS "sum:notional:ok"
            FROM "public"."trade_metrics" "trade_metrics" GROUP BY 1`,
      facts: `SELECT desk, ${NOTIONAL} FROM trades_1d GROUP BY desk`,
    },
    {
      sql: `SELECT CAST(TRUNC(EXTRACT(YEAR FROM "trade_metrics"."trade_date")) AS INTEGER) AS "yr:trade_date:ok", COUNT(*) AS "cnt"
            FROM "public"."trade_metrics" "trade_metrics" GROUP BY 1`,
      facts:
        "SELECT toYear(trade_date) AS y, count() FROM trades_1d GROUP BY y",
    },
    {
      sql: `SELECT 1 AS "one", SUM("trade_metrics"."notional") AS "sum" FROM "public"."trade_metrics" "trade_metrics" HAVING (COUNT(1) > 0)`,
      facts: `SELECT 1, ${NOTIONAL} FROM trades_1d`,
    },
    {
      sql: `SELECT "trade_metrics"."desk" AS "desk", SUM("trade_metrics"."notional") AS "sum"
            FROM "public"."trade_metrics" "trade_metrics"
              INNER JOIN (SELECT "trade_metrics"."desk" AS "desk", SUM("trade_metrics"."notional") AS "$__alias__0"
                          FROM "public"."trade_metrics" "trade_metrics" GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 3) "t0"
              ON ("trade_metrics"."desk" = "t0"."desk") GROUP BY 1`,
      facts: `SELECT desk, ${NOTIONAL} AS n FROM trades_1d GROUP BY desk ORDER BY n DESC LIMIT 3`,
    },
    {
      sql: `SELECT CAST(DATE_TRUNC('MONTH', "trade_metrics"."trade_date") AS DATE) AS "tmn:trade_date:ok", SUM("trade_metrics"."pnl") AS "sum"
            FROM "public"."trade_metrics" "trade_metrics"
            WHERE (CAST("trade_metrics"."desk" AS TEXT) IN ('Macro', 'Treasury')) GROUP BY 1`,
      facts: `SELECT toString(toStartOfMonth(trade_date)) AS m, sumIf(pnl, ${TRADED}) FROM trades_1d WHERE desk IN ('Macro', 'Treasury') GROUP BY m`,
    },
  ],
  Grafana: [
    {
      sql: `SELECT floor(extract(epoch from trade_date)/604800)*604800 AS "time", desk AS metric, count(*) AS value
            FROM trade_metrics WHERE trade_date BETWEEN '2024-01-01T00:00:00Z' AND '2024-01-31T23:59:59Z'
            GROUP BY 1, 2 ORDER BY 1, 2`,
      facts: `SELECT intDiv(toUnixTimestamp(toDateTime(trade_date, 'UTC')), 604800) * 604800 AS t, desk, count() FROM trades_1d WHERE ${IN_JANUARY} GROUP BY t, desk ORDER BY t, desk`,
      ordered: true,
    },
    {
      sql: `SELECT trade_date AS "time", sum(notional) AS notional FROM trade_metrics WHERE trade_date >= '2024-01-01' AND trade_date <= '2024-01-31' GROUP BY 1 ORDER BY 1`,
      facts: `SELECT toDateTime(trade_date, 'UTC') AS d, ${NOTIONAL} FROM trades_1d WHERE ${IN_JANUARY} GROUP BY d ORDER BY d`,
      ordered: true,
    },
  ],
  DBeaver: [
    {
      sql: "SELECT x.desk, x.fees FROM public.trade_metrics x WHERE x.desk = 'Macro' ORDER BY x.fees DESC NULLS LAST LIMIT 5",
      facts: `SELECT desk, fees FROM trades_1d WHERE desk = 'Macro' AND ${TRADED} ORDER BY fees DESC LIMIT 5`,
      ordered: true,
    },
    {
      sql: "SELECT count(*) FROM (SELECT * FROM trade_metrics WHERE desk = 'Macro') dbvrcnt",
      facts: "SELECT count() FROM trades_1d WHERE desk = 'Macro'",
    },
  ],
  Looker: [
    {
      sql: `SELECT trade_metrics.desk AS "trade_metrics.desk", COALESCE(SUM(trade_metrics.notional), 0) AS "trade_metrics.total"
            FROM public.trade_metrics AS trade_metrics GROUP BY 1 ORDER BY 2 DESC FETCH NEXT 3 ROWS ONLY`,
      facts: `SELECT desk, ${NOTIONAL} AS n FROM trades_1d GROUP BY desk ORDER BY n DESC LIMIT 3`,
      ordered: true,
    },
    {
      sql: `SELECT (DATE(trade_metrics.trade_date)) AS "trade_metrics.date", COUNT(*) AS "trade_metrics.count"
            FROM public.trade_metrics AS trade_metrics
            WHERE ((trade_metrics.trade_date >= (TIMESTAMP '2024-01-01') AND trade_metrics.trade_date < (TIMESTAMP '2024-02-01')))
            GROUP BY 1 ORDER BY 1 DESC LIMIT 500`,
      facts: `SELECT toString(trade_date) AS d, count() FROM trades_1d WHERE ${IN_JANUARY} GROUP BY d ORDER BY d DESC`,
      ordered: true,
    },
  ],
};

/** Values of both sides in one form: numbers as numbers, times to the second. */
function plain(value: unknown): unknown {
  if (value instanceof Date) {
    return value.toISOString().replace("T", " ").replace(".000Z", "");
  }
  if (typeof value === "string" && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) {
    return Number(value);
  }
  return value;
}

/** Sums of doubles depend a little on their order. */
const rounded = (value: unknown) =>
  typeof value === "number" ? Math.round(value * 100) / 100 : value;

async function ask(sql: string, queryMode?: "extended"): Promise<unknown[][]> {
  const { rows } = await client.query<unknown[]>({
    text: sql,
    rowMode: "array",
    // Dates as text: pg would take them for local midnight.
    types: {
      getTypeParser: (oid: number) =>
        oid === 1114
          ? (text: string) => new Date(`${text.replace(" ", "T")}Z`)
          : (text: string) => text,
    },
    ...(queryMode === undefined ? {} : { queryMode }),
  } as pg.QueryArrayConfig);
  return rows.map((row) => row.map((value) => rounded(plain(value))));
}

const inOrder = (rows: unknown[][]) =>
  [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe.each(Object.entries(QUESTIONS))("%s", (_, questions) => {
  it.each(questions)("gets what the facts say: $sql", async (question) => {
    const found = await stack.facts<Record<string, unknown>>(question.facts);
    const expected = found.map((row) =>
      Object.values(row).map((value) => rounded(plain(value))),
    );
    expect(expected.length).toBeGreaterThan(0);
    const sort = question.ordered ? (rows: unknown[][]) => rows : inOrder;
    for (const mode of [undefined, "extended"] as const) {
      expect(sort(await ask(question.sql, mode))).toEqual(sort(expected));
    }
  });
});
