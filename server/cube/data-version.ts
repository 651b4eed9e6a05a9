import { createClient } from "@clickhouse/client";
import type { ClickHouseConnection } from "../config.ts";

/** How often the warehouse is asked, milliseconds. */
const INTERVAL = 1000;
/**
 * How long data must have been unchanged before answers about it are kept:
 * Cube's own refresh keys look every 2 s, so a younger answer may still be old.
 */
const SETTLED = 6000;

const QUERY =
  "SELECT count() AS parts, sum(rows) AS rows, max(modification_time) AS modified " +
  "FROM system.parts WHERE active AND database = currentDatabase()";

export interface DataVersion {
  /** Identifies the data; undefined while it is unknown or not yet settled. */
  current(): string | undefined;
  stop(): Promise<void>;
}

/** Follows the warehouse's active parts: any insert, mutation or merge changes them. */
export function watchDataVersion(
  connection: ClickHouseConnection,
  now: () => number = Date.now,
): DataVersion {
  const client = createClient({
    url: connection.url,
    username: connection.user,
    password: connection.password,
    database: connection.database,
    request_timeout: 5000,
    max_open_connections: 1,
  });
  let seen: string | undefined;
  let since = 0;
  let asked = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async () => {
    let version: string | undefined;
    try {
      const result = await client.query({ query: QUERY, format: "JSON" });
      version = JSON.stringify((await result.json()).data);
    } catch {
      // Away: unknown until it answers again.
      version = undefined;
    }
    asked = now();
    if (version !== seen) {
      seen = version;
      since = asked;
    }
    if (!stopped) timer = setTimeout(() => void look(), INTERVAL).unref();
  };
  void look();

  return {
    current() {
      const fresh = now() - asked < 3 * INTERVAL;
      return fresh && now() - since >= SETTLED ? seen : undefined;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client.close();
    },
  };
}
