-- P&L follows one closing price per load, day and symbol: pnl = side x quantity x (close - price) - fees
WITH
    price + (pnl + fees) / (if(exposure < 0, -1, 1) * quantity) AS close,
    -- Each load has the prices of its seed; rows of no load count as one.
    roundDown(trade_id, (SELECT arraySort(arrayPushBack(groupUniqArray(first_trade_id), 0)) FROM loads)) AS load
SELECT
    count() AS checked,
    'closing prices' AS unit,
    countIf(highest - lowest > 0.005) AS breaches,
    concat(anyIf(symbol, highest - lowest > 0.005), ' on ', toString(anyIf(trade_date, highest - lowest > 0.005))) AS example
FROM
(
    SELECT
        trade_date,
        symbol,
        min(close) AS lowest,
        max(close) AS highest
    FROM trades_1d
    WHERE exposure_type != 'Constituent'
    GROUP BY trade_date, symbol, load
)
