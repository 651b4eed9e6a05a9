-- what was traded agrees with instruments: symbol, asset class, type and currency
SELECT
    sum(rows) AS checked,
    'rows' AS unit,
    sumIf(rows, NOT known) AS breaches,
    anyIf(symbol, NOT known) AS example
FROM
(
    SELECT
        symbol,
        (symbol, asset_class, instrument_type, currency) IN (
            SELECT (symbol, asset_class, instrument_type, currency) FROM instruments
        ) AND underlying_symbol IN (SELECT symbol FROM instruments) AS known,
        count() AS rows
    FROM trades_1d
    GROUP BY symbol, asset_class, instrument_type, currency, underlying_symbol
)
