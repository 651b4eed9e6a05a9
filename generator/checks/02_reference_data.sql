-- wrappers hold known instruments, with weights in (0, 1] that add up to no more than 1
SELECT
    (SELECT count() FROM instruments FINAL) + (SELECT count() FROM constituents FINAL) AS checked,
    'instruments and constituents' AS unit,
    countIf(weights > 1.0000001 OR lowest <= 0 OR unknown > 0)
        + (SELECT toUInt64(count() = 0) FROM instruments) AS breaches,
    anyIf(parent_symbol, weights > 1.0000001 OR lowest <= 0 OR unknown > 0) AS example
FROM
(
    SELECT
        parent_symbol,
        sum(weight) AS weights,
        min(weight) AS lowest,
        countIf(constituent_symbol NOT IN (SELECT symbol FROM instruments WHERE is_composite = 0)
            OR parent_symbol NOT IN (SELECT symbol FROM instruments WHERE is_composite = 1)) AS unknown
    FROM constituents FINAL
    GROUP BY parent_symbol
)
