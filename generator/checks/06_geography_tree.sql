-- geography: a country has one region, a venue one country
SELECT
    sum(children) AS checked,
    'countries and venues' AS unit,
    sum(astray) AS breaches,
    arrayStringConcat(groupArrayIf(first_astray, astray > 0), ', ') AS example
FROM
(
    SELECT count() AS children, countIf(parents != 1) AS astray, anyIf(toString(child), parents != 1) AS first_astray
    FROM (SELECT country AS child, uniqExact(region) AS parents FROM trades_1d GROUP BY child)
    UNION ALL
    SELECT count(), countIf(parents != 1), anyIf(toString(child), parents != 1)
    FROM (SELECT venue AS child, uniqExact(region, country) AS parents FROM trades_1d GROUP BY child)
)
