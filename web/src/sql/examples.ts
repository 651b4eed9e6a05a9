interface Example {
  title: string;
  text: string;
}

/** Statements to start from: one for each thing that the SQL API does. */
export const EXAMPLES: readonly Example[] = [
  {
    title: "Notional and P&L by desk",
    text: `SELECT desk, MEASURE(notional) AS notional, MEASURE(pnl) AS pnl, MEASURE(pnl_bps) AS pnl_bps
FROM trade_metrics
GROUP BY desk
ORDER BY notional DESC`,
  },
  {
    title: "P&L by day, and running",
    text: `SELECT date_trunc('day', trade_date) AS day,
       MEASURE(pnl) AS pnl,
       sum(MEASURE(pnl)) OVER (ORDER BY date_trunc('day', trade_date)) AS running_pnl
FROM trade_metrics
GROUP BY 1
ORDER BY 1`,
  },
  {
    title: "What is held through ETFs",
    text: `SELECT underlying_symbol,
       MEASURE(look_through_notional) AS held,
       MEASURE(via_wrapper_notional) AS via_wrappers
FROM trade_metrics
GROUP BY 1
HAVING MEASURE(via_wrapper_notional) <> 0
ORDER BY via_wrappers DESC
LIMIT 20`,
  },
  {
    title: "Best and worst book of each desk",
    text: `WITH books AS (
  SELECT desk, book, MEASURE(pnl) AS pnl
  FROM trade_metrics
  GROUP BY 1, 2
)
SELECT desk, book, pnl
FROM (
  SELECT books.*,
         rank() OVER (PARTITION BY desk ORDER BY pnl DESC) AS best,
         rank() OVER (PARTITION BY desk ORDER BY pnl) AS worst
  FROM books
) AS ranked
WHERE best = 1 OR worst = 1
ORDER BY desk, pnl DESC`,
  },
  {
    title: "The largest trades, row by row",
    text: `SELECT ts, trade_id, desk, book, symbol, venue, notional
FROM trade_metrics_raw
ORDER BY notional DESC
LIMIT 100`,
  },
  {
    title: "How a statement is answered",
    text: `EXPLAIN SELECT desk, MEASURE(notional)
FROM trade_metrics
WHERE trade_date >= '2024-01-08'
GROUP BY desk`,
  },
  {
    title: "Tables and columns",
    text: `SELECT table_name, column_name, data_type
FROM information_schema.columns
WHERE table_schema = 'public'
ORDER BY table_name, ordinal_position`,
  },
];
