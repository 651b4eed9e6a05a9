/**
 * Columns that a small dictionary describes, by what chooses the entry: all the
 * columns of one key share one index per row.
 */
export const TEXT_COLUMNS = {
  portfolio_manager_id: "leaf",
  fund_id: "leaf",
  portfolio_id: "leaf",
  account_id: "leaf",
  desk: "leaf",
  book: "leaf",
  strategy: "leaf",
  region: "venue",
  country: "venue",
  venue: "venue",
  asset_class: "position",
  product: "position",
  instrument_type: "position",
  symbol: "position",
  underlying_symbol: "position",
  parent_symbol: "position",
  exposure_type: "position",
  currency: "position",
  counterparty: "counterparty",
  risk_bucket: "riskBucket",
  scenario: "scenario",
} as const;

/**
 * Columns of numbers and their decimals. Values are kept as whole multiples of
 * the last decimal (cents for money), so arithmetic and text are exact.
 *
 * metric_1 … metric_7 are amounts in the trade's currency and are split by
 * weight; metric_8 … metric_14 describe the trade and are copied:
 *  1 value at risk, 95 %, one day      8 share of the order filled, 0 … 1
 *  2 expected shortfall, 97.5 %        9 time to execution, milliseconds
 *  3 funding cost per day             10 share of the venue's volume, 0 … 1
 *  4 spread cost                      11 liquidity score, 0 … 100
 *  5 loss if the price falls 10 %     12 days to liquidate
 *  6 capital charge                   13 confidence of the signal, 0 … 1
 *  7 hedged amount                    14 conviction, -1 … 1
 */
export const DECIMAL_COLUMNS = {
  trade_id: 0,
  order_id: 0,
  quantity: 6,
  price: 2,
  notional: 2,
  pnl: 2,
  delta: 4,
  gamma: 6,
  vega: 4,
  theta: 4,
  rho: 4,
  margin: 2,
  fees: 2,
  slippage: 6,
  vol: 4,
  rate: 4,
  exposure: 2,
  weight: 4,
  metric_1: 2,
  metric_2: 2,
  metric_3: 2,
  metric_4: 2,
  metric_5: 2,
  metric_6: 2,
  metric_7: 2,
  metric_8: 2,
  metric_9: 0,
  metric_10: 4,
  metric_11: 1,
  metric_12: 2,
  metric_13: 2,
  metric_14: 2,
} as const;

export type TextColumn = keyof typeof TEXT_COLUMNS;
export type DecimalColumn = keyof typeof DECIMAL_COLUMNS;
export type Slot = (typeof TEXT_COLUMNS)[TextColumn];

export const SLOTS = [...new Set(Object.values(TEXT_COLUMNS))];
export const DECIMAL_NAMES = Object.keys(DECIMAL_COLUMNS) as DecimalColumn[];

/** The 55 columns of a trade in CSV order; sql/020_trades_1d.sql has the same. */
export const COLUMNS: readonly string[] = [
  "trade_date",
  "ts",
  ...Object.keys(TEXT_COLUMNS),
  ...DECIMAL_NAMES,
];

/** Entries of every text column, by the index of its slot. */
export type Dictionaries = Record<TextColumn, readonly string[]>;
