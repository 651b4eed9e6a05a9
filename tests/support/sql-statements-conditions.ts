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
  ],
};

export const CONDITION_KINDS = [VALUES];
