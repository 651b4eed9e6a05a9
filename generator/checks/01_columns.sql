-- trades_1d stores the 55 columns of the CSV file, by name and in order
SELECT
    length(stored) AS checked,
    'columns' AS unit,
    toUInt64(stored != {columns:Array(String)}) AS breaches,
    toString(arrayFilter((name, expected) -> name != expected, stored, arrayResize({columns:Array(String)}, length(stored)))) AS example
FROM
(
    SELECT groupArray(name) AS stored
    FROM
    (
        SELECT name
        FROM system.columns
        WHERE database = currentDatabase() AND table = 'trades_1d' AND default_kind != 'ALIAS'
        ORDER BY position
    )
)
