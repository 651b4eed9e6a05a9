import type { WarehouseClient } from "./client.ts";

/** Rows and size of a table. */
export interface TableSize {
  table: string;
  rows: number;
  /** Compressed bytes on disk. */
  bytes: number;
}

const NAMES = [
  "instruments",
  "constituents",
  "trades_1d",
  "trades_1d_rollup",
  "trades_1d_rollup_geo",
];

const SIZES = `
SELECT name AS table, toUInt64(total_rows) AS rows, toUInt64(total_bytes) AS bytes
FROM system.tables
WHERE database = currentDatabase() AND has({names:Array(String)}, name)
ORDER BY indexOf({names:Array(String)}, name)`;

/** The tables that a load fills, those that exist. */
export const tableSizes = (client: WarehouseClient): Promise<TableSize[]> =>
  client.rows<TableSize>(SIZES, { names: NAMES });
