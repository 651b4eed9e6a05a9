-- at every level, look-through + unmapped = total, and what wrappers hold adds up to their weights
WITH
    coverage AS (SELECT parent_symbol, sum(weight) AS held FROM constituents FINAL GROUP BY parent_symbol),
    exploded AS (SELECT DISTINCT trade_id FROM trades_1d WHERE trade_date = {day:Date} AND exposure_type = 'Constituent'),
    facts AS
    (
        SELECT
            portfolio_manager_id, fund_id, portfolio_id, desk, book, region, country, venue, asset_class, product, symbol,
            exposure_type = 'Constituent' AS is_held,
            exposure_type = 'Direct' AS is_direct,
            [notional, pnl, exposure] AS amounts,
            if(is_direct OR is_held OR trade_id NOT IN exploded, 0, coverage.held) AS share
        FROM trades_1d
        LEFT JOIN coverage ON trades_1d.symbol = coverage.parent_symbol
        WHERE trade_date = {day:Date}
    )
SELECT
    count() AS checked,
    'groups' AS unit,
    countIf(wrong) AS breaches,
    concat('manager ', toString(anyIf(portfolio_manager_id, wrong)), ', fund ', toString(anyIf(fund_id, wrong)),
        ', region ', anyIf(toString(region), wrong), ', asset class ', anyIf(toString(asset_class), wrong)) AS example
FROM
(
    SELECT
        portfolio_manager_id, fund_id, region, asset_class,
        sumForEachIf(amounts, NOT is_held) AS total,
        sumForEachIf(amounts, is_direct) AS direct,
        sumForEachIf(amounts, NOT is_held AND NOT is_direct) AS wrapped,
        sumForEachIf(amounts, is_held) AS held,
        sumForEach(arrayMap(amount -> amount * share, amounts)) AS expected,
        -- Each Constituent row is rounded to a cent; a float sum of the others to nine digits.
        0.005 * countIf(is_held) + 1e-9 * sum(abs(amounts[1])) + 0.01 AS tolerance,
        arrayExists((t, d, w, h) -> abs((d + h) + (w - h) - t) > tolerance,
            total, arrayResize(direct, 3), arrayResize(wrapped, 3), arrayResize(held, 3))
        OR arrayExists((h, e) -> abs(h - e) > tolerance, arrayResize(held, 3), expected) AS wrong
    FROM facts
    GROUP BY GROUPING SETS (
        (),
        (portfolio_manager_id),
        (portfolio_manager_id, fund_id),
        (portfolio_manager_id, fund_id, portfolio_id),
        (portfolio_manager_id, fund_id, portfolio_id, desk),
        (portfolio_manager_id, fund_id, portfolio_id, desk, book),
        (region),
        (region, country),
        (region, country, venue),
        (asset_class),
        (asset_class, product),
        (asset_class, product, symbol)
    )
)
