-- every number lies in its range
WITH
    quantity > 0 AND price > 0 AND notional >= 0 AND margin >= 0 AND fees >= 0
        AND delta BETWEEN -1 AND 1 AND gamma BETWEEN 0 AND 0.1 AND theta <= 0
        AND weight > 0 AND weight <= 1 AND slippage BETWEEN 0 AND 0.005
        AND vol BETWEEN 0.1 AND 0.8 AND rate BETWEEN 0.01 AND 0.05
        AND isFinite(pnl) AND isFinite(vega) AND isFinite(rho) AS sound
SELECT
    count() AS checked,
    'rows' AS unit,
    countIf(NOT sound) AS breaches,
    concat('trade ', toString(anyIf(trade_id, NOT sound))) AS example
FROM trades_1d
