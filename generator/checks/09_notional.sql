-- notional = quantity x price except on Constituent rows; exposure is notional with a sign
WITH
    exposure_type != 'Constituent' AND abs(notional - quantity * price) > 0.0051
        OR abs(abs(exposure) - notional) > 0.0051 AS wrong
SELECT
    count() AS checked,
    'rows' AS unit,
    countIf(wrong) AS breaches,
    concat('trade ', toString(anyIf(trade_id, wrong))) AS example
FROM trades_1d
