-- ts lies on its trading day, a weekday, within the session of its venue
WITH
    transform(toString(venue), {venues:Array(String)}, {opens:Array(Int32)}, -1) AS opens,
    transform(toString(venue), {venues:Array(String)}, {closes:Array(Int32)}, -1) AS closes,
    toUnixTimestamp64Milli(ts) - toUnixTimestamp(toDateTime(trade_date, 'UTC')) * 1000 AS time,
    toDayOfWeek(trade_date) <= 5 AND time >= opens * 60000 AND time < closes * 60000 AS sound
SELECT
    count() AS checked,
    'rows' AS unit,
    countIf(NOT sound) AS breaches,
    concat('trade ', toString(anyIf(trade_id, NOT sound))) AS example
FROM trades_1d
