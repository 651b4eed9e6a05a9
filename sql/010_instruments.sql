-- Replacing: loading the same reference file again corrects rows instead of doubling them. Read with FINAL.
CREATE TABLE IF NOT EXISTS {{database}}.instruments {{on_cluster}}
(
    symbol LowCardinality(String) COMMENT 'Ticker, unique',
    name String COMMENT 'Full name',
    asset_class LowCardinality(String) COMMENT 'Equity or Commodity',
    instrument_type LowCardinality(String) COMMENT 'Stock, ETF, ETC or Commodity',
    currency LowCardinality(String) COMMENT 'Trading currency, ISO 4217',
    exchange LowCardinality(String) COMMENT 'Primary listing venue',
    sector LowCardinality(String) COMMENT 'Industry sector or commodity group',
    is_composite UInt8 COMMENT '1 for wrappers (ETF, ETC) that hold constituents, else 0'
)
ENGINE = {{replicated}}ReplacingMergeTree
ORDER BY symbol
COMMENT 'Reference data: one row per instrument'
