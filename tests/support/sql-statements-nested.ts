import { processed, type StatementKind } from "./sql-statements-types.ts";

const OVER_GROUPS: StatementKind = {
  title: "Queries over groups",
  note: "The inner query goes to Cube, the outer one runs over its rows.",
  statements: [
    processed(
      "SELECT AVG(x), MAX(x), COUNT(*) FROM (SELECT desk, MEASURE(pnl) x FROM trade_metrics GROUP BY 1) t",
      { about: "an average of sums" },
    ),
    processed(
      "SELECT COUNT(*) FROM (SELECT desk, book FROM trade_metrics GROUP BY 1, 2) t",
      { about: "the number of groups" },
    ),
    processed(
      "SELECT COUNT(*) FROM (SELECT DISTINCT desk FROM trade_metrics) t",
    ),
    processed(
      "SELECT * FROM (SELECT desk, MEASURE(pnl) AS x, COUNT(*) FROM trade_metrics GROUP BY 1) t WHERE x > 0",
    ),
    processed(
      "SELECT * FROM (SELECT desk, MEASURE(pnl) x FROM trade_metrics GROUP BY 1) t ORDER BY x DESC NULLS LAST, desk LIMIT 2",
      { ordered: "rows" },
    ),
    processed(
      "SELECT x > 0 AS won, COUNT(*), SUM(x) FROM (SELECT book, MEASURE(pnl) x FROM trade_metrics GROUP BY 1) t GROUP BY 1 HAVING COUNT(*) > 1",
    ),
    processed(
      "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x), stddev_pop(x) FROM (SELECT book, MEASURE(pnl_bps) x FROM trade_metrics GROUP BY 1) t",
      { about: "a median" },
    ),
    processed(
      "SELECT AVG(notional) FROM (SELECT trade_id, notional FROM trade_metrics ORDER BY trade_id, notional DESC LIMIT 10) t",
    ),
    processed(
      "SELECT t.a, t.b FROM (SELECT desk, MEASURE(pnl) FROM trade_metrics GROUP BY 1) AS t(a, b)",
    ),
    processed(
      "SELECT t.upper, t.max FROM (SELECT upper(desk), MAX(trade_id) FROM trade_metrics GROUP BY desk) t",
    ),
    processed(
      "SELECT d, x / SUM(x) OVER () FROM (SELECT desk AS d, MEASURE(notional) AS x FROM trade_metrics GROUP BY 1) t",
    ),
  ],
};

const JOINS: StatementKind = {
  title: "WITH, joins and UNION of grouped queries",
  note: "Each grouped query goes to Cube, all at the same time; Postgres joins their rows.",
  statements: [
    processed(
      "WITH a AS (SELECT desk, MEASURE(pnl) p FROM trade_metrics WHERE trade_year = '2023' GROUP BY 1), b AS (SELECT desk, MEASURE(pnl) p FROM trade_metrics WHERE trade_year = '2024' GROUP BY 1) SELECT desk, b.p - a.p FROM a JOIN b USING (desk)",
      { about: "two periods side by side" },
    ),
    processed(
      "WITH a AS (SELECT desk, MEASURE(pnl) p FROM trade_metrics GROUP BY 1) SELECT x.desk, x.p - y.p FROM a x JOIN a y ON x.desk > y.desk",
    ),
    processed(
      "WITH a AS (SELECT desk, COUNT(*) n FROM trade_metrics GROUP BY 1), b AS (SELECT MAX(n) m FROM a) SELECT desk FROM a, b WHERE n = m",
    ),
    processed(
      "SELECT a.symbol, a.p, b.n FROM (SELECT symbol, MEASURE(pnl) p FROM trade_metrics GROUP BY 1) a LEFT JOIN (SELECT parent_symbol, MEASURE(holding_count) n FROM wrapper_holdings GROUP BY 1) b ON a.symbol = b.parent_symbol",
      { about: "two views on a column" },
    ),
    processed(
      "SELECT k, a.x, b.x FROM (SELECT desk AS k, COUNT(*) x FROM trade_metrics WHERE region = 'APAC' GROUP BY 1) a FULL JOIN (SELECT desk AS k, COUNT(*) x FROM trade_metrics WHERE symbol = 'GLD' GROUP BY 1) b USING (k)",
    ),
    processed(
      "SELECT a.desk, b.region, a.n * b.n FROM (SELECT desk, COUNT(*) n FROM trade_metrics GROUP BY 1) a CROSS JOIN (SELECT region, COUNT(*) n FROM trade_metrics GROUP BY 1) b",
    ),
    processed(
      "SELECT desk, MEASURE(pnl) FROM trade_metrics GROUP BY 1 UNION ALL SELECT 'total', MEASURE(pnl) FROM trade_metrics",
      { about: "a line of totals" },
    ),
    processed(
      "SELECT symbol FROM trade_metrics UNION SELECT constituent_symbol FROM wrapper_holdings",
    ),
    processed(
      "SELECT symbol FROM instrument_reference GROUP BY 1 EXCEPT SELECT symbol FROM trade_metrics GROUP BY 1",
      { about: "what was never traded" },
    ),
    processed(
      "SELECT symbol FROM trade_metrics INTERSECT SELECT parent_symbol FROM wrapper_holdings",
    ),
    processed(
      "SELECT desk, COUNT(*) AS n FROM trade_metrics GROUP BY 1 UNION ALL SELECT 'total', COUNT(*) FROM trade_metrics ORDER BY n, 1 LIMIT 4",
      { ordered: "rows" },
    ),
    processed(
      "SELECT d::date, coalesce(n, 0) FROM generate_series('2023-12-19'::timestamp, '2023-12-29', '1 day') d LEFT JOIN (SELECT trade_date, COUNT(*) n FROM trade_metrics GROUP BY 1) t ON t.trade_date = d",
      { about: "days without trades" },
    ),
    processed(
      "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3), t AS (SELECT desk, COUNT(*) c FROM trade_metrics GROUP BY 1) SELECT r.n, t.desk FROM r JOIN t ON t.c > r.n * 100",
    ),
    processed(
      "SELECT v.label, t.n FROM (VALUES ('AMER', 'Americas'), ('EMEA', 'Europe')) v(region, label) JOIN (SELECT region, COUNT(*) n FROM trade_metrics GROUP BY 1) t USING (region)",
    ),
    processed(
      "SELECT (SELECT COUNT(*) FROM trade_metrics), (SELECT MEASURE(weight) FROM wrapper_holdings)",
    ),
  ],
};

export const NESTED_KINDS = [OVER_GROUPS, JOINS];
