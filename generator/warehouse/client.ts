import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import {
  ClickHouseError,
  type ClickHouseClient,
  createClient,
} from "@clickhouse/client";
import { ServiceError } from "../../base/errors.ts";
import { type Connection, unreachable } from "../config.ts";

const REQUEST_TIMEOUT_MS = 10 * 60_000;

/** Waits before the tries after the first: an engine restarts within seconds. */
const RETRY_AFTER_MS = [200, 400, 800, 1600, 3200, 6400];

/** Errors of the server that pass by themselves. */
const PASSING = new Set([
  "SOCKET_TIMEOUT",
  "NETWORK_ERROR",
  "TOO_MANY_SIMULTANEOUS_QUERIES",
  "TOO_MANY_PARTS",
  "MEMORY_LIMIT_EXCEEDED",
]);

const HINTS: Record<string, string> = {
  UNKNOWN_TABLE: "create the tables with `npm run db:migrate`",
  UNKNOWN_DATABASE: "create the tables with `npm run db:migrate`",
  AUTHENTICATION_FAILED:
    "check CLICKHOUSE_USER and CLICKHOUSE_PASSWORD; the embedded warehouse writes its own when it starts",
  ACCESS_DENIED: "use a user that may read and insert, such as the owner",
};

type Parameters = Record<string, unknown>;

/** The warehouse by HTTP: queries, and inserts that are safe to repeat. */
export class WarehouseClient {
  readonly #connection: Connection;
  readonly #client: ClickHouseClient;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#client = createClient({
      url: connection.url,
      username: connection.user,
      password: connection.password,
      database: connection.database,
      application: "lookthrough-generator",
      request_timeout: REQUEST_TIMEOUT_MS,
      log: { LoggerClass: Silent },
    });
  }

  /** Rows of a SELECT, one object each. @throws ServiceError */
  async rows<T>(query: string, parameters: Parameters = {}): Promise<T[]> {
    return this.#retry(async () => {
      const result = await this.#client.query({
        query,
        query_params: parameters,
        format: "JSONEachRow",
        clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
      });
      return result.json<T>();
    });
  }

  /** The one row of a SELECT. @throws ServiceError */
  async row<T>(query: string, parameters: Parameters = {}): Promise<T> {
    const [row] = await this.rows<T>(query, parameters);
    if (row === undefined) throw new Error(`no row: ${query}`);
    return row;
  }

  /**
   * Inserts CSV text, all of it or nothing. Repeating it with the same token
   * adds nothing to the table nor to the rollups that views fill from it.
   *
   * One insert must stay one block, because a block is what is atomic and what
   * the token names: hence the limits on squashing and splitting.
   */
  async insert(table: string, csv: Uint8Array, token?: string): Promise<void> {
    await this.#retry(() =>
      this.#client.insert({
        table,
        values: Readable.from([csv], { objectMode: false }),
        format: "CSV",
        clickhouse_settings: {
          async_insert: 0,
          max_insert_threads: "1",
          max_insert_block_size: "100000000",
          min_insert_block_size_rows: "100000000",
          min_insert_block_size_bytes: "10000000000",
          ...(token !== undefined && {
            insert_deduplicate: 1,
            insert_deduplication_token: token,
            deduplicate_blocks_in_dependent_materialized_views: 1,
          }),
        },
      }),
    );
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #retry<T>(attempt: () => Promise<T>): Promise<T> {
    for (const wait of RETRY_AFTER_MS) {
      try {
        return await attempt();
      } catch (error) {
        const passes =
          !(error instanceof ClickHouseError) || PASSING.has(error.type ?? "");
        if (!passes) throw this.#explain(error);
        await sleep(wait);
      }
    }
    try {
      return await attempt();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #explain(error: unknown): ServiceError {
    if (!(error instanceof ClickHouseError)) {
      return unreachable(this.#connection.url, error);
    }
    return new ServiceError(
      "warehouse-error",
      `the warehouse refused (${error.type ?? error.code})`,
      { hint: HINTS[error.type ?? ""], cause: error },
    );
  }
}

/** Errors are thrown to the caller; saying them twice helps nobody. */
class Silent {
  trace() {}
  debug() {}
  info() {}
  warn() {}
  error() {}
}
