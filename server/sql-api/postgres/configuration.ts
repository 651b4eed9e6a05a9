/** Settings of every database; written when the base is made. */
export const CONFIGURATION = [
  // One process without disks: small, and nothing to write later.
  "shared_buffers = 4MB",
  "max_connections = 5",
  "min_wal_size = 2MB",
  "max_wal_size = 4MB",
  "wal_level = minimal",
  "max_wal_senders = 0",
  "fsync = off",
  "autovacuum = off",
  "jit = off",
  "log_min_messages = panic",
  "log_min_error_statement = panic",
  // Sorts and hashes that do not fit work_mem: such files are in memory, too.
  "temp_file_limit = 256MB",
  "timezone = 'UTC'",
  "log_timezone = 'UTC'",
  "default_text_search_config = 'pg_catalog.english'",
];

export const INITDB_OPTIONS = ["--wal-segsize=1"];
