-- a trade has one row of its own, on one day
SELECT
    count() AS checked,
    'trades of their day' AS unit,
    countIf(own_rows != 1) AS breaches,
    concat('trade ', toString(anyIf(trade_id, own_rows != 1))) AS example
FROM
(
    SELECT trade_id, countIf(exposure_type != 'Constituent') AS own_rows
    FROM trades_1d
    WHERE trade_date = {day:Date}
    GROUP BY trade_id
)
