import { processed, type StatementKind } from "./sql-statements-types.ts";

const EXPRESSIONS: StatementKind = {
  title: "Expressions",
  note: "Any function and operator of Postgres over columns and measures of the result.",
  statements: [
    processed(
      "SELECT desk, MEASURE(pnl) / NULLIF(MEASURE(trade_count), 0) AS per_trade FROM trade_metrics GROUP BY 1",
      { about: "arithmetic with measures" },
    ),
    processed(
      "SELECT upper(desk), CASE WHEN MEASURE(pnl) > 0 THEN 'up' ELSE 'down' END FROM trade_metrics GROUP BY desk",
      { about: "functions, CASE" },
    ),
    processed(
      "SELECT desk || '!' AS d, SUM(pnl) + 1, COUNT(*) * 2, COUNT(*) / 3 FROM trade_metrics GROUP BY desk",
    ),
    processed(
      "SELECT coalesce(MEASURE(coverage), -1), exposure_type FROM trade_metrics GROUP BY 2",
    ),
    processed(
      "SELECT greatest(MEASURE(pnl), 0), least(MEASURE(pnl), 0), desk FROM trade_metrics GROUP BY desk",
    ),
    processed(
      "SELECT CAST(MEASURE(notional) AS bigint), MEASURE(trade_count)::text, round(MEASURE(pnl)::numeric, 1) FROM trade_metrics",
      { about: "casts and rounding" },
    ),
    processed(
      "SELECT to_char(date_trunc('month', trade_date), 'YYYY-MM'), MEASURE(coverage) FROM trade_metrics GROUP BY date_trunc('month', trade_date)",
      { about: "a formatted period" },
    ),
    processed(
      "SELECT extract(month from date_trunc('quarter', trade_date)), MEASURE(coverage) FROM trade_metrics GROUP BY date_trunc('quarter', trade_date)",
    ),
    processed(
      "SELECT date_trunc('month', trade_date) + interval '1 month', COUNT(*) FROM trade_metrics GROUP BY date_trunc('month', trade_date)",
    ),
    processed(
      "SELECT MAX(trade_date) - MIN(trade_date), age(MAX(trade_date), MIN(trade_date)) FROM trade_metrics",
    ),
    processed(
      "SELECT 'x' AS k, NULL AS nothing, 1 AS one, COUNT(*) FROM trade_metrics",
    ),
    processed(
      "SELECT desk, desk IN ('Macro', 'Treasury'), desk ILIKE 'm%', MEASURE(pnl) BETWEEN -1 AND 1 FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT -SUM(pnl), abs(SUM(pnl)), sign(SUM(pnl)), SUM(pnl) IS NULL FROM trade_metrics",
    ),
    processed(
      "SELECT concat_ws('/', region, country, venue), COUNT(*) FROM trade_metrics GROUP BY region, country, venue",
    ),
    processed(
      "SELECT position('a' in desk), overlay(desk placing 'X' from 1 for 1), trim(both 'M' from desk) FROM trade_metrics GROUP BY desk",
    ),
    processed(
      'SELECT ARRAY[desk, region], row_to_json(row(desk, region)), desk COLLATE "C" FROM trade_metrics GROUP BY desk, region',
    ),
  ],
};

const GROUPS: StatementKind = {
  title: "Groups of expressions",
  note: "Cube groups by the columns of the expression, Postgres puts the groups together: for sums and counts, not for ratios.",
  statements: [
    processed(
      "SELECT upper(desk), SUM(pnl), COUNT(*) FROM trade_metrics GROUP BY 1",
      { about: "a function of a column" },
    ),
    processed(
      "SELECT CASE WHEN region = 'EMEA' THEN 'home' ELSE 'away' END AS place, SUM(notional) FROM trade_metrics GROUP BY place",
      { about: "CASE" },
    ),
    processed(
      "SELECT extract(month from trade_date), SUM(pnl) FROM trade_metrics GROUP BY 1",
      { about: "a part of a date" },
    ),
    processed(
      "SELECT extract(dow from ts), extract(hour from ts), COUNT(*) FROM trade_metrics GROUP BY 1, 2",
    ),
    processed(
      "SELECT to_char(trade_date, 'YYYY-MM'), SUM(notional) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT floor(extract(epoch from ts) / 300) * 300 AS time, SUM(pnl) FROM trade_metrics GROUP BY 1",
      { about: "five minutes, as Grafana writes them" },
    ),
    processed(
      "SELECT date_trunc('decade', trade_date), COUNT(*) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT left(book, 2), date_trunc('month', trade_date), SUM(pnl), MEASURE(fees) FROM trade_metrics GROUP BY 1, 2",
    ),
    processed(
      "SELECT nullif(parent_symbol, ''), SUM(via_wrapper_notional) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT trade_id > 400, portfolio_manager_id::int % 3, SUM(pnl) FROM trade_metrics GROUP BY 1, 2",
    ),
    processed(
      "SELECT left(symbol, 1) AS l, SUM(pnl) FROM trade_metrics GROUP BY 1 HAVING SUM(notional) > 1000000 AND COUNT(*) > 30 ORDER BY 2 DESC, 1",
      { ordered: "rows" },
    ),
    processed(
      "SELECT region || '/' || country, COUNT(*) FROM trade_metrics WHERE desk = 'Macro' GROUP BY 1 ORDER BY 1 LIMIT 4",
      { ordered: "rows" },
    ),
  ],
};

const AGGREGATES: StatementKind = {
  title: "Aggregates over columns, totals and FILTER",
  note: "`COUNT(DISTINCT …)`, `MIN` and `MAX` of columns; subtotals with `ROLLUP`, `CUBE` and `GROUPING SETS`; `FILTER` for sums and counts.",
  statements: [
    processed(
      "SELECT region, COUNT(DISTINCT symbol), SUM(pnl) FROM trade_metrics GROUP BY 1",
      { about: "distinct values of each group" },
    ),
    processed(
      "SELECT MIN(ts), MAX(ts), MIN(desk), MAX(trade_id) FROM trade_metrics WHERE desk <> 'Macro'",
      { about: "first and last" },
    ),
    processed(
      "SELECT desk, MAX(trade_id), COUNT(trade_id), COUNT(*) FROM trade_metrics GROUP BY desk",
    ),
    processed(
      "SELECT COUNT(DISTINCT date_trunc('month', trade_date)), COUNT(DISTINCT upper(desk)) FROM trade_metrics",
    ),
    processed(
      "SELECT bool_or(region = 'EMEA'), bool_and(trade_id > 0) FROM trade_metrics",
    ),
    processed(
      "SELECT COUNT(CASE WHEN desk = 'Macro' THEN 1 END) FROM trade_metrics",
    ),
    processed(
      "SELECT string_agg(DISTINCT region, ',' ORDER BY region), array_agg(DISTINCT region ORDER BY region DESC) FROM trade_metrics",
      { about: "a list of values" },
    ),
    processed(
      "SELECT desk, SUM(pnl) FILTER (WHERE region = 'EMEA'), COUNT(*) FILTER (WHERE trade_id > 400), COUNT(*) FROM trade_metrics GROUP BY 1",
      { about: "FILTER" },
    ),
    processed(
      "SELECT SUM(notional) FILTER (WHERE desk = 'none'), COUNT(*) FILTER (WHERE desk = 'none') FROM trade_metrics",
    ),
    processed(
      "SELECT region, desk, SUM(pnl), GROUPING(region, desk) FROM trade_metrics GROUP BY ROLLUP (region, desk)",
      { about: "subtotals" },
    ),
    processed(
      "SELECT region, desk, COUNT(*) FROM trade_metrics GROUP BY GROUPING SETS ((region), (desk), ())",
    ),
    processed(
      "SELECT region, exposure_type, COUNT(*) FROM trade_metrics GROUP BY CUBE (1, 2) HAVING COUNT(*) > 100",
    ),
    processed(
      "SELECT desk, SUM(CASE WHEN region = 'EMEA' THEN pnl ELSE 0 END) AS emea, SUM(CASE WHEN region = 'APAC' THEN pnl END) AS apac FROM trade_metrics GROUP BY 1",
      { about: "conditional sums, as pivots write them" },
    ),
    processed(
      "SELECT SUM(CASE WHEN desk = 'Macro' THEN 1 ELSE 0 END) FROM trade_metrics",
    ),
    processed(
      "SELECT SUM(CASE WHEN desk = 'none' THEN pnl ELSE 0 END), SUM(CASE WHEN desk = 'none' THEN pnl END) FROM trade_metrics",
    ),
    processed(
      "SELECT SUM(CASE WHEN desk LIKE 'M%' THEN notional ELSE 0 END) / SUM(notional) FROM trade_metrics",
    ),
    processed(
      "SELECT date_trunc('month', trade_date), SUM(CASE WHEN exposure_type = 'ETF' THEN trade_count ELSE 0 END) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT MAX(CASE WHEN region = 'EMEA' THEN desk END) FROM trade_metrics",
    ),
    processed(
      "SELECT upper(desk), SUM(CASE WHEN region = 'EMEA' THEN pnl ELSE 0 END) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT desk, SUM(pnl) FILTER (WHERE lower(region) = 'emea' AND symbol = underlying_symbol) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT desk, SUM(CASE WHEN trade_date >= '2024-01-01' THEN pnl ELSE 0 END) - SUM(CASE WHEN trade_date < '2024-01-01' THEN pnl ELSE 0 END) AS change FROM trade_metrics GROUP BY 1 ORDER BY 2 DESC, 1",
      { ordered: "rows" },
    ),
  ],
};

const WINDOWS: StatementKind = {
  title: "Window functions",
  note: "Over the groups of the query.",
  statements: [
    processed(
      "SELECT desk, rank() OVER (ORDER BY MEASURE(pnl) DESC) FROM trade_metrics GROUP BY 1",
      { about: "rank" },
    ),
    processed(
      "SELECT region, desk, rank() OVER (PARTITION BY region ORDER BY MEASURE(pnl) DESC) AS r, MEASURE(pnl) FROM trade_metrics GROUP BY 1, 2",
      { about: "rank within a group" },
    ),
    processed(
      "SELECT date_trunc('day', trade_date) AS day, SUM(MEASURE(pnl)) OVER (ORDER BY date_trunc('day', trade_date)) FROM trade_metrics GROUP BY 1 ORDER BY 1",
      { about: "a running total", ordered: "rows" },
    ),
    processed(
      "SELECT date_trunc('week', trade_date), MEASURE(pnl) - lag(MEASURE(pnl)) OVER (ORDER BY date_trunc('week', trade_date)) FROM trade_metrics GROUP BY 1",
      { about: "the change since the last period" },
    ),
    processed(
      "SELECT trade_date, AVG(SUM(notional)) OVER (ORDER BY trade_date ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM trade_metrics GROUP BY 1",
      { about: "a moving average" },
    ),
    processed(
      "SELECT desk, SUM(notional) / SUM(SUM(notional)) OVER () FROM trade_metrics GROUP BY 1",
      { about: "a share" },
    ),
    processed(
      "SELECT desk, region, SUM(MEASURE(notional)) OVER (PARTITION BY desk), COUNT(*) OVER w FROM trade_metrics GROUP BY 1, 2 WINDOW w AS (PARTITION BY region)",
    ),
    processed(
      "SELECT book, ntile(4) OVER (ORDER BY MEASURE(notional)), first_value(book) OVER (ORDER BY MEASURE(notional) DESC) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT * FROM (SELECT region, symbol, MEASURE(pnl) AS pnl, row_number() OVER (PARTITION BY region ORDER BY MEASURE(pnl) DESC) AS place FROM trade_metrics GROUP BY 1, 2) t WHERE place <= 2",
      { about: "the first two of each group" },
    ),
    processed(
      "SELECT upper(region) AS r, SUM(pnl), rank() OVER (ORDER BY SUM(pnl)) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT trade_id, underlying_symbol, row_number() OVER (PARTITION BY desk ORDER BY trade_id, exposure_type, underlying_symbol) FROM trade_metrics",
    ),
  ],
};

export const EXPRESSION_KINDS = [EXPRESSIONS, GROUPS, AGGREGATES, WINDOWS];
