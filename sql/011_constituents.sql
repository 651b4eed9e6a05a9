-- Replacing: a corrected weight replaces the old one. Read with FINAL.
CREATE TABLE IF NOT EXISTS {{database}}.constituents {{on_cluster}}
(
    parent_symbol LowCardinality(String) COMMENT 'The wrapper (ETF or ETC)',
    constituent_symbol LowCardinality(String) COMMENT 'The instrument it holds',
    weight Float64 COMMENT 'Share of the wrapper''s value, in (0, 1]',
    shares_per_unit Float64 COMMENT 'Units of the constituent held per unit of the wrapper',
    effective_date Date COMMENT 'First day the weight applies',
    expiry_date Date DEFAULT '2099-12-31' COMMENT 'Last day the weight applies'
)
ENGINE = {{replicated}}ReplacingMergeTree
ORDER BY (parent_symbol, constituent_symbol, effective_date)
COMMENT 'What wrappers hold: one row per wrapper, holding and effective date'
