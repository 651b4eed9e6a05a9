import {
  processed,
  pushed,
  type StatementKind,
} from "./sql-statements-types.ts";

const at = (day: string) => new Date(`${day}T00:00:00Z`);

const TOOLS: StatementKind = {
  title: "Statements of tools",
  note: "What BI tools make of a drag and drop.",
  statements: [
    processed(
      "SELECT 1 AS one, SUM(pnl) FROM trade_metrics HAVING COUNT(1) > 0",
      {
        about: "Tableau",
      },
    ),
    pushed(
      'SELECT "trade_metrics"."region" AS "region", SUM("trade_metrics"."pnl") AS "sum:pnl:ok" FROM "public"."trade_metrics" "trade_metrics" GROUP BY 1',
      { about: "Tableau, grouped" },
    ),
    pushed(
      'SELECT DATE_TRUNC(\'month\', "public"."trade_metrics"."trade_date") AS "trade_date", SUM("public"."trade_metrics"."notional") AS "sum" FROM "public"."trade_metrics" GROUP BY DATE_TRUNC(\'month\', "public"."trade_metrics"."trade_date") ORDER BY DATE_TRUNC(\'month\', "public"."trade_metrics"."trade_date") ASC',
      { about: "Metabase", ordered: "rows" },
    ),
    pushed(
      "SELECT DATE_TRUNC('day', trade_date) AS __timestamp, desk AS desk, SUM(pnl) AS pnl FROM trade_metrics WHERE trade_date >= TO_TIMESTAMP('2024-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND trade_date < TO_TIMESTAMP('2024-01-10 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') GROUP BY DATE_TRUNC('day', trade_date), desk ORDER BY pnl DESC LIMIT 10000",
      { about: "Superset", ordered: [3] },
    ),
    pushed(
      'select "_"."desk" as "c1", sum("_"."notional") as "a0" from "public"."trade_metrics" "_" group by "_"."desk" limit 1000001',
      { about: "Power BI" },
    ),
    pushed(
      "SELECT date_trunc('hour', ts) AS \"time\", sum(pnl) AS value FROM trade_metrics WHERE ts BETWEEN '2024-01-02T00:00:00Z' AND '2024-01-05T00:00:00Z' GROUP BY 1 ORDER BY 1",
      { about: "Grafana", ordered: "rows" },
    ),
    processed(
      "SELECT desk, region FROM trade_metrics WHERE (desk, region) = ('Macro', 'AMER') GROUP BY 1, 2",
    ),
    pushed(
      "select desk, sum(pnl) as s from trade_metrics group by desk having (count(1) > 0)",
    ),
    processed(
      'SELECT CAST("desk" AS TEXT) AS "desk" FROM "trade_metrics" GROUP BY 1',
      { about: "a cast that changes nothing" },
    ),
  ],
};

const PARAMETERS: StatementKind = {
  title: "Parameters",
  note: "`$1`, `$2`, … wherever Postgres takes them, as prepared statements of drivers send them.",
  statements: [
    pushed(
      "SELECT symbol, MEASURE(pnl) FROM trade_metrics WHERE symbol = $1 AND trade_date >= $2 GROUP BY 1 LIMIT $3",
      { about: "text, time and limit", values: ["SPY", "2024-01-01", 5] },
    ),
    pushed("SELECT COUNT(*) FROM trade_metrics WHERE desk = ANY($1)", {
      about: "a list",
      values: [["Macro", "Delta One"]],
    }),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE desk IN ($1, $2) AND NOT region = $3",
      { values: ["Macro", "o'b\\k", "EMEA"] },
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE fund_id = $1 AND trade_id BETWEEN $2 AND $3",
      { values: [100801, 10.5, 600] },
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE trade_date >= $1 AND trade_date < $2",
      { values: ["2023-12-25", "2024-01-05"] },
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE ts BETWEEN $1::timestamptz AND $2::timestamptz",
      { values: [at("2023-12-25"), at("2024-01-05")] },
    ),
    pushed("SELECT desk FROM trade_metrics WHERE desk ILIKE $1 GROUP BY 1", {
      values: ["%ma%"],
    }),
    pushed(
      "SELECT desk, COUNT(*) FROM trade_metrics GROUP BY 1 HAVING SUM(notional) > $1 ORDER BY 2 DESC LIMIT $2 OFFSET $3",
      { values: [100_000, 3, 1], ordered: "rows" },
    ),
    processed("SELECT COUNT(*) FROM trade_metrics WHERE desk = $1", {
      values: [null],
    }),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE desk = $1 OR desk = $1 OR region = $2",
      { values: ["Macro", "${process.exit()}`"] },
    ),
    pushed("SELECT symbol FROM instrument_reference WHERE is_composite = $1", {
      values: [true],
    }),
    processed("SELECT desk, MEASURE(pnl) * $1 FROM trade_metrics GROUP BY 1", {
      about: "a factor",
      values: [2.5],
    }),
    processed(
      "SELECT $1::text AS label, desk, MEASURE(pnl) > $2 FROM trade_metrics WHERE desk LIKE $3 GROUP BY 2",
      { values: ["x", 0, "M%"] },
    ),
    processed(
      "SELECT upper(desk) || $1, SUM(pnl) FROM trade_metrics GROUP BY 1",
      { values: ["!"] },
    ),
  ],
};

export const TOOL_KINDS = [TOOLS, PARAMETERS];
