import {
  processed,
  pushed,
  type StatementKind,
} from "./sql-statements-types.ts";

const NAMES: StatementKind = {
  title: "Corners of SELECT",
  note: "Where names hide others, clauses depend on each other or little is left to Cube.",
  statements: [
    pushed(
      "SELECT desk AS region, region AS desk, COUNT(*) FROM trade_metrics GROUP BY 1, 2 ORDER BY desk, region",
      { about: "ORDER BY takes the alias", ordered: "rows" },
    ),
    processed(
      "SELECT upper(desk) AS desk, COUNT(*) FROM trade_metrics GROUP BY desk",
      { about: "an alias that is also a column: GROUP BY takes the column" },
    ),
    processed(
      "SELECT upper(region) AS desk, COUNT(*) FROM trade_metrics GROUP BY region, trade_metrics.desk",
    ),
    processed(
      "SELECT * FROM (SELECT desk, COUNT(*) n FROM trade_metrics GROUP BY 1) a, LATERAL (SELECT a.n * 2 AS m) b",
    ),
    processed(
      "WITH a AS MATERIALIZED (SELECT desk, SUM(pnl) p FROM trade_metrics GROUP BY 1) SELECT COUNT(*) FROM a WHERE p > 0",
    ),
    processed(
      "SELECT date_trunc('day', ts AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York'), COUNT(*) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT date_trunc('day', ts, 'America/New_York'), COUNT(*) FROM trade_metrics GROUP BY 1",
      { about: "days of another time zone" },
    ),
    processed(
      "SELECT ts::time, COUNT(*) FROM trade_metrics WHERE desk = 'Treasury' GROUP BY 1",
    ),
    processed(
      "SELECT COUNT(*) FROM (SELECT DISTINCT desk, notional FROM trade_metrics) t",
    ),
    processed(
      "SELECT COUNT(*) FROM (SELECT DISTINCT desk FROM trade_metrics WHERE notional > 60000) t",
    ),
    processed(
      "SELECT AVG(notional), MAX(pnl) FROM (SELECT * FROM trade_metrics LIMIT 100000) t",
    ),
    pushed(
      "SELECT desk, SUM(notional) FROM (SELECT desk, notional FROM trade_metrics ORDER BY trade_id) t GROUP BY 1",
    ),
    processed(
      "SELECT desk, SUM(notional) FROM (SELECT desk, notional FROM trade_metrics OFFSET 0) t GROUP BY 1",
      { about: "rows that are limited first" },
    ),
    pushed(
      "SELECT desk FROM trade_metrics GROUP BY desk, date_trunc('month', trade_date) HAVING date_trunc('month', trade_date) = '2024-01-01'",
    ),
    pushed(
      "SELECT date_trunc('month', trade_date) m, COUNT(*) FROM trade_metrics GROUP BY 1 HAVING date_trunc('month', trade_date) > '2023-12-31'",
    ),
    pushed(
      "SELECT date_trunc('month', trade_date), MEASURE(coverage) FROM trade_metrics WHERE date_trunc('month', trade_date) = '2024-01-01' GROUP BY 1 ORDER BY 1 DESC",
      { ordered: "rows" },
    ),
    processed(
      "SELECT trade_date + interval '1 day' d, SUM(pnl) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT SUM(pnl) + SUM(fees) AS a, SUM(pnl) / COUNT(*) AS b FROM trade_metrics",
    ),
    processed(
      "SELECT COUNT(*) FILTER (WHERE desk LIKE 'M%'), SUM(pnl) FILTER (WHERE trade_date < '2024-01-01') FROM trade_metrics",
    ),
    processed(
      "SELECT COUNT(desk), COUNT(nullif(parent_symbol, '')) FROM trade_metrics",
      { about: "COUNT of a column" },
    ),
    processed("SELECT 1 AS one FROM trade_metrics GROUP BY ()"),
    processed("SELECT COUNT(*) FROM trade_metrics GROUP BY ()"),
    processed("SELECT COUNT(*) FROM trade_metrics HAVING true"),
    pushed(
      'SELECT desk AS "ü ""x"" $1", COUNT(*) AS "count(*)" FROM trade_metrics GROUP BY 1',
    ),
    pushed("SELECT desk /* a */, COUNT(*) FROM trade_metrics GROUP BY 1 -- b"),
    pushed(
      "SELECT SUM(pnl::float8), SUM(CAST(notional AS double precision)) FROM trade_metrics",
    ),
    processed("SELECT SUM(1) FROM trade_metrics"),
    processed(
      "SELECT COUNT(DISTINCT CASE WHEN desk = 'Macro' THEN book END) FROM trade_metrics",
    ),
    pushed("SELECT desk FROM trade_metrics GROUP BY desk LIMIT ALL OFFSET 0"),
    processed(
      "SELECT desk, rank() OVER (ORDER BY SUM(pnl) DESC) r FROM trade_metrics GROUP BY 1 ORDER BY r LIMIT 3",
      { about: "LIMIT after a window function", ordered: "rows" },
    ),
    processed(
      "SELECT desk, COUNT(*) OVER () FROM trade_metrics GROUP BY 1 ORDER BY 1 LIMIT 2",
      { ordered: "rows" },
    ),
    processed(
      "SELECT DISTINCT region FROM trade_metrics GROUP BY region, desk ORDER BY 1 LIMIT 2",
      { ordered: "rows" },
    ),
    pushed("SELECT region FROM trade_metrics GROUP BY region, desk", {
      about: "groups that look alike",
    }),
    processed(
      "SELECT DISTINCT COUNT(*) FROM trade_metrics GROUP BY desk, region",
    ),
    processed(
      "SELECT DISTINCT region, SUM(trade_count) > 100 FROM trade_metrics GROUP BY region, desk",
    ),
    pushed(
      "SELECT trade_date FROM trade_metrics GROUP BY trade_date ORDER BY trade_date DESC LIMIT 1",
      { ordered: "rows" },
    ),
    processed("SELECT MAX(trade_date) FROM trade_metrics"),
    processed(
      "SELECT MIN(date_trunc('month', trade_date)), MAX(ts::date) FROM trade_metrics",
    ),
    processed(
      "SELECT desk, MAX(trade_date) - MIN(trade_date) FROM trade_metrics GROUP BY 1 HAVING MAX(trade_date) > '2024-01-10'",
    ),
    processed(
      "SELECT desk, COUNT(DISTINCT symbol) FROM trade_metrics GROUP BY 1 HAVING COUNT(DISTINCT symbol) > 12",
    ),
    pushed(
      "SELECT region, desk FROM trade_metrics WHERE desk IN ('Macro') OR region IS NULL GROUP BY 1, 2 ORDER BY 2 DESC, 1",
      { ordered: "rows" },
    ),
    processed(
      "SELECT a.desk, a.p, b.p FROM (SELECT desk, SUM(pnl) p FROM trade_metrics GROUP BY 1) a, (SELECT desk, SUM(pnl) p FROM trade_metrics_raw GROUP BY 1) b WHERE a.desk = b.desk",
    ),
    processed(
      "SELECT desk, (SELECT MAX(p) FROM (SELECT SUM(pnl) p FROM trade_metrics GROUP BY book) x) FROM trade_metrics GROUP BY desk",
    ),
    processed(
      "SELECT desk FROM (SELECT desk, row_number() OVER (ORDER BY desk) n FROM (SELECT DISTINCT desk FROM trade_metrics) d) t WHERE n % 2 = 0",
    ),
    processed(
      "SELECT x.k, COUNT(*) FROM (SELECT desk || region AS k FROM trade_metrics) x GROUP BY x.k HAVING COUNT(*) > 50",
    ),
    processed(
      "SELECT CASE GROUPING(desk) WHEN 1 THEN 'total' ELSE desk END AS d, SUM(pnl), COUNT(*) FROM trade_metrics GROUP BY ROLLUP (desk) ORDER BY GROUPING(desk), d",
      { about: "a total below the groups", ordered: "rows" },
    ),
    processed(
      "SELECT date_trunc('month', trade_date) AS m, desk, SUM(pnl) FROM trade_metrics GROUP BY m, ROLLUP (desk)",
    ),
    processed(
      "SELECT width_bucket(trade_id, 0, 800, 4) AS b, COUNT(*), SUM(notional) FROM trade_metrics GROUP BY b ORDER BY b",
      { about: "a histogram", ordered: "rows" },
    ),
    processed(
      "SELECT ntile(3) OVER (ORDER BY trade_id) AS n, trade_id FROM trade_metrics WHERE desk = 'Treasury' AND exposure_type = 'Direct'",
    ),
    processed(
      "SELECT date_bin('3 days', trade_date, '2023-12-19') AS b, SUM(pnl) FROM trade_metrics GROUP BY 1",
      { about: "periods of three days" },
    ),
    processed(
      "SELECT EXTRACT(QUARTER FROM trade_date), EXTRACT(WEEK FROM trade_date), COUNT(*) FROM trade_metrics GROUP BY 1, 2",
    ),
    processed(
      "SELECT EXTRACT(isoyear FROM trade_date), COUNT(*) FROM trade_metrics WHERE extract(year from trade_date) <> 2024 GROUP BY 1",
    ),
    pushed(
      "SELECT desk, count(*) c FROM trade_metrics GROUP BY desk ORDER BY c DESC, desk LIMIT 2 OFFSET 1",
      { ordered: "rows" },
    ),
    processed(
      "SELECT desk, region, SUM(pnl) p, SUM(SUM(pnl)) OVER (PARTITION BY desk ORDER BY region) FROM trade_metrics GROUP BY 1, 2 HAVING SUM(pnl) > 0",
    ),
    processed(
      "SELECT desk, AVG(SUM(pnl)) OVER () FROM trade_metrics GROUP BY 1 HAVING COUNT(*) > 150",
    ),
    pushed(
      "SELECT MEASURE(trade_metrics.pnl), trade_metrics.desk FROM trade_metrics WHERE trade_metrics.desk = 'Macro' GROUP BY trade_metrics.desk",
    ),
    processed(
      "SELECT json_build_object('desk', desk, 'n', COUNT(*)) FROM trade_metrics GROUP BY desk",
      { about: "JSON" },
    ),
    processed(
      "SELECT jsonb_object_agg(desk, n) FROM (SELECT desk, COUNT(*) n FROM trade_metrics GROUP BY 1 ORDER BY 1) t",
    ),
    processed(
      "SELECT desk, format('%s: %s', desk, COUNT(*)), repeat('*', (COUNT(*) / 50)::int) FROM trade_metrics GROUP BY desk",
    ),
    processed(
      "SELECT unnest(ARRAY[1, 2]), desk FROM trade_metrics GROUP BY desk",
      { about: "functions that return rows" },
    ),
    processed(
      "SELECT desk, generate_series(1, 2) FROM trade_metrics GROUP BY desk",
    ),
    processed(
      "SELECT b FROM (SELECT bool_or(desk = 'Macro') AS b, region FROM trade_metrics GROUP BY region) t",
    ),
    processed(
      "SELECT region, every(trade_id > 2) FROM trade_metrics GROUP BY region",
    ),
    processed(
      "SELECT desk, SUM(trade_count) s FROM trade_metrics WHERE desk > ANY(ARRAY['N', 'S']) GROUP BY 1",
    ),
    pushed("SELECT desk, pnl FROM trade_metrics WHERE trade_id = 7"),
    processed(
      "SELECT trade_id, exposure_type, underlying_symbol, sum(pnl) OVER (PARTITION BY desk) FROM trade_metrics WHERE fund_id = 100201",
    ),
    processed(
      "SELECT trade_id, exposure_type, underlying_symbol, pnl FROM trade_metrics WHERE pnl BETWEEN -10 AND 10 AND NOT notional = 0 ORDER BY pnl, 1, 2, 3",
      { ordered: "rows" },
    ),
    processed(
      "SELECT COUNT(*) FROM (SELECT trade_id FROM trade_metrics WHERE pnl > 0) t",
    ),
    processed(
      "SELECT desk, COUNT(*) FROM (SELECT desk, pnl FROM trade_metrics WHERE pnl > 0) t GROUP BY 1",
    ),
    processed(
      "SELECT COUNT(*) FROM (SELECT desk, pnl FROM trade_metrics ORDER BY pnl DESC LIMIT 50) t WHERE desk = 'Macro'",
    ),
    pushed(
      "SELECT is_composite, COUNT(*) AS n, MEASURE(instrument_count) FROM instrument_reference GROUP BY 1",
    ),
    processed(
      "SELECT is_composite::int, NOT is_composite FROM instrument_reference GROUP BY is_composite",
    ),
    processed(
      "SELECT parent_symbol, SUM(weight), MEASURE(holding_count), MIN(effective_date) FROM wrapper_holdings GROUP BY 1",
    ),
    pushed(
      "SELECT holding_sector, SUM(weight) FROM wrapper_holdings WHERE parent_symbol = 'SPY' GROUP BY 1 ORDER BY 2 DESC, 1",
      { ordered: "rows" },
    ),
    pushed("SELECT expiry_date, COUNT(*) FROM wrapper_holdings GROUP BY 1"),
    pushed(
      "SELECT date_trunc('year', effective_date), COUNT(*) FROM wrapper_holdings GROUP BY 1",
    ),
  ],
};

export const CORNER_KINDS = [NAMES];
