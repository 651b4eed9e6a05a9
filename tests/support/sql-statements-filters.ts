import {
  processed,
  pushed,
  type Statement,
  type StatementKind,
} from "./sql-statements-types.ts";

type Details = Omit<Statement, "sql" | "answered">;

/** Rows counted under a condition. */
const where = (condition: string, details?: Details) =>
  pushed(
    `SELECT COUNT(*), MEASURE(pnl) FROM trade_metrics WHERE ${condition}`,
    details,
  );
const whereAfterwards = (condition: string, details?: Details) =>
  processed(
    `SELECT COUNT(*), SUM(pnl) FROM trade_metrics WHERE ${condition}`,
    details,
  );

const TEXT: StatementKind = {
  title: "Filters on text, numbers and truth values",
  note: "Comparisons with constants are filters of Cube, `ILIKE` too. `LIKE`, which minds upper and lower case, and other conditions are looked at again in Postgres; ratios are then asked for with the values of the column that hold, which are read before.",
  statements: [
    where("desk = 'Macro'", { about: "equal" }),
    where("desk <> 'Macro'", { about: "not equal" }),
    where("desk != 'Macro' AND region = 'EMEA'"),
    where("'Macro' = desk"),
    where("desk IN ('Macro', 'Treasury')", { about: "one of several" }),
    where("desk NOT IN ('Macro', 'Treasury', 'none')"),
    where("desk IN ('Macro', NULL)"),
    whereAfterwards("desk NOT IN ('Macro', NULL)"),
    where("desk = ANY(ARRAY['Macro', 'Delta One'])", {
      about: "one of an array",
    }),
    where("desk <> ALL(ARRAY['Macro', 'Delta One'])"),
    where(`desk = ANY('{Macro,"Delta One"}')`),
    where("desk IS NULL OR region IS NOT NULL"),
    where("desk IS DISTINCT FROM 'Macro'"),
    where("desk IS NOT DISTINCT FROM 'Macro'"),
    where("NOT (desk = 'Macro' OR region = 'AMER')", { about: "AND, OR, NOT" }),
    where("NOT (desk = 'Macro' AND region = 'AMER')"),
    where(
      "(desk = 'Macro' AND region = 'AMER') OR (desk = 'Treasury' AND NOT region IN ('EMEA'))",
    ),
    where("desk ILIKE '%MA%'", { about: "contains, whatever the case" }),
    where("desk ILIKE 'ma%' OR symbol ILIKE '%y'"),
    where("desk NOT ILIKE '%ma%' AND book ILIKE 'MM-%'"),
    where("desk ILIKE '%\\%%' OR desk ILIKE '%one'"),
    where("counterparty ILIKE '%o''b%' OR counterparty = 'Alder Bank'"),
    where("parent_symbol = ''"),
    where("parent_symbol <> ''"),
    where("fund_id = 100801", { about: "equal to a number" }),
    where("fund_id <> 100801 AND portfolio_manager_id > 5"),
    where("trade_id BETWEEN 100 AND 250.5", { about: "between" }),
    where("trade_id NOT BETWEEN '100' AND 50 + 200"),
    where("trade_id < 100 OR trade_id >= 700"),
    where("portfolio_manager_id IN (2, 5.0, 8)"),
    where("portfolio_manager_id = ANY('{2,5}'::int[])"),
    where("(desk = 'Macro') = true"),
    where("(desk = 'Macro') IS NOT TRUE"),
    where("1 = 1 AND (1 = 2 OR desk = 'Macro')"),
    where("desk = 'none'", { about: "a value that does not occur" }),
    whereAfterwards("1 = 0"),
    whereAfterwards("desk = NULL"),
    where("desk = 'Robert''); DROP TABLE trades; --'"),
    where("desk = '${1}' OR desk = '`x`' OR desk = 'Macro'"),
    where("desk = lower('MACRO') OR desk = 'Tre' || 'asury'"),
    processed(
      "SELECT desk, COUNT(*) FROM trade_metrics WHERE 1 = 0 GROUP BY 1",
    ),
    pushed(
      "SELECT symbol, is_composite FROM instrument_reference WHERE is_composite",
      { about: "a column of truth values" },
    ),
    pushed(
      "SELECT MEASURE(instrument_count) FROM instrument_reference WHERE NOT is_composite",
    ),
    pushed(
      "SELECT asset_class, MEASURE(instrument_count) FROM instrument_reference WHERE is_composite = false GROUP BY 1",
    ),
    pushed(
      "SELECT COUNT(*) FROM instrument_reference WHERE is_composite IS NOT TRUE",
    ),
    whereAfterwards("desk LIKE 'Ma%'", { about: "LIKE" }),
    whereAfterwards("desk LIKE 'ma%'"),
    whereAfterwards("desk NOT LIKE '%a%'"),
    whereAfterwards("book LIKE 'M_-0_'"),
    whereAfterwards("desk ~ '^[MD]'", { about: "a regular expression" }),
    whereAfterwards("lower(desk) = 'macro'", {
      about: "a function of a column",
    }),
    whereAfterwards("length(symbol) = 3"),
    whereAfterwards("symbol = underlying_symbol", { about: "two columns" }),
    where("desk > 'Macro' AND desk <= 'Relative Value'", {
      about: "greater than a text",
    }),
    whereAfterwards("desk LIKE 'M%' OR region = 'EMEA'"),
    whereAfterwards("coalesce(nullif(parent_symbol, ''), 'none') = 'none'"),
    pushed("SELECT MEASURE(coverage) FROM trade_metrics WHERE desk LIKE 'M%'", {
      about: "LIKE, for a ratio",
    }),
    pushed("SELECT MEASURE(coverage) FROM trade_metrics WHERE desk ~ '^M'"),
    processed(
      "SELECT desk, MEASURE(pnl_bps) FROM trade_metrics WHERE desk LIKE 'M%' GROUP BY 1",
    ),
    processed(
      "SELECT desk, symbol, MEASURE(coverage) FROM trade_metrics WHERE length(desk) > length(symbol) + 1 GROUP BY 1, 2",
    ),
  ],
};

const TIME: StatementKind = {
  title: "Filters on time",
  note: "Bounds of a time become one date range, which rollups and partitions use. `CURRENT_DATE`, `now()` and intervals are computed first.",
  statements: [
    where("trade_date >= '2024-01-01' AND trade_date < '2024-02-01'", {
      about: "from, and before",
    }),
    where("trade_date BETWEEN '2023-12-22' AND '2024-01-05'", {
      about: "between two days",
    }),
    where("trade_date = '2024-01-02'", { about: "one day" }),
    where("trade_date <> '2024-01-02'"),
    where("trade_date < '2024-01-02'"),
    where("trade_date <= '2024-01-02'"),
    where("trade_date > '2024-01-02'"),
    where(
      "trade_date >= '2024-01-02'::date AND trade_date < '2024-01-09'::timestamp",
    ),
    where("trade_date > '2024-01-01' AND trade_date <= '2024-01-05'"),
    where("trade_date NOT BETWEEN '2023-12-22' AND '2024-01-05'"),
    where("trade_date IN ('2023-12-22', '2024-01-05')"),
    where("trade_date NOT IN ('2023-12-22', '2024-01-05')"),
    where("trade_date < '2023-12-22' OR trade_date >= '2024-01-10'"),
    where("NOT (trade_date >= '2023-12-22' AND trade_date < '2024-01-10')"),
    whereAfterwards("trade_date >= '2024-02-01' AND trade_date < '2024-01-01'"),
    where("ts >= '2023-12-22 08:00:00' AND ts < '2023-12-22 16:30:00'"),
    where("ts > '2023-12-19 20:59:28'"),
    where("ts <= '2023-12-19 20:59:28'"),
    where("ts BETWEEN '2023-12-19 19:24:21' AND '2023-12-19 20:59:28'"),
    where("ts = '2023-12-19 20:59:28'"),
    where("ts > '2023-12-29' AND ts <= '2024-01-03'"),
    whereAfterwards("ts < 'infinity'"),
    where("date_trunc('month', trade_date) = '2024-01-01'", {
      about: "a month",
    }),
    whereAfterwards("date_trunc('month', trade_date) = '2024-01-02'"),
    where("date_trunc('month', trade_date) <> '2024-01-01'"),
    where(
      "date_trunc('week', trade_date) > '2023-12-25' AND date_trunc('day', trade_date) <= '2024-01-09'",
    ),
    where("trade_date::date BETWEEN '2023-12-27' AND '2023-12-29'"),
    where("extract(year from trade_date) = 2023", { about: "a year" }),
    where("date_part('year', trade_date) > 2023"),
    where("extract(year from ts) IN (2022, 2024)"),
    where(
      "trade_date < date_trunc('month', '2024-01-15'::timestamp) + interval '3 days'",
    ),
    where("trade_date < CURRENT_DATE - interval '7 days'", {
      about: "relative to today",
    }),
    where("ts >= now() - interval '7 days' OR ts < now() - interval '1 year'"),
    where(
      "trade_month = '2024-01' AND trade_quarter = '2024-Q1' AND trade_year = '2024'",
    ),
    pushed(
      "SELECT date_trunc('week', trade_date), MEASURE(pnl_bps) FROM trade_metrics WHERE trade_date >= '2023-12-20' AND trade_date < '2024-01-10' GROUP BY 1",
    ),
    pushed(
      "SELECT desk, MEASURE(notional), MEASURE(pnl_bps) FROM trade_metrics WHERE trade_date >= '2024-01-02' GROUP BY 1",
      { about: "from a day on", rollup: true },
    ),
    pushed(
      "SELECT date_trunc('month', trade_date), MEASURE(coverage), COUNT(*) FROM trade_metrics WHERE trade_date < '2024-01-02' GROUP BY 1",
      { about: "before a day", rollup: true },
    ),
    pushed(
      "SELECT MEASURE(pnl_bps) FROM trade_metrics WHERE trade_date > '2024-01-02' AND desk = 'Macro'",
      { rollup: true },
    ),
    pushed(
      "SELECT DISTINCT region FROM trade_metrics WHERE trade_date <= '2023-12-22'",
    ),
    pushed(
      "SELECT symbol, SUM(pnl) FROM trade_metrics WHERE NOT date_trunc('week', trade_date) > '2023-12-25' GROUP BY 1 HAVING COUNT(*) > 3",
      { rollup: true },
    ),
    processed(
      "SELECT upper(desk), SUM(pnl) FROM trade_metrics WHERE trade_date >= '2024-01-02' GROUP BY 1",
      { rollup: true },
    ),
    pushed(
      "SELECT parent_symbol, MEASURE(holding_count), MEASURE(weight) FROM wrapper_holdings WHERE effective_date <= '2024-01-01' AND expiry_date > '2024-01-01' GROUP BY 1",
    ),
    whereAfterwards("extract(month from trade_date) = 1", {
      about: "a month of any year",
    }),
    whereAfterwards("extract(dow from ts) IN (1, 5)"),
    whereAfterwards("ts - trade_date < interval '8 hours'"),
    processed(
      "SELECT date_trunc('month', trade_date), SUM(pnl) FROM trade_metrics WHERE extract(day from trade_date) < 10 GROUP BY 1",
    ),
  ],
};

const SUBQUERIES: StatementKind = {
  title: "Filters by another query",
  note: "The inner query is run first; its values become a filter.",
  statements: [
    pushed(
      "SELECT book, MEASURE(pnl_bps) FROM trade_metrics WHERE desk IN (SELECT desk FROM trade_metrics GROUP BY 1 ORDER BY MEASURE(notional) DESC, 1 LIMIT 3) GROUP BY 1",
      { about: "the members of a top list" },
    ),
    pushed(
      "SELECT desk, MEASURE(coverage) FROM trade_metrics WHERE symbol IN (SELECT parent_symbol FROM wrapper_holdings GROUP BY 1) GROUP BY 1",
    ),
    pushed(
      "SELECT desk, MEASURE(coverage) FROM trade_metrics WHERE symbol NOT IN (SELECT symbol FROM instrument_reference WHERE is_composite) GROUP BY 1",
    ),
    pushed(
      "SELECT desk, SUM(pnl) FROM trade_metrics WHERE symbol IN (SELECT symbol FROM instrument_reference WHERE symbol = 'none') GROUP BY 1",
    ),
    pushed(
      "SELECT SUM(pnl), COUNT(*) FROM trade_metrics WHERE trade_date = (SELECT MAX(trade_date) FROM trade_metrics)",
      { about: "the last day" },
    ),
    pushed(
      "SELECT desk, MEASURE(pnl) FROM trade_metrics GROUP BY 1 HAVING MEASURE(pnl) > (SELECT AVG(p) FROM (SELECT desk, MEASURE(pnl) p FROM trade_metrics GROUP BY 1) t)",
      { about: "above the average" },
    ),
    processed(
      "SELECT desk, MEASURE(pnl) / (SELECT MEASURE(pnl) FROM trade_metrics) FROM trade_metrics GROUP BY 1",
      { about: "a share of the total" },
    ),
    pushed(
      "SELECT desk, COUNT(*) FROM trade_metrics WHERE EXISTS (SELECT 1 FROM instrument_reference WHERE is_composite) GROUP BY 1",
    ),
  ],
};

export const FILTER_KINDS = [TEXT, TIME, SUBQUERIES];
