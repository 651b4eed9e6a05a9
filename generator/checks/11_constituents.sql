-- a Constituent row is its trade x weight, at the same time in the same place, with the weight on record
WITH
    [held.quantity, held.notional, held.pnl, held.exposure, held.margin, held.fees] AS amounts,
    [traded.quantity * record.shares_per_unit, traded.notional * held.weight, traded.pnl * held.weight,
        traded.exposure * held.weight, traded.margin * held.weight, traded.fees * held.weight] AS expected,
    traded.trade_id = 0
        OR held.weight != record.weight
        OR arrayExists((amount, target) -> abs(amount - target) > 0.0051, amounts, expected)
        OR (held.ts, held.order_id, held.portfolio_id, held.account_id, held.book, held.venue, held.counterparty, held.symbol)
            != (traded.ts, traded.order_id, traded.portfolio_id, traded.account_id, traded.book, traded.venue, traded.counterparty, traded.symbol) AS wrong
SELECT
    count() AS checked,
    'constituent rows' AS unit,
    countIf(wrong) AS breaches,
    concat('trade ', toString(anyIf(held.trade_id, wrong)), ', holding ', anyIf(held.underlying_symbol, wrong)) AS example
FROM (SELECT * FROM trades_1d WHERE trade_date = {day:Date} AND exposure_type = 'Constituent') AS held
LEFT JOIN (SELECT * FROM trades_1d WHERE trade_date = {day:Date} AND exposure_type IN ('ETF', 'ETC')) AS traded
    ON held.trade_id = traded.trade_id
LEFT JOIN (SELECT * FROM constituents FINAL) AS record
    ON held.parent_symbol = record.parent_symbol AND held.underlying_symbol = record.constituent_symbol
