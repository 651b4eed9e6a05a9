import {
  processed,
  pushed,
  type StatementKind,
} from "./sql-statements-types.ts";

const HALVES: StatementKind = {
  title: "Ratios beside what is counted",
  note: "A ratio is asked for by whole groups, aggregates over columns and FILTER by parts of them: two queries to Cube, whose rows Postgres joins.",
  statements: [
    processed(
      "SELECT COUNT(DISTINCT symbol), MEASURE(pnl_bps), MIN(ts), MAX(trade_id) FROM trade_metrics",
      { about: "a ratio and a count of different values" },
    ),
    processed(
      "SELECT desk, COUNT(DISTINCT symbol) AS symbols, MEASURE(pnl_bps), COUNT(*) FROM trade_metrics GROUP BY 1",
      { about: "the same by group" },
    ),
    processed(
      "SELECT date_trunc('month', trade_date), exposure_type, MAX(desk), MEASURE(coverage) FROM trade_metrics WHERE trade_date >= '2023-12-22' GROUP BY 1, 2",
      { rollup: true },
    ),
    processed(
      "SELECT region, MEASURE(pnl_bps), SUM(pnl) FILTER (WHERE desk = 'Macro') FROM trade_metrics GROUP BY region",
      { about: "a ratio and a conditional sum" },
    ),
    processed(
      "SELECT book, MEASURE(avg_price), COUNT(DISTINCT symbol) n FROM trade_metrics GROUP BY 1 HAVING COUNT(DISTINCT symbol) > 5 AND book <> 'MM-04' ORDER BY n DESC, 1 LIMIT 4",
      { ordered: "rows" },
    ),
    processed(
      "SELECT desk, COUNT(DISTINCT book) FROM trade_metrics GROUP BY 1 HAVING MEASURE(pnl_bps) > 0 AND COUNT(*) > 3",
    ),
    processed(
      "SELECT symbol, MEASURE(pnl_bps) / COUNT(DISTINCT desk), rank() OVER (ORDER BY COUNT(DISTINCT desk) DESC, symbol) FROM trade_metrics WHERE trade_id < 500 GROUP BY 1",
    ),
    processed(
      "SELECT COUNT(DISTINCT desk), MEASURE(pnl_bps) FROM trade_metrics WHERE symbol = 'none' HAVING COUNT(*) > 0",
    ),
    processed(
      "SELECT desk, MEASURE(symbol_count), MIN(symbol) FROM trade_metrics WHERE desk LIKE 'M%' GROUP BY desk",
    ),
    processed(
      "SELECT AVG(n), MAX(b) FROM (SELECT region, COUNT(DISTINCT desk) n, MEASURE(pnl_bps) b FROM trade_metrics GROUP BY 1) t",
    ),
    pushed(
      "SELECT desk, MEASURE(coverage) FROM trade_metrics WHERE symbol = 'GLD' OR symbol IN (SELECT parent_symbol FROM wrapper_holdings) GROUP BY 1",
      { about: "a ratio under a subquery within OR" },
    ),
    pushed(
      "SELECT MEASURE(pnl_bps) FROM trade_metrics WHERE NOT (desk LIKE 'M%' OR desk IN (SELECT desk FROM trade_metrics GROUP BY 1 ORDER BY MEASURE(pnl) LIMIT 1))",
    ),
  ],
};

const CONDITIONAL: StatementKind = {
  title: "Conditional sums as tools write them",
  note: "CASE within an aggregate is FILTER.",
  statements: [
    processed(
      "SELECT SUM(CASE WHEN desk = 'Macro' THEN 1 ELSE 0.0 END) AS \"CountIf\" FROM trade_metrics",
      { about: "Metabase's CountIf" },
    ),
    processed(
      "SELECT region, SUM(CASE WHEN desk = 'Macro' THEN notional ELSE 0.0 END), SUM(CASE WHEN desk = 'none' THEN 1 ELSE 0.0 END) FROM trade_metrics GROUP BY 1",
      { about: "Metabase's SumIf" },
    ),
    processed(
      "SELECT CAST(SUM(CASE WHEN desk = 'Macro' THEN 1 ELSE 0.0 END) AS DOUBLE PRECISION) / CAST(COUNT(*) AS DOUBLE PRECISION) FROM trade_metrics",
      { about: "Metabase's Share" },
    ),
    processed(
      "SELECT desk, COUNT(CASE WHEN symbol = 'SPY' THEN row_count END), SUM(1.0) FROM trade_metrics GROUP BY 1",
      {
        about: "a measure that counts, under a condition",
        plain:
          "SELECT desk, COUNT(*) FILTER (WHERE symbol = 'SPY'), SUM(1.0) FROM trade_metrics GROUP BY 1",
      },
    ),
    pushed(
      "SELECT desk, COUNT(*) FROM trade_metrics WHERE symbol = 'SPY' OR symbol = 'GLD' OR desk = 'Macro' OR symbol = 'SLV' GROUP BY 1",
      { about: "many values by OR" },
    ),
  ],
};

export const BESIDE_KINDS = [HALVES, CONDITIONAL];
