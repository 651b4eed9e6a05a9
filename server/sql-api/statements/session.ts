import { randomUUID } from "node:crypto";
import type { AnswerCache } from "../../cube/answer-cache.ts";
import { decodeTextRows } from "../encode/decode.ts";
import type { Login, Prepared, SessionNames } from "../executor.ts";
import { unlessAborted } from "../load/ask-cube.ts";
import type { CacheMode, Caller, CubeHooks } from "../load/cube-hooks.ts";
import type {
  Database,
  DatabasePool,
  PgSession,
} from "../postgres/database.ts";
import { timeoutSetting } from "../postgres/settings.ts";
import type { Binding } from "../result.ts";
import type { SelectContext } from "./cube-select.ts";
import { Cursors } from "./cursors.ts";
import { withGroupingHint } from "./grouping-hint.ts";
import type { KeptRows } from "./kept-rows.ts";
import { SessionSettings } from "./settings.ts";
import { StatementClock } from "./statement-clock.ts";
import { Transaction } from "./transaction.ts";
import { type Tables, VisibleModel } from "./visible-model.ts";

export interface ExecutorOptions {
  hooks: CubeHooks;
  pool: DatabasePool;
  /** Rows that one query to Cube may have: CUBEJS_DB_QUERY_LIMIT. */
  rowLimit: number;
  protocol: Caller["protocol"];
  cacheMode: CacheMode;
  /**
   * Milliseconds that a statement may take; a shorter `statement_timeout` holds.
   *
   * @default no limit, as 0
   */
  statementTimeout?: number | undefined;
  /** Rows of statements that were run before; undefined where none are kept. */
  rows?: AnswerCache<KeptRows> | undefined;
  /** Of the HTTP request; without it every statement is a request of its own. */
  requestId?: string | undefined;
}

/** Settings that Postgres reports to its clients: GUC_REPORT. */
const REPORTED = [
  "server_version",
  "server_encoding",
  "client_encoding",
  "application_name",
  "DateStyle",
  "IntervalStyle",
  "TimeZone",
  "integer_datetimes",
  "standard_conforming_strings",
  "scram_iterations",
  "in_hot_standby",
  "default_transaction_read_only",
  "search_path",
];

const NO_BINDING: Binding = { values: [], formats: [], resultFormats: [] };

let sessions = 0;

/** What lasts from one statement of a session to the next. */
export class Session {
  readonly login: Login;
  readonly names: SessionNames;
  readonly options: ExecutorOptions;
  readonly settings: SessionSettings;
  readonly cursors = new Cursors();
  readonly transaction = new Transaction();
  /** Parameters that the client has not been told of. */
  changed: [name: string, value: string][] = [];
  readonly #model: VisibleModel;
  readonly #id = ++sessions;
  /** Of the last statement that began. */
  #clock: StatementClock | undefined;

  constructor(login: Login, names: SessionNames, options: ExecutorOptions) {
    this.login = login;
    this.names = names;
    this.options = options;
    this.#model = new VisibleModel(options.hooks, this.#cubeSession());
    this.settings = new SessionSettings(startupSettings(login));
  }

  get postgres(): PgSession {
    const { user, database } = this.login;
    return {
      id: this.#id,
      user,
      database,
      settings: this.settings.current,
      onWait: () => this.#clock?.wait() ?? (() => undefined),
    };
  }

  tables(
    signal: AbortSignal,
    requestId: string = randomUUID(),
  ): Promise<Tables> {
    return this.#model.tables(requestId, signal);
  }

  async database(signal: AbortSignal): Promise<Database> {
    const { list } = await this.tables(signal);
    return this.options.pool.database(list);
  }

  async describe(
    text: string,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Prepared> {
    const { list } = await this.tables(signal);
    const described = await unlessAborted(
      this.options.pool
        .database(list)
        .describe(this.postgres, { text, parameterOids }, signal),
      signal,
    ).catch((error: unknown) => {
      throw withGroupingHint(error, list);
    });
    return { text, ...described };
  }

  /** What a SELECT over the model runs with. */
  async selectContext(signal: AbortSignal): Promise<SelectContext> {
    const { hooks, pool, rowLimit, protocol, cacheMode } = this.options;
    const requestId = this.options.requestId ?? randomUUID();
    const tables = await this.tables(signal, requestId);
    return {
      hooks,
      tables,
      rowLimit,
      signal,
      caller: {
        session: this.#cubeSession(),
        protocol,
        cacheMode,
        requestId,
        applicationName: this.settings.get("application_name"),
        changeUser: undefined,
      },
      database: pool.database(tables.list),
      session: this.postgres,
    };
  }

  /** Notes parameters that a client is told of, as they are now. */
  async noteParameters(signal: AbortSignal): Promise<void> {
    const database = await this.database(signal);
    const { rows } = await database.query(
      this.postgres,
      {
        text: `SELECT ${REPORTED.map((name) => `current_setting('${name}')`).join(", ")}`,
        parameterOids: [],
      },
      NO_BINDING,
      signal,
    );
    const [values = []] = decodeTextRows(rows);
    this.changed.push(
      ...REPORTED.map((name, place): [string, string] => [
        name,
        values[place] ?? "",
      ]),
      ["session_authorization", this.login.user],
      ["is_superuser", "off"],
    );
  }

  /** Begins the time of a statement. */
  startClock(signal: AbortSignal): StatementClock {
    const most = this.options.statementTimeout || Infinity;
    const own = timeoutSetting(this.settings.current, "statement_timeout");
    const milliseconds = Math.min(most, own ?? Infinity);
    const limit = milliseconds === Infinity ? undefined : milliseconds;
    this.#clock = new StatementClock(limit, signal);
    this.#clock.start();
    return this.#clock;
  }

  #cubeSession() {
    const { user, superuser, securityContext } = this.login;
    return { user, superuser, securityContext };
  }
}

/** Names of the start-up message that are no settings. */
const NOT_SETTINGS = new Set(["user", "database", "replication", "options"]);

function startupSettings({ parameters }: Login): ReadonlyMap<string, string> {
  return new Map(
    [...parameters]
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => !NOT_SETTINGS.has(name)),
  );
}
