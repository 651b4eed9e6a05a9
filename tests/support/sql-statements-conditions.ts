import {
  processed,
  pushed,
  type StatementKind,
} from "./sql-statements-types.ts";

const VALUES: StatementKind = {
  title: "Corners of conditions",
  note: "Constants of many kinds, patterns, and queries within conditions.",
  statements: [
    processed(
      "(SELECT desk FROM trade_metrics GROUP BY 1 ORDER BY MEASURE(pnl) DESC, 1 LIMIT 2) UNION ALL (SELECT book FROM trade_metrics GROUP BY 1 ORDER BY MEASURE(pnl), 1 LIMIT 2)",
    ),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE trade_id BETWEEN SYMMETRIC 200 AND 100",
      { about: "BETWEEN SYMMETRIC" },
    ),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE trade_date - interval '1 day' = '2024-01-01'",
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE trade_date = ANY(ARRAY['2024-01-02','2024-01-03']::timestamp[])",
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE date_trunc('week', trade_date) IN ('2023-12-25', '2024-01-01')",
    ),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE CASE WHEN region = 'EMEA' THEN desk = 'Macro' ELSE true END",
    ),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE (desk, region) IN (('Macro','AMER'),('Treasury','EMEA'))",
      { about: "pairs of values" },
    ),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE desk SIMILAR TO '(M|D)%'",
    ),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE desk LIKE 'M#%' ESCAPE '#'",
      { about: "LIKE with ESCAPE" },
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE desk ILIKE 'm%' ESCAPE '#'",
    ),
    processed(
      "SELECT COALESCE(a.desk, b.desk), a.n, b.n FROM (SELECT desk, COUNT(*) n FROM trade_metrics WHERE symbol = 'GLD' GROUP BY 1) a FULL OUTER JOIN (SELECT desk, COUNT(*) n FROM trade_metrics WHERE symbol = 'SLV' GROUP BY 1) b ON a.desk = b.desk",
    ),
    pushed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE trade_date IN (SELECT trade_date FROM trade_metrics GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT 3) GROUP BY 1",
    ),
    pushed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE fund_id IN (SELECT fund_id FROM trade_metrics WHERE desk = 'Macro') GROUP BY 1",
    ),
    pushed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE fund_id NOT IN (SELECT fund_id FROM trade_metrics WHERE desk = 'Macro') GROUP BY 1",
    ),
    pushed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE fund_id > (SELECT MIN(fund_id) FROM trade_metrics) GROUP BY 1",
    ),
    processed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE fund_id > ALL (SELECT fund_id FROM trade_metrics WHERE desk = 'none') GROUP BY 1",
    ),
    pushed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE desk = (SELECT desk FROM trade_metrics WHERE desk = 'none' GROUP BY 1) GROUP BY 1",
      { about: "equal to a query without rows" },
    ),
    pushed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE desk NOT IN (SELECT nullif(desk, 'Macro') FROM trade_metrics GROUP BY 1) GROUP BY 1",
      { about: "NOT IN with NULL among the values: no rows" },
    ),
    pushed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE NOT EXISTS (SELECT 1 FROM trade_metrics WHERE desk = 'none') GROUP BY 1",
    ),
    pushed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE symbol IN (SELECT constituent_symbol FROM wrapper_holdings WHERE parent_symbol = 'QQQ' UNION SELECT 'GLD') GROUP BY 1",
      { about: "among the values of a UNION" },
    ),
    pushed(
      "SELECT desk, COUNT(*) FROM trade_metrics WHERE trade_id IN (SELECT trade_id FROM trade_metrics WHERE notional > 100000) GROUP BY 1",
    ),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE extract(year from trade_date) BETWEEN 2023.5 AND 2024",
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE trade_date::date = '2024-01-02'::date + 1",
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE ts::date = ANY('{2024-01-02,2024-01-03}'::date[])",
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE ts < '2024-01-02 10:00:00.5'",
      { about: "a fraction of a second" },
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE ts BETWEEN '2023-12-19 20:59:27.5' AND '2023-12-19 20:59:28.5'",
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE ts > '2023-12-19 20:59:27.999999'",
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE trade_id = 1e2 OR trade_id = '1.2e2'",
    ),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE trade_id = 'NaN' OR trade_id < 'Infinity'",
    ),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE trade_id::text = '100'",
    ),
    processed("SELECT COUNT(*) FROM trade_metrics WHERE -trade_id < -700"),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE desk = E'Mac\\x72o' OR desk = U&'\\0044elta One'",
    ),
    processed("SELECT COUNT(*) FROM trade_metrics WHERE desk::char(3) = 'Mac'"),
    pushed("SELECT COUNT(*) FROM trade_metrics WHERE desk = 'Macro '"),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE desk::bpchar = 'Macro '",
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE desk IN ('macro', 'MACRO')",
    ),
    processed("SELECT COUNT(*) FROM trade_metrics WHERE desk ILIKE 'macro'"),
    processed("SELECT COUNT(*) FROM trade_metrics WHERE desk ILIKE 'm_cro'"),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE NOT desk ILIKE '%' OR region ILIKE ''",
    ),
    processed("SELECT COUNT(*) FROM trade_metrics WHERE book ILIKE 'MM%4'"),
    processed(
      "SELECT COUNT(*) FROM trade_metrics WHERE sector || exchange ILIKE '%energy%'",
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE ts::timestamptz >= '2024-01-02 10:00:00+02'",
    ),
    pushed(
      "SELECT COUNT(*) FROM trade_metrics WHERE ts::timestamptz BETWEEN '2024-01-02 10:00:00+02' AND '2024-01-05T00:00:00Z'",
      { about: "times with a zone" },
    ),
    pushed(
      "SELECT MEASURE(coverage), COUNT(*) FROM trade_metrics WHERE desk LIKE 'M%' AND lower(region) = 'emea'",
    ),
    pushed(
      "SELECT MEASURE(coverage) FROM trade_metrics WHERE desk LIKE 'M%' OR desk LIKE 'D%'",
    ),
    pushed(
      "SELECT MEASURE(coverage) FROM trade_metrics WHERE desk NOT LIKE 'M%'",
    ),
    pushed(
      "SELECT MEASURE(coverage) FROM trade_metrics WHERE desk LIKE 'none%'",
    ),
    pushed(
      "SELECT region, MEASURE(pnl_bps) FROM trade_metrics WHERE extract(dow from trade_date) IN (1, 5) GROUP BY 1",
      { about: "a ratio over Mondays and Fridays" },
    ),
    pushed(
      "SELECT region, MEASURE(pnl_bps) FROM trade_metrics WHERE extract(hour from ts) < 12 GROUP BY 1",
    ),
    pushed(
      "SELECT MEASURE(avg_price) FROM trade_metrics WHERE coalesce(nullif(parent_symbol, ''), 'none') <> 'none'",
    ),
    pushed(
      "SELECT MEASURE(avg_vol) FROM trade_metrics WHERE trade_id::int % 2 = 0",
    ),
    pushed(
      "SELECT MEASURE(avg_vol) FROM trade_metrics WHERE length(symbol) = 3 AND trade_date >= '2024-01-01' AND trade_date < '2024-01-08'",
    ),
    processed(
      "SELECT symbol, MEASURE(avg_vol) FROM trade_metrics WHERE CASE WHEN symbol = 'GLD' THEN true ELSE symbol LIKE 'S%' END GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3",
      { ordered: "rows" },
    ),
    processed(
      "SELECT parent_symbol, MEASURE(weight), MEASURE(holding_count) FROM wrapper_holdings WHERE holding_name LIKE '%Inc.%' GROUP BY 1",
    ),
    processed(
      "SELECT exposure_type, MEASURE(coverage) FROM trade_metrics WHERE exposure_type IN ('ETF', 'Constituent') GROUP BY 1 ORDER BY 2 NULLS FIRST",
      { ordered: "rows" },
    ),
    pushed(
      "SELECT exposure_type, MEASURE(coverage) FROM trade_metrics GROUP BY 1 ORDER BY 2 DESC NULLS LAST, 1 LIMIT 3",
      { ordered: "rows" },
    ),
    pushed(
      "SELECT exposure_type, MEASURE(coverage) c FROM trade_metrics GROUP BY 1 ORDER BY c, 1 LIMIT 4",
      { ordered: "rows" },
    ),
    processed(
      "SELECT symbol, avg_price FROM trade_metrics WHERE avg_price IS NULL AND desk = 'Treasury'",
    ),
    processed(
      "SELECT desk, AVG(avg_price) FROM (SELECT desk, avg_price FROM trade_metrics LIMIT 100000) t GROUP BY 1",
    ),
    pushed(
      "SELECT desk, MEASURE(pnl) FROM trade_metrics WHERE trade_date = (SELECT MAX(trade_date) FROM trade_metrics WHERE desk = 'Treasury') GROUP BY 1",
    ),
    pushed(
      "SELECT desk, MEASURE(coverage) FROM trade_metrics WHERE trade_date > (SELECT MIN(trade_date) FROM trade_metrics) AND trade_date < (SELECT MAX(trade_date) FROM trade_metrics) GROUP BY 1",
    ),
    pushed(
      "SELECT desk, MEASURE(coverage) FROM trade_metrics WHERE symbol IN (SELECT symbol FROM trade_metrics GROUP BY 1 HAVING MEASURE(coverage) < 0.5) GROUP BY 1",
      { about: "among the groups that HAVING keeps" },
    ),
    pushed(
      "SELECT desk, MEASURE(coverage) FROM trade_metrics WHERE NOT symbol IN (SELECT parent_symbol FROM wrapper_holdings) GROUP BY 1",
    ),
    processed(
      "SELECT desk, SUM(pnl) FROM trade_metrics GROUP BY 1 HAVING SUM(pnl) IN (SELECT MAX(p) FROM (SELECT SUM(pnl) p FROM trade_metrics GROUP BY desk) t)",
    ),
    processed(
      "SELECT desk, SUM(pnl) > ALL (SELECT SUM(pnl) FROM trade_metrics GROUP BY region) FROM trade_metrics GROUP BY 1",
      { about: "compared with all values of a query" },
    ),
    processed(
      "SELECT EXISTS (SELECT 1 FROM trade_metrics WHERE desk = 'Macro'), EXISTS (SELECT 1 FROM trade_metrics WHERE desk = 'none')",
    ),
    processed(
      "SELECT DISTINCT desk FROM trade_metrics WHERE book LIKE 'M%' ORDER BY desk",
      { ordered: "rows" },
    ),
    processed(
      "SELECT trade_id, desk FROM trade_metrics WHERE desk LIKE 'T%' AND exposure_type = 'Direct' ORDER BY trade_id LIMIT 5",
      { ordered: "rows" },
    ),
    processed(
      "SELECT desk, COUNT(*) FROM trade_metrics WHERE desk LIKE 'M%' GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
      { ordered: "rows" },
    ),
    processed(
      "SELECT desk, MEASURE(coverage) FROM trade_metrics WHERE desk LIKE 'M%' GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
      { ordered: "rows" },
    ),
    processed(
      "SELECT SUM(pnl) FROM trade_metrics WHERE desk LIKE 'M%' HAVING SUM(notional) > 1",
    ),
    processed(
      "SELECT SUM(pnl) FROM trade_metrics WHERE desk LIKE 'none%' HAVING COUNT(*) = 0",
    ),
    processed(
      "SELECT region, SUM(pnl) FROM trade_metrics WHERE desk = 'none' GROUP BY ROLLUP (1)",
    ),
  ],
};

export const CONDITION_KINDS = [VALUES];
