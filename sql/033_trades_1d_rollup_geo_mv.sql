-- Reads each inserted block; db:rollups reads the same SELECT over the whole fact table.
CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.trades_1d_rollup_geo_mv {{on_cluster}}
TO {{database}}.trades_1d_rollup_geo
AS SELECT
    trade_date,
    exposure_type,
    region,
    country,
    venue,
    asset_class,
    product,
    symbol,
    underlying_symbol,
    currency,
    sum({{database}}.trades_1d.trade_count) AS trade_count,
    sum({{database}}.trades_1d.quantity) AS quantity,
    sum({{database}}.trades_1d.notional) AS notional,
    sum({{database}}.trades_1d.pnl) AS pnl,
    sum({{database}}.trades_1d.fees) AS fees,
    sum({{database}}.trades_1d.margin) AS margin,
    sum({{database}}.trades_1d.slippage_cost) AS slippage_cost,
    sum({{database}}.trades_1d.exposure) AS exposure,
    sum({{database}}.trades_1d.gross_exposure) AS gross_exposure,
    sum({{database}}.trades_1d.delta) AS delta,
    sum({{database}}.trades_1d.gamma) AS gamma,
    sum({{database}}.trades_1d.vega) AS vega,
    sum({{database}}.trades_1d.theta) AS theta,
    sum({{database}}.trades_1d.rho) AS rho,
    sum({{database}}.trades_1d.delta_exposure) AS delta_exposure,
    sum({{database}}.trades_1d.vol) AS vol,
    sum({{database}}.trades_1d.rate) AS rate
FROM {{database}}.trades_1d
GROUP BY
    trade_date,
    exposure_type,
    region,
    country,
    venue,
    asset_class,
    product,
    symbol,
    underlying_symbol,
    currency
