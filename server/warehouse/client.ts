import { createClient, type ClickHouseClient } from "@clickhouse/client";
import type { ClickHouseConnection } from "../config.ts";

/** Milliseconds a statement may take; a rebuild of a rollup may take long. */
const REQUEST_TIMEOUT = 30 * 60_000;

/** A client of the official package; close it. */
export const connect = (
  { url, user, password, database }: ClickHouseConnection,
  settings: Record<string, string | number> = {},
): ClickHouseClient =>
  createClient({
    url,
    username: user,
    password,
    database,
    application: "lookthrough",
    request_timeout: REQUEST_TIMEOUT,
    clickhouse_settings: settings,
    log: { LoggerClass: Silent },
  });

/** Runs `use` with a client and closes it. */
export async function withClient<T>(
  connection: ClickHouseConnection,
  use: (client: ClickHouseClient) => Promise<T>,
): Promise<T> {
  const client = connect(connection);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** All rows of a query, one object per row. Numbers wider than 2^53 are texts. */
export async function rows<T>(
  client: ClickHouseClient,
  query: string,
  query_params: Record<string, unknown> = {},
): Promise<T[]> {
  const result = await client.query({
    query,
    query_params,
    format: "JSONEachRow",
  });
  return result.json<T>();
}

/** Errors are thrown to the caller; saying them twice helps nobody. */
class Silent {
  trace() {}
  debug() {}
  info() {}
  warn() {}
  error() {}
}
