import type { ClickHouseClient } from "@clickhouse/client";
import { errorMessage, ServiceError } from "../../base/errors.ts";
import type { ClickHouseConnection } from "../config.ts";
import { rows, withClient } from "./client.ts";
import {
  placeholders,
  quoteName,
  readSqlFiles,
  render,
  SQL_DIRECTORY,
  type Login,
  type SqlFile,
} from "./sql-files.ts";

export interface MigrateOptions {
  /** Cluster to apply the schema on, with Replicated engines. */
  cluster?: string | undefined;
  /** Login with which dictionaries read; the connection's own by default. */
  dictionary?: Login;
  /** Folder of the schema; the project's by default. */
  directory?: string;
}

/** File names, in order. */
export interface Migration {
  applied: string[];
  unchanged: string[];
}

const MIGRATIONS = "schema_migrations";

/**
 * Brings the database to the schema of `sql/`. May be repeated at any time.
 *
 * @throws ServiceError `migration-changed` or `migration-missing` when an
 *   applied file differs from what was applied, `migration-failed` with
 *   ClickHouse's message; files before the failed one stay recorded
 */
export async function migrate(
  connection: ClickHouseConnection,
  options: MigrateOptions = {},
): Promise<Migration> {
  const { cluster, dictionary = connection } = options;
  const files = await readSqlFiles(options.directory ?? SQL_DIRECTORY);
  const values = placeholders(connection.database, cluster, dictionary);
  // The database may not exist yet, so no session may start in it.
  const anywhere = { ...connection, database: "default" };
  return withClient(anywhere, async (client) => {
    const recorded = await recordedChecksums(client, connection.database);
    checkRecorded(files, recorded);
    const applied = files.filter(({ name }) => !recorded.has(name));
    let unrecorded: SqlFile[] = [];
    let canRecord = recorded.size > 0;
    for (const file of applied) {
      await apply(client, file, render(file, values));
      unrecorded.push(file);
      canRecord ||= file.name.endsWith(`${MIGRATIONS}.sql`);
      if (canRecord) {
        await record(client, connection.database, unrecorded);
        unrecorded = [];
      }
    }
    return {
      applied: applied.map(({ name }) => name),
      unchanged: [...recorded.keys()],
    };
  });
}

async function recordedChecksums(
  client: ClickHouseClient,
  database: string,
): Promise<Map<string, string>> {
  const table = await rows(
    client,
    "SELECT name FROM system.tables WHERE database = {database:String} AND name = {table:String}",
    { database, table: MIGRATIONS },
  );
  if (table.length === 0) return new Map();
  const recorded = await rows<{ name: string; checksum: string }>(
    client,
    `SELECT name, argMax(checksum, applied_at) AS checksum FROM ${quoteName(database)}.${MIGRATIONS} GROUP BY name ORDER BY name`,
  );
  return new Map(recorded.map(({ name, checksum }) => [name, checksum]));
}

function checkRecorded(files: SqlFile[], recorded: Map<string, string>): void {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const [name, checksum] of recorded) {
    const file = byName.get(name);
    if (file === undefined) {
      throw new ServiceError(
        "migration-missing",
        `sql/${name} was applied (SHA-256 ${checksum}) but no longer exists`,
        {
          hint: "put the file back, or start over with npm run db:reset, which deletes all data",
        },
      );
    }
    if (file.checksum !== checksum) {
      throw new ServiceError(
        "migration-changed",
        `sql/${name} has changed since it was applied: SHA-256 ${file.checksum}, applied ${checksum}`,
        {
          hint: "undo the change and put it into a new numbered file, or start over with npm run db:reset, which deletes all data",
        },
      );
    }
  }
}

async function apply(
  client: ClickHouseClient,
  file: SqlFile,
  query: string,
): Promise<void> {
  try {
    await client.command({ query });
  } catch (cause) {
    throw new ServiceError(
      "migration-failed",
      `ClickHouse refuses sql/${file.name}: ${errorMessage(cause)}`,
      { hint: "files before it are applied; correct it and migrate again" },
    );
  }
}

async function record(
  client: ClickHouseClient,
  database: string,
  files: SqlFile[],
): Promise<void> {
  await client.insert({
    table: `${quoteName(database)}.${MIGRATIONS}`,
    columns: ["name", "checksum"],
    values: files.map(({ name, checksum }) => ({ name, checksum })),
    format: "JSONEachRow",
  });
}
