-- Organisation x instrument, one row per day. Columns carry the names of the fact table, so the same expression reads either.
CREATE TABLE IF NOT EXISTS {{database}}.trades_1d_rollup {{on_cluster}}
(
    trade_date Date COMMENT 'Trading day',
    exposure_type LowCardinality(String) COMMENT 'Direct, ETF, ETC or Constituent',
    portfolio_manager_id UInt32 COMMENT 'Portfolio manager, root of the organisation tree',
    fund_id UInt32 COMMENT 'Fund; belongs to one portfolio manager',
    portfolio_id UInt64 COMMENT 'Portfolio; belongs to one fund',
    desk LowCardinality(String) COMMENT 'Trading desk',
    book LowCardinality(String) COMMENT 'Trading book; belongs to one desk',
    strategy LowCardinality(String) COMMENT 'Trading strategy',
    asset_class LowCardinality(String) COMMENT 'Asset class of symbol',
    product LowCardinality(String) COMMENT 'Product type of symbol; has one asset class',
    symbol LowCardinality(String) COMMENT 'What was traded; on a Constituent row the wrapper',
    underlying_symbol LowCardinality(String) COMMENT 'What is held: symbol itself, on a Constituent row the holding',
    trade_count SimpleAggregateFunction(sum, UInt64) COMMENT 'Fact rows',
    quantity SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of quantity',
    notional SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of notional',
    pnl SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of pnl',
    fees SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of fees',
    margin SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of margin',
    slippage_cost SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of slippage_cost',
    exposure SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of exposure',
    gross_exposure SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of gross_exposure',
    delta SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of delta',
    gamma SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of gamma',
    vega SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of vega',
    theta SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of theta',
    rho SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of rho',
    delta_exposure SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of delta_exposure',
    vol SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of vol; average = vol / trade_count',
    rate SimpleAggregateFunction(sum, Float64) COMMENT 'Sum of rate; average = rate / trade_count'
)
ENGINE = {{replicated}}AggregatingMergeTree
PARTITION BY toYYYYMM(trade_date)
ORDER BY (trade_date, exposure_type, portfolio_manager_id, fund_id, portfolio_id, desk, book, strategy, asset_class, product, symbol, underlying_symbol)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Organisation x instrument per day, kept by trades_1d_rollup_mv'
