import {
  processed,
  pushed,
  type StatementKind,
} from "./sql-statements-types.ts";

const MEASURES: StatementKind = {
  title: "Measures",
  note: "`MEASURE(name)` takes the measure as the model defines it. `SUM`, `COUNT`, `MIN`, `MAX` and `AVG` do the same where they fit the measure. `COUNT(*)` counts rows, those of constituents too.",
  statements: [
    pushed("SELECT MEASURE(notional) FROM trade_metrics", {
      about: "one measure",
    }),
    pushed(
      "SELECT MEASURE(notional), SUM(pnl), COUNT(*), MEASURE(pnl_bps) FROM trade_metrics",
      { about: "several measures, `COUNT(*)`" },
    ),
    pushed("SELECT COUNT(*) FROM trade_metrics"),
    pushed("SELECT COUNT(1) FROM trade_metrics"),
    pushed("SELECT COUNT(row_count) FROM trade_metrics"),
    pushed(
      'SELECT "trade_metrics"."desk" AS "Desk", SUM("trade_metrics"."notional") AS "Notional" FROM "public"."trade_metrics" AS "trade_metrics" GROUP BY "trade_metrics"."desk"',
      { about: "quoted and qualified names" },
    ),
    pushed(
      "SELECT t.desk, MEASURE(t.coverage) FROM trade_metrics t GROUP BY t.desk",
      { about: "a table with another name" },
    ),
    pushed(
      "SELECT public.trade_metrics.desk d, COUNT(*) n FROM public.trade_metrics GROUP BY d",
    ),
    pushed(
      "SELECT MEASURE(delta), MEASURE(gamma), MEASURE(vega), MEASURE(theta), MEASURE(rho) FROM trade_metrics",
    ),
    pushed(
      "SELECT MEASURE(exposure), MEASURE(gross_exposure), MEASURE(delta_exposure), MEASURE(margin), MEASURE(fees), MEASURE(quantity), MEASURE(trade_count) FROM trade_metrics",
    ),
    pushed(
      "SELECT exposure_type, MEASURE(look_through_notional), MEASURE(via_wrapper_notional), MEASURE(unmapped_notional) FROM trade_metrics GROUP BY 1",
    ),
    pushed(
      "SELECT region, MEASURE(avg_price), MEASURE(fee_bps), MEASURE(slippage_bps), MEASURE(avg_trade_size), MEASURE(avg_vol), MEASURE(avg_rate), MEASURE(look_through_pnl_bps), MEASURE(coverage) FROM trade_metrics GROUP BY region",
      { about: "ratios" },
    ),
    pushed(
      "SELECT desk, MEASURE(symbol_count), MEASURE(book_count), MEASURE(counterparty_count), MEASURE(active_days) FROM trade_metrics GROUP BY desk",
      { about: "counts of different values" },
    ),
    pushed(
      "SELECT COUNT(DISTINCT symbol_count), MEASURE(active_days) FROM trade_metrics",
    ),
    pushed(
      "SELECT exposure_type, MEASURE(holding_count), MEASURE(symbol_count) FROM trade_metrics GROUP BY 1",
      {
        plain: `SELECT exposure_type, count(DISTINCT CASE WHEN exposure_type IN ('Direct', 'Constituent') THEN underlying_symbol END), MEASURE(symbol_count) FROM trade_metrics GROUP BY 1`,
      },
    ),
    pushed(
      "SELECT trade_week, MEASURE(symbol_count) FROM trade_metrics GROUP BY 1 HAVING MEASURE(symbol_count) > 3 ORDER BY 1 DESC",
      { ordered: "rows" },
    ),
    pushed(
      "SELECT exposure_type, symbol, symbol_count, book_count FROM trade_metrics WHERE desk = 'Macro' AND symbol IN ('SPY', 'AAPL')",
      {
        plain: `SELECT exposure_type, symbol, CASE WHEN symbol_count IS NOT NULL THEN 1::int8 END AS symbol_count, CASE WHEN book_count IS NOT NULL THEN 1::int8 END AS book_count FROM trade_metrics WHERE desk = 'Macro' AND symbol IN ('SPY', 'AAPL')`,
      },
    ),
    pushed(
      "SELECT SUM(avg_price), MIN(avg_price), AVG(pnl_bps) FROM trade_metrics",
      {
        plain:
          "SELECT MEASURE(avg_price) AS sum, MEASURE(avg_price) AS min, MEASURE(pnl_bps) AS avg FROM trade_metrics",
      },
    ),
    pushed(
      "SELECT MEASURE(notional) AS n, MEASURE(notional) AS again FROM trade_metrics",
    ),
    pushed("SELECT desk, MEASURE(pnl), desk FROM trade_metrics GROUP BY desk"),
    pushed(
      "SELECT date_trunc('day', trade_date) AS day, MEASURE(cumulative_pnl) FROM trade_metrics WHERE trade_date BETWEEN '2024-01-02' AND '2024-01-10' GROUP BY 1",
      {
        about: "a cumulative measure, by periods of a range",
        plain:
          "SELECT d AS day, (SELECT sum(pnl) FROM trade_metrics WHERE trade_date <= d) FROM generate_series('2024-01-02'::timestamp, '2024-01-10', '1 day') d",
      },
    ),
  ],
};

const GROUPS: StatementKind = {
  title: "Groups and periods",
  note: "Group by columns, or by `date_trunc` of a time: second, minute, hour, day, week (from Monday), month, quarter, year.",
  statements: [
    pushed("SELECT desk, MEASURE(pnl) FROM trade_metrics GROUP BY desk", {
      about: "one column",
    }),
    pushed(
      "SELECT desk, book, strategy, MEASURE(pnl) FROM trade_metrics GROUP BY 1, 2, 3",
      { about: "several columns" },
    ),
    pushed(
      "SELECT fund_id, portfolio_manager_id, MEASURE(pnl) FROM trade_metrics GROUP BY 1, 2",
    ),
    pushed(
      "SELECT side, MEASURE(exposure), MEASURE(look_through_exposure) FROM trade_metrics GROUP BY 1",
    ),
    pushed(
      "SELECT account_id, order_id, trade_id, portfolio_id FROM trade_metrics GROUP BY 1, 2, 3, 4",
    ),
    pushed(
      "SELECT sector, exchange, instrument_name, instrument_type, currency FROM trade_metrics GROUP BY 1, 2, 3, 4, 5",
    ),
    pushed(
      "SELECT underlying_name, underlying_sector, underlying_asset_class, parent_symbol, MEASURE(look_through_pnl) FROM trade_metrics GROUP BY 1, 2, 3, 4",
    ),
    pushed(
      "SELECT trade_year, trade_quarter, trade_month, trade_day, COUNT(*) FROM trade_metrics GROUP BY 1, 2, 3, 4",
    ),
    pushed(
      "SELECT counterparty, risk_bucket, scenario, venue, country, COUNT(*) FROM trade_metrics GROUP BY 1, 2, 3, 4, 5",
    ),
    pushed("SELECT trade_date, MEASURE(pnl) FROM trade_metrics GROUP BY 1"),
    pushed("SELECT ts, COUNT(*) FROM trade_metrics GROUP BY ts"),
    pushed(
      "SELECT date_trunc('month', trade_date) AS month, MEASURE(pnl) FROM trade_metrics GROUP BY 1",
      { about: "by month" },
    ),
    pushed(
      "SELECT DATE_TRUNC('week', trade_date), MEASURE(coverage) FROM trade_metrics GROUP BY 1",
    ),
    pushed(
      "SELECT date_trunc('day', trade_date), SUM(pnl) FROM trade_metrics GROUP BY 1",
    ),
    pushed(
      "SELECT date_trunc('year', trade_date), COUNT(*) FROM trade_metrics GROUP BY 1",
    ),
    pushed(
      "SELECT date_trunc('quarter', trade_date::timestamp), MEASURE(pnl) FROM trade_metrics GROUP BY 1",
      { about: "by quarter, with a cast that changes nothing" },
    ),
    pushed(
      "SELECT date_trunc('hour', ts), MEASURE(avg_vol) FROM trade_metrics GROUP BY 1",
    ),
    pushed(
      "SELECT date_trunc('minute', ts), COUNT(*) FROM trade_metrics WHERE desk = 'Macro' GROUP BY 1",
    ),
    pushed(
      "SELECT date_trunc('second', ts), COUNT(*) FROM trade_metrics WHERE desk = 'Treasury' GROUP BY 1",
    ),
    pushed(
      "SELECT date_trunc('month', trade_date), date_trunc('week', trade_date), desk, MEASURE(pnl_bps) FROM trade_metrics GROUP BY 1, 2, desk",
    ),
    pushed(
      "SELECT date_trunc('month', trade_date), date_trunc('hour', ts), COUNT(*) FROM trade_metrics GROUP BY 1, 2",
    ),
    pushed("SELECT MEASURE(pnl) FROM trade_metrics GROUP BY desk"),
    pushed("SELECT desk FROM trade_metrics GROUP BY desk, region"),
    processed(
      "SELECT trade_date::date, MEASURE(coverage) FROM trade_metrics GROUP BY 1",
      {
        about: "by day, as a date",
      },
    ),
    processed(
      "SELECT date_trunc('day', ts)::date, COUNT(*) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT date(ts), MEASURE(avg_price) FROM trade_metrics GROUP BY 1",
    ),
    processed(
      "SELECT extract(year from trade_date), MEASURE(coverage) FROM trade_metrics GROUP BY 1",
      {
        about: "by year, as a number",
      },
    ),
    processed(
      "SELECT date_trunc('month', trade_date::timestamptz), MEASURE(pnl) FROM trade_metrics GROUP BY 1",
    ),
    processed("SELECT 'all' AS k, SUM(pnl) FROM trade_metrics GROUP BY 1"),
    processed(
      "SELECT 'all' AS k, desk, SUM(pnl) FROM trade_metrics GROUP BY 1, 2",
    ),
  ],
};

export const GROUP_KINDS = [MEASURES, GROUPS];
