-- instruments: a product has one asset class, a symbol one product
SELECT
    sum(children) AS checked,
    'products and symbols' AS unit,
    sum(astray) AS breaches,
    arrayStringConcat(groupArrayIf(first_astray, astray > 0), ', ') AS example
FROM
(
    SELECT count() AS children, countIf(parents != 1) AS astray, anyIf(toString(child), parents != 1) AS first_astray
    FROM (SELECT product AS child, uniqExact(asset_class) AS parents FROM trades_1d GROUP BY child)
    UNION ALL
    SELECT count(), countIf(parents != 1), anyIf(toString(child), parents != 1)
    FROM (SELECT symbol AS child, uniqExact(asset_class, product, instrument_type) AS parents FROM trades_1d GROUP BY child)
)
