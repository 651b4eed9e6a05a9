-- organisation: a fund has one manager, a portfolio and an account one parent, a book one desk, a portfolio one or two desks
SELECT
    sum(children) AS checked,
    'funds, portfolios, accounts and books' AS unit,
    sum(astray) AS breaches,
    arrayStringConcat(groupArrayIf(concat(level, ' ', first_astray), astray > 0), ', ') AS example
FROM
(
    SELECT 'fund' AS level, count() AS children, countIf(parents != 1) AS astray, anyIf(toString(child), parents != 1) AS first_astray
    FROM (SELECT fund_id AS child, uniqExact(portfolio_manager_id) AS parents FROM trades_1d GROUP BY child)
    UNION ALL
    SELECT 'portfolio', count(), countIf(parents != 1), anyIf(toString(child), parents != 1)
    FROM (SELECT portfolio_id AS child, uniqExact(portfolio_manager_id, fund_id) AS parents FROM trades_1d GROUP BY child)
    UNION ALL
    SELECT 'account', count(), countIf(parents != 1), anyIf(toString(child), parents != 1)
    FROM (SELECT account_id AS child, uniqExact(portfolio_id) AS parents FROM trades_1d GROUP BY child)
    UNION ALL
    SELECT 'book', count(), countIf(parents != 1), anyIf(child, parents != 1)
    FROM (SELECT book AS child, uniqExact(desk) AS parents FROM trades_1d GROUP BY child)
    UNION ALL
    SELECT 'desks of portfolio', 0, countIf(desks > 2), anyIf(toString(child), desks > 2)
    FROM (SELECT portfolio_id AS child, uniqExact(desk) AS desks FROM trades_1d GROUP BY child)
)
