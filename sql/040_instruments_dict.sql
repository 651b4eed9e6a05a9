-- Instrument attributes by symbol for rollups: dictGet costs nothing when the column is not asked for.
CREATE DICTIONARY IF NOT EXISTS {{database}}.instruments_dict {{on_cluster}}
(
    symbol String,
    name String DEFAULT '',
    asset_class String DEFAULT '',
    instrument_type String DEFAULT '',
    currency String DEFAULT '',
    exchange String DEFAULT '',
    sector String DEFAULT '',
    is_composite UInt8 DEFAULT 0
)
PRIMARY KEY symbol
SOURCE(CLICKHOUSE(QUERY 'SELECT symbol, name, asset_class, instrument_type, currency, exchange, sector, is_composite FROM {{database}}.instruments FINAL' {{dictionary_credentials}}))
LIFETIME(MIN 1 MAX 3)
LAYOUT(COMPLEX_KEY_HASHED())
COMMENT 'Instrument attributes by symbol'
