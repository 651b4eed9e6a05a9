-- trades_1d_rollup_geo equals the same GROUP BY over the facts
WITH
    facts AS
    (
        SELECT
            exposure_type, region, country, venue, asset_class, product, symbol, underlying_symbol, currency,
            [toFloat64(trade_count), quantity, notional, pnl, fees, margin, slippage_cost, exposure, gross_exposure,
                delta, gamma, vega, theta, rho, delta_exposure, vol, rate] AS measures
        FROM trades_1d
        WHERE trade_date = {day:Date}
    ),
    rollup AS
    (
        SELECT
            exposure_type, region, country, venue, asset_class, product, symbol, underlying_symbol, currency,
            [toFloat64(trade_count), quantity, notional, pnl, fees, margin, slippage_cost, exposure, gross_exposure,
                delta, gamma, vega, theta, rho, delta_exposure, vol, rate] AS measures
        FROM trades_1d_rollup_geo
        WHERE trade_date = {day:Date}
    )
SELECT
    count() AS checked,
    'groups' AS unit,
    countIf(wrong) AS breaches,
    concat(anyIf(toString(symbol), wrong), ' / ', anyIf(toString(underlying_symbol), wrong)) AS example
FROM
(
    SELECT
        symbol,
        underlying_symbol,
        sumForEach(arrayMap(measure -> measure * sign, measures)) AS difference,
        sumForEach(arrayMap(measure -> abs(measure), measures)) AS size,
        -- Sums of floats depend on their order in the last digits.
        arrayExists((d, s) -> abs(d) > 1e-9 * s + 1e-6, difference, size) AS wrong
    FROM (SELECT 1 AS sign, * FROM facts UNION ALL SELECT -1 AS sign, * FROM rollup)
    GROUP BY exposure_type, region, country, venue, asset_class, product, symbol, underlying_symbol, currency
)
