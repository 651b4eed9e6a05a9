import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import {
  ClickHouseError,
  type ClickHouseClient,
  createClient,
} from "@clickhouse/client";
import { ServiceError } from "../../base/errors.ts";
import { type Connection, unreachable } from "../config.ts";
import { Pulse, Silence } from "./pulse.ts";

const REQUEST_TIMEOUT_MS = 10 * 60_000;

/** Requests at a time: as many inserts as --concurrency allows, and a query. */
const CONNECTIONS = 17;

/** Waits between tries double from the first to the last. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5000;

/** How long the warehouse may be away: a server restarts within a minute. */
const PATIENCE_MS = 120_000;

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

export interface ClientOptions {
  /** Milliseconds for which an unreachable or overloaded warehouse is tried again. */
  patience?: number;
  /** Ends the waiting. */
  signal?: AbortSignal;
  /** Called when requests begin to fail and are going to be tried again. */
  onOutage?: (error: ServiceError) => void;
  /** Called when they succeed again, with the milliseconds in between. */
  onReturn?: (after: number) => void;
}

/** The warehouse by HTTP: queries, and inserts that are safe to repeat. */
export class WarehouseClient {
  readonly #connection: Connection;
  readonly #client: ClickHouseClient;
  readonly #pings: ClickHouseClient;
  readonly #pulse: Pulse;
  readonly #options: ClientOptions;
  /** When requests began to fail. */
  #away: number | undefined;

  constructor(connection: Connection, options: ClientOptions = {}) {
    this.#connection = connection;
    this.#options = options;
    const client = (connections: number) =>
      createClient({
        url: connection.url,
        username: connection.user,
        password: connection.password,
        database: connection.database,
        application: "lookthrough-generator",
        request_timeout: REQUEST_TIMEOUT_MS,
        max_open_connections: connections,
        log: { LoggerClass: Silent },
      });
    this.#client = client(CONNECTIONS);
    this.#pings = client(1);
    this.#pulse = new Pulse(this.#pings);
  }

  /** Rows of a SELECT, one object each. @throws ServiceError */
  async rows<T>(query: string, parameters: Parameters = {}): Promise<T[]> {
    return this.#retry(async (signal) => {
      const result = await this.#client.query({
        query,
        abort_signal: signal,
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
   * Inserts the parts of one text or of one stream of blocks, all of it or
   * nothing: a request that breaks off is discarded by the server. Repeating it
   * with the same token adds nothing to the table nor to the rollups that views
   * fill from it.
   *
   * One insert must stay one block, because a block is what is atomic and what
   * the token names: hence the limits on squashing and splitting.
   */
  async insert(
    table: string,
    format: "CSV" | "Native",
    parts: readonly Uint8Array[],
    token?: string,
  ): Promise<void> {
    await this.#retry(async (signal) => {
      const { stream } = await this.#client.exec({
        query: `INSERT INTO ${table} FORMAT ${format}`,
        abort_signal: signal,
        values: Readable.from(parts, { objectMode: false }),
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
      });
      await finished(stream.resume());
    });
  }

  async close(): Promise<void> {
    await this.#client.close();
    await this.#pings.close();
  }

  async #retry<T>(attempt: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const {
      patience = PATIENCE_MS,
      signal,
      onOutage,
      onReturn,
    } = this.#options;
    let failed: number | undefined;
    let wait = FIRST_WAIT_MS;
    for (;;) {
      try {
        const result = await this.#pulse.during(attempt);
        if (this.#away !== undefined)
          onReturn?.(performance.now() - this.#away);
        this.#away = undefined;
        return result;
      } catch (error) {
        const explained = this.#explain(error);
        const passes =
          !(error instanceof ClickHouseError) || PASSING.has(error.type ?? "");
        const now = performance.now();
        failed ??= error instanceof Silence ? error.since : now;
        if (!passes || now + wait - failed > patience) throw explained;
        if (this.#away === undefined) onOutage?.(explained);
        this.#away ??= now;
        await sleep(wait, undefined, { signal }).catch(() => {
          throw explained;
        });
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
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
