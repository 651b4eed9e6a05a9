-- What has been applied, so that a changed file is noticed and never silently skipped.
CREATE TABLE IF NOT EXISTS {{database}}.schema_migrations {{on_cluster}}
(
    name String COMMENT 'File name below sql/',
    checksum FixedString(64) COMMENT 'SHA-256 of the file, hexadecimal',
    applied_at DateTime64(3, 'UTC') DEFAULT now64(3) COMMENT 'When it was applied'
)
ENGINE = {{replicated}}MergeTree
ORDER BY name
COMMENT 'Applied files of sql/'
