-- an exploded trade has one row for every holding, the others none
SELECT
    count() AS checked,
    'wrapper trades of their day' AS unit,
    countIf(wrong) AS breaches,
    concat('trade ', toString(anyIf(trade_id, wrong))) AS example
FROM
(
    SELECT
        trade_id,
        any(symbol) AS wrapper,
        countIf(exposure_type = 'Constituent') AS holdings,
        holdings > 0 AND (
            holdings != uniqExactIf(underlying_symbol, exposure_type = 'Constituent')
            OR wrapper NOT IN (SELECT parent_symbol FROM constituents)
            OR (wrapper, holdings) NOT IN (SELECT parent_symbol, count() FROM constituents FINAL GROUP BY parent_symbol)
        ) AS wrong
    FROM trades_1d
    WHERE trade_date = {day:Date} AND exposure_type != 'Direct'
    GROUP BY trade_id
)
