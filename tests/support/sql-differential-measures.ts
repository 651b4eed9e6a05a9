/**
 * What each measure of the view is over the rows of `trade_metrics` in a plain
 * Postgres, said apart from the model. Rows carry the amount that a measure counts of
 * them in a column of its name.
 */

const TRADED = "exposure_type <> 'Constituent'";
const HELD = "exposure_type IN ('Direct', 'Constituent')";
const VIA = "exposure_type = 'Constituent'";

const amount = (when: string, sql: string) =>
  `CASE WHEN ${when} THEN ${sql} ELSE 0 END`;
const unmapped = (sql: string) =>
  `CASE exposure_type WHEN 'Constituent' THEN -${sql} WHEN 'Direct' THEN 0 ELSE ${sql} END`;

/** Amounts of a row, over the columns of the fact table. */
export const AMOUNTS: Record<string, string> = {
  trade_count: amount(TRADED, "1"),
  quantity: amount(TRADED, "quantity"),
  notional: amount(TRADED, "notional"),
  pnl: amount(TRADED, "pnl"),
  exposure: amount(TRADED, "exposure"),
  gross_exposure: amount(TRADED, "abs(exposure)"),
  long_exposure: amount(TRADED, "greatest(exposure, 0)"),
  short_exposure: amount(TRADED, "greatest(-exposure, 0)"),
  fees: amount(TRADED, "fees"),
  margin: amount(TRADED, "margin"),
  slippage_cost: amount(TRADED, "notional * slippage"),
  delta_exposure: amount(TRADED, "delta * exposure"),
  delta: amount(TRADED, "delta"),
  gamma: amount(TRADED, "gamma"),
  vega: amount(TRADED, "vega"),
  theta: amount(TRADED, "theta"),
  rho: amount(TRADED, "rho"),
  look_through_notional: amount(HELD, "notional"),
  look_through_pnl: amount(HELD, "pnl"),
  look_through_exposure: amount(HELD, "exposure"),
  look_through_gross_exposure: amount(HELD, "abs(exposure)"),
  look_through_long_exposure: amount(HELD, "greatest(exposure, 0)"),
  look_through_short_exposure: amount(HELD, "greatest(-exposure, 0)"),
  via_wrapper_notional: amount(VIA, "notional"),
  via_wrapper_pnl: amount(VIA, "pnl"),
  via_wrapper_exposure: amount(VIA, "exposure"),
  via_wrapper_gross_exposure: amount(VIA, "abs(exposure)"),
  via_wrapper_long_exposure: amount(VIA, "greatest(exposure, 0)"),
  via_wrapper_short_exposure: amount(VIA, "greatest(-exposure, 0)"),
  unmapped_notional: unmapped("notional"),
  unmapped_pnl: unmapped("pnl"),
  unmapped_exposure: unmapped("exposure"),
  unmapped_gross_exposure: unmapped("abs(exposure)"),
  unmapped_long_exposure: unmapped("greatest(exposure, 0)"),
  unmapped_short_exposure: unmapped("greatest(-exposure, 0)"),
  vol: amount(TRADED, "vol"),
  rate: amount(TRADED, "rate"),
};

/** What a row adds to the different values that a measure counts, as text. */
export const COUNTED: Record<string, string> = {
  symbol_count: `CASE WHEN ${TRADED} THEN f.symbol END`,
  book_count: `CASE WHEN ${TRADED} THEN book END`,
  counterparty_count: `CASE WHEN ${TRADED} THEN counterparty END`,
  active_days: `CASE WHEN ${TRADED} THEN trade_date::text END`,
};

interface Ratio {
  numerator: string;
  denominator: string;
  scale: number;
}

const ratio = (numerator: string, denominator: string, scale = 1): Ratio => ({
  numerator,
  denominator,
  scale,
});

export const RATIOS: Record<string, Ratio> = {
  avg_price: ratio("notional", "quantity"),
  pnl_bps: ratio("pnl", "notional", 10_000),
  fee_bps: ratio("fees", "notional", 10_000),
  slippage_bps: ratio("slippage_cost", "notional", 10_000),
  avg_trade_size: ratio("notional", "trade_count"),
  avg_vol: ratio("vol", "trade_count"),
  avg_rate: ratio("rate", "trade_count"),
  look_through_pnl_bps: ratio(
    "look_through_pnl",
    "look_through_notional",
    10_000,
  ),
  coverage: ratio("look_through_notional", "notional"),
};

/** Measures of the other views, which count rows or sum a column. */
const COUNTS = new Set(["row_count", "instrument_count", "holding_count"]);

/** The statement with an aggregate over rows in place of MEASURE(…). */
export const overRows = (sql: string): string =>
  sql.replaceAll(
    /\bmeasure\(\s*((?:"?\w+"?\.)*)"?(\w+)"?\s*\)/gi,
    (_, table: string, name: string) => aggregate(table, name),
  );

function aggregate(table: string, name: string): string {
  if (COUNTS.has(name)) return "count(*)";
  if (name in COUNTED) return `count(DISTINCT ${table}${name})`;
  const of = RATIOS[name];
  if (of === undefined) return `sum(${table}${name})`;
  const { numerator, denominator, scale } = of;
  return `(${scale} * sum(${table}${numerator}) / nullif(sum(${table}${denominator}), 0))`;
}
