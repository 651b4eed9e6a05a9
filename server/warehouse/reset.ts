import { createInterface } from "node:readline/promises";
import { UsageError } from "../../base/errors.ts";
import type { ClickHouseConnection } from "../config.ts";
import { rows, withClient } from "./client.ts";
import { migrate, type MigrateOptions, type Migration } from "./migrations.ts";
import { quoteName } from "./sql-files.ts";

/** Rows stored in all tables of the connection's database. */
export async function storedRows(
  connection: ClickHouseConnection,
): Promise<number> {
  const found = await withClient(
    { ...connection, database: "default" },
    (client) =>
      rows<{ total: string }>(
        client,
        "SELECT toString(sum(total_rows)) AS total FROM system.tables WHERE database = {database:String} AND name != 'schema_migrations'",
        { database: connection.database },
      ),
  );
  return Number(found[0]?.total ?? 0);
}

/** Drops the database with all it holds and creates the schema anew. */
export async function resetDatabase(
  connection: ClickHouseConnection,
  options: MigrateOptions = {},
): Promise<Migration> {
  const cluster =
    options.cluster === undefined ? "" : ` ON CLUSTER ${options.cluster}`;
  await withClient({ ...connection, database: "default" }, (client) =>
    client.command({
      query: `DROP DATABASE IF EXISTS ${quoteName(connection.database)}${cluster} SYNC`,
      // The server refuses to drop tables above 50 GB otherwise.
      clickhouse_settings: { max_table_size_to_drop: "0" },
    }),
  );
  return migrate(connection, options);
}

/**
 * Asks on a terminal for the database's name.
 *
 * @throws UsageError without a terminal, or when the answer is another
 */
export async function confirmReset(database: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UsageError(
      `db:reset deletes database ${database} and cannot ask without a terminal`,
      "add --yes to confirm",
    );
  }
  const terminal = createInterface({
    input: process.stdin,
    output: process.stderr,
  });
  const answer = await terminal.question(`Type ${database} to delete it: `);
  terminal.close();
  if (answer.trim() !== database) {
    throw new UsageError(`not confirmed: ${answer.trim() || "(empty)"}`);
  }
}
