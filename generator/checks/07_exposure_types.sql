-- exposure type, symbols and weight of a row agree
WITH multiIf(
    exposure_type = 'Direct', instrument_type IN ('Stock', 'Commodity') AND underlying_symbol = symbol AND parent_symbol = '' AND weight = 1,
    exposure_type IN ('ETF', 'ETC'), instrument_type = exposure_type AND underlying_symbol = symbol AND parent_symbol = '' AND weight = 1,
    exposure_type = 'Constituent', instrument_type IN ('ETF', 'ETC') AND underlying_symbol != symbol AND parent_symbol = symbol,
    0) AS sound
SELECT
    count() AS checked,
    'rows' AS unit,
    countIf(NOT sound) AS breaches,
    concat('trade ', toString(anyIf(trade_id, NOT sound))) AS example
FROM trades_1d
