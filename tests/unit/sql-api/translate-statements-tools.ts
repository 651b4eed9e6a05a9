/** What BI tools write. */
export const TOOLS = [
  // tools
  "SELECT 1 AS one, SUM(pnl) FROM trades HAVING COUNT(1) > 0",
  "SELECT desk, SUM(pnl) AS s FROM trades GROUP BY 1 HAVING (COUNT(1) > 0)",
  "SELECT book, SUM(size) FROM books GROUP BY 1 HAVING COUNT(1) > 0",
  "SELECT SUM(size) FROM books HAVING COUNT(1) > 0",
  "SELECT SUM(size) FROM books WHERE book = 'none' HAVING COUNT(1) > 0",
  "SELECT 'x' AS k, SUM(size) FROM books GROUP BY 1",
  "SELECT 'x' AS k, SUM(size) FROM books WHERE book = 'none' GROUP BY 1",
  "SELECT NULL AS k, 1 AS l, MEASURE(desks) FROM trades GROUP BY 1, 2",
  // Metabase
  `SELECT CAST(DATE_TRUNC('month', "public"."trades"."ts") AS date) AS "ts", SUM("public"."trades"."pnl") AS "sum", COUNT(*) AS "count" FROM "public"."trades" GROUP BY CAST(DATE_TRUNC('month', "public"."trades"."ts") AS date)`,
  `SELECT COUNT(*) AS "count" FROM "public"."trades" WHERE ("public"."trades"."ts" >= timestamp with time zone '2024-01-01 00:00:00.000Z') AND ("public"."trades"."ts" < timestamp with time zone '2024-02-01 00:00:00.000Z')`,
  `SELECT COUNT(*) AS "count" FROM "public"."trades" WHERE (LOWER("public"."trades"."desk") LIKE '%f%')`,
  `SELECT (CAST(DATE_TRUNC('week', (CAST("trades"."ts" AS timestamp) + INTERVAL '1 day')) AS timestamp) + INTERVAL '-1 day') AS w, COUNT(*) FROM trades GROUP BY (CAST(DATE_TRUNC('week', (CAST("trades"."ts" AS timestamp) + INTERVAL '1 day')) AS timestamp) + INTERVAL '-1 day')`,
  `SELECT FLOOR((("source"."lots" - 0.0) / 5.0)) * 5.0 + 0.0 AS bin, COUNT(*) FROM (SELECT lots FROM trades) AS "source" GROUP BY FLOOR((("source"."lots" - 0.0) / 5.0)) * 5.0 + 0.0`,
  `SELECT "source"."desk", SUM("source"."sum") FROM (SELECT desk, symbol, SUM(pnl) AS "sum" FROM trades GROUP BY 1, 2) AS "source" WHERE "source"."sum" > 0 GROUP BY 1`,
  // Superset
  `SELECT desk AS desk, DATE_TRUNC('day', ts) AS __timestamp, SUM(pnl) AS "SUM(pnl)" FROM (SELECT * FROM trades WHERE is_open) AS virtual_table WHERE ts >= TO_TIMESTAMP('2024-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND ts < TO_TIMESTAMP('2024-03-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') GROUP BY desk, DATE_TRUNC('day', ts)`,
  `SELECT DATE_TRUNC('month', ts) AS __timestamp, desk AS desk, SUM(pnl) AS "SUM(pnl)" FROM public.trades JOIN (SELECT desk AS desk__, SUM(pnl) AS mme_inner__ FROM public.trades GROUP BY desk ORDER BY mme_inner__ DESC NULLS LAST, desk LIMIT 2) AS series_limit ON desk = desk__ GROUP BY DATE_TRUNC('month', ts), desk`,
  `SELECT COUNT(*) AS count, SUM(pnl) AS s FROM (SELECT desk, COUNT(*) AS n, SUM(pnl) AS pnl FROM trades GROUP BY desk HAVING COUNT(*) > 3) AS virtual_table`,
  `SELECT desk, symbol, MEASURE(desks) AS d FROM public.trades JOIN (SELECT desk AS desk__, symbol AS symbol__, COUNT(*) AS mme_inner__ FROM public.trades WHERE desk IS NOT NULL GROUP BY desk, symbol ORDER BY mme_inner__ DESC, desk, symbol LIMIT 4) AS series_limit ON desk = desk__ AND symbol = symbol__ GROUP BY desk, symbol`,
  `SELECT t.desk, MEASURE(desks) FROM trades t JOIN (SELECT book FROM books GROUP BY 1) b ON b.book = t.desk GROUP BY 1`,
  // Tableau
  `SELECT CAST(TRUNC(EXTRACT(YEAR FROM "trades"."ts")) AS INTEGER) AS "yr:ts:ok", SUM("trades"."pnl") AS "sum:pnl:ok" FROM "public"."trades" "trades" GROUP BY 1`,
  `SELECT DATE_TRUNC('MONTH', CAST("trades"."ts" AS TIMESTAMP)) AS "tmn:ts:ok", MEASURE(desks) AS d FROM "public"."trades" "trades" WHERE ("trades"."desk" IN ('fx', 'rates')) GROUP BY 1 HAVING (COUNT(1) > 0)`,
  `SELECT SUM(1) AS "sum:Number of Records:ok", "trades"."desk" FROM "public"."trades" "trades" GROUP BY 2`,
  `SELECT SUM(1) AS n, SUM(2) AS m FROM trades WHERE desk = 'none'`,
  `SELECT upper(desk), SUM(1) FROM trades GROUP BY 1`,
  `SELECT MIN("trades"."ts") AS a, MAX("trades"."ts") AS b, 1 AS one FROM "public"."trades" "trades" HAVING (COUNT(1) > 0)`,
  `SELECT "t0"."desk" AS d, AVG("t0"."x_measure__0") AS a FROM (SELECT "trades"."desk" AS desk, "trades"."symbol" AS s, SUM("trades"."pnl") AS "x_measure__0" FROM "public"."trades" "trades" GROUP BY 1, 2) "t0" GROUP BY 1`,
  // Power BI
  `select "_"."desk", "_"."a0" from (select "rows"."desk" as "desk", sum("rows"."pnl") as "a0" from (select "desk", "pnl" from "public"."trades" "$Table" where "desk" in ('fx', 'rates')) "rows" group by "desk") "_" where not "_"."a0" is null`,
  `select "rows"."desk" as "desk", count(distinct("rows"."symbol")) + max(case when "rows"."symbol" is null then 1 else 0 end) as "a0" from "public"."trades" "rows" group by "desk"`,
  `select "_"."desk" from (select distinct "desk" from "public"."trades" "$Table") "_" where "_"."desk" is not null`,
  // Grafana
  `SELECT floor(extract(epoch from ts)/3600)*3600 AS "time", desk AS metric, SUM(pnl) AS value FROM trades WHERE ts BETWEEN '2024-01-01T00:00:00Z' AND '2024-02-01T10:20:30.123Z' GROUP BY 1, 2`,
  `SELECT date_bin('7 days', ts, '2024-01-01') AS "time", SUM(pnl) FROM trades GROUP BY 1`,
  // Looker
  `SELECT CASE WHEN trades.desk = 'fx' THEN '0' WHEN trades.desk IN ('rates', 'Fx') THEN '1' ELSE '2' END AS "sort", TO_CHAR(DATE_TRUNC('month', trades.ts), 'YYYY-MM') AS "month", COALESCE(SUM(trades.pnl), 0) AS "total" FROM public.trades AS trades WHERE (((trades.ts) >= ((DATE_TRUNC('day', '2024-02-15'::timestamp) + (-60 || ' day')::INTERVAL)) AND (trades.ts) < ((DATE_TRUNC('day', '2024-02-15'::timestamp) + (30 || ' day')::INTERVAL)))) GROUP BY 1, 2`,
  `SELECT (DATE(trades.ts)) AS d, COUNT(*) AS c FROM trades GROUP BY 1`,
  `SELECT DATE(DATE_TRUNC('quarter', trades.ts)) AS d, MEASURE(ratio) AS c FROM trades GROUP BY (DATE_TRUNC('quarter', trades.ts))`,
  "SELECT SUM(CASE WHEN desk = 'fx' THEN 1 ELSE 0.0 END), SUM(CASE WHEN desk = 'none' THEN 1 ELSE 0.0 END), SUM(CASE WHEN lots > -1 OR lots IS NULL THEN 1 ELSE 0.0 END) FROM trades",
  "SELECT symbol, SUM(CASE WHEN desk = 'fx' THEN 1.0 ELSE 0 END), SUM(CASE WHEN desk = 'fx' THEN pnl ELSE 0.0 END), SUM(CASE desk WHEN 'fx' THEN 1.5 END), SUM(1.0) FROM trades GROUP BY 1",
  "SELECT SUM(CASE WHEN desk = 'fx' THEN 1 ELSE 0.0 END), SUM(1.0), COUNT(CASE WHEN desk = 'fx' THEN count END) FROM trades WHERE symbol = 'none'",
  "SELECT desk, COUNT(CASE WHEN symbol = 'AAA' THEN count END), COUNT(CASE WHEN lots > 3 THEN symbol END), SUM(CASE WHEN lots > 3 THEN count ELSE 0.0 END) FROM trades GROUP BY 1",
];
