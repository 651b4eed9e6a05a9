import { randomUUID } from "node:crypto";
import type { Node, SelectStmt, TransactionStmt } from "@pgsql/types";
import type {
  CreateExecutor,
  Execution,
  Executor,
  Login,
  Prepared,
  SessionNames,
  TransactionStatus,
} from "../executor.ts";
import { decodeTextRows } from "../encode/decode.ts";
import { unlessAborted } from "../load/ask-cube.ts";
import type { CacheMode, Caller, CubeHooks } from "../load/cube-hooks.ts";
import type {
  Database,
  DatabasePool,
  PgSession,
} from "../postgres/database.ts";
import type { Binding, Column, Description } from "../result.ts";
import { SqlError } from "../sql-error.ts";
import { planSelect, runSelect, type SelectContext } from "./cube-select.ts";
import { Cursors } from "./cursors.ts";
import {
  doneExecution,
  executionOf,
  pgExecution,
  textExecution,
} from "./executions.ts";
import { explain } from "./explain.ts";
import { readsAny } from "./names.ts";
import { parameterTexts, substitute } from "./parameters.ts";
import { parseStatement, parseStatements } from "./parse.ts";
import { assertEncoding, assertMaySet, refusal } from "./refusals.ts";
import { SessionSettings } from "./settings.ts";
import { setConfigCall } from "./set-config.ts";
import { Transaction } from "./transaction.ts";
import { TYPE_NAMES } from "./type-names.ts";
import { VisibleModel } from "./visible-model.ts";

export interface ExecutorOptions {
  hooks: CubeHooks;
  pool: DatabasePool;
  /** Rows that one query to Cube may have: CUBEJS_DB_QUERY_LIMIT. */
  rowLimit: number;
  protocol: Caller["protocol"];
  cacheMode: CacheMode;
}

/** A statement with what its kind needs to run. */
interface Statement extends Prepared {
  run(binding: Binding, signal: AbortSignal): Promise<Execution>;
  /** Runs in a failed transaction too. */
  ends: boolean;
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

const NOTHING: Description = { parameterOids: [], columns: undefined };
const NO_BINDING: Binding = { values: [], formats: [], resultFormats: [] };
/** `FETCH ALL` arrives as this count. */
const ALL_ROWS = 2_147_483_647;
/** CURSOR_OPT_HOLD and CURSOR_OPT_SCROLL of parsenodes.h. */
const CURSOR_HOLD = 0x20;
const CURSOR_SCROLL = 0x02;

let sessions = 0;

/** Understands the SQL of one session. */
export class SessionExecutor implements Executor {
  readonly #options: ExecutorOptions;
  readonly #login: Login;
  readonly #model: VisibleModel;
  readonly #settings: SessionSettings;
  readonly #cursors = new Cursors();
  readonly #transaction = new Transaction();
  readonly #names: SessionNames;
  readonly #id = ++sessions;
  #changed: [string, string][] = [];

  private constructor(
    login: Login,
    names: SessionNames,
    options: ExecutorOptions,
  ) {
    this.#login = login;
    this.#names = names;
    this.#options = options;
    this.#model = new VisibleModel(options.hooks, this.#cubeSession());
    this.#settings = new SessionSettings(startupSettings(login));
  }

  /** @throws SqlError for settings of the start-up that Postgres does not take */
  static create(options: ExecutorOptions): CreateExecutor {
    return async (login, names, signal) => {
      const encoding = login.parameters.get("client_encoding");
      if (encoding !== undefined) assertEncoding(encoding);
      const executor = new SessionExecutor(login, names, options);
      executor.#changed = await executor.#reportedParameters(signal);
      return executor;
    };
  }

  get transactionStatus(): TransactionStatus {
    return this.#transaction.status;
  }

  takeChangedParameters(): [name: string, value: string][] {
    const changed = this.#changed;
    this.#changed = [];
    return changed;
  }

  split(text: string): string[] {
    return parseStatements(text).map((statement) => statement.text);
  }

  async prepare(
    text: string,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Prepared> {
    const { node } = parseStatement(text);
    const statement = await this.#understand(text, node, parameterOids, signal);
    if (this.#transaction.status === "E" && !statement.ends) {
      throw new SqlError(
        "25P02",
        "current transaction is aborted, commands ignored until end of transaction block",
        { hint: "send ROLLBACK" },
      );
    }
    return statement;
  }

  async execute(
    prepared: Prepared,
    binding: Binding,
    signal: AbortSignal,
  ): Promise<Execution> {
    return (prepared as Statement).run(binding, this.#timed(signal));
  }

  fail(): void {
    this.#transaction.fail();
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  describeCursor(name: string): Column[] | undefined {
    return this.#cursors.has(name)
      ? this.#cursors.prepared(name).columns
      : undefined;
  }

  close(): Promise<void> {
    return this.#cursors.closeAll();
  }

  /** @throws SqlError for what is refused, and Postgres' own errors */
  async #understand(
    text: string,
    node: Node | undefined,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Statement> {
    const local = (
      run: Statement["run"],
      described: Description = NOTHING,
      ends = false,
    ): Statement => ({ text, ...described, run, ends });
    if (node === undefined) {
      return local(() => Promise.resolve(doneExecution("")), NOTHING, true);
    }
    if ("TransactionStmt" in node) {
      return local(
        () => this.#runTransaction(node.TransactionStmt),
        NOTHING,
        Transaction.ends(node.TransactionStmt),
      );
    }
    if ("VariableSetStmt" in node) {
      const { kind, name = "", is_local = false } = node.VariableSetStmt;
      assertMaySet(name);
      if (kind === "VAR_RESET" || kind === "VAR_SET_DEFAULT") {
        return local(() => this.#reset(name));
      }
      if (kind === "VAR_RESET_ALL") return local(() => this.#reset(undefined));
      // It would say something about a transaction, and ours only read.
      if (kind === "VAR_SET_MULTI" && name === "TRANSACTION") {
        return local(() => Promise.resolve(doneExecution("SET")));
      }
      return local((_, running) => this.#set(text, name, is_local, running));
    }
    if ("DiscardStmt" in node) {
      const { target = "DISCARD_ALL" } = node.DiscardStmt;
      return local(() => this.#discard(target));
    }
    if ("DeallocateStmt" in node) {
      const { name } = node.DeallocateStmt;
      return local(() => Promise.resolve(this.#deallocate(name)));
    }
    if ("ClosePortalStmt" in node) {
      const { portalname } = node.ClosePortalStmt;
      return local(() => this.#closeCursor(portalname));
    }
    if ("DeclareCursorStmt" in node) {
      return this.#declare(text, node, parameterOids, signal);
    }
    if ("FetchStmt" in node) return this.#fetch(text, node);
    if ("SelectStmt" in node) {
      return this.#select(text, node, parameterOids, signal);
    }
    if ("VariableShowStmt" in node) {
      return this.#postgres(text, parameterOids, signal);
    }
    if ("ExplainStmt" in node) {
      return this.#explain(text, node, parameterOids, signal);
    }
    throw refusal(node);
  }

  async #select(
    text: string,
    node: Extract<Node, { SelectStmt: SelectStmt }>,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Statement> {
    const call = setConfigCall(node.SelectStmt);
    if (call !== undefined) assertMaySet(call.name);
    const tables = await this.#model.tables(randomUUID(), signal);
    const database = this.#options.pool.database(tables.list);
    if (call !== undefined) {
      const set = `SET ${call.isLocal ? "LOCAL " : ""}${call.name} = '${call.value.replaceAll("'", "''")}'`;
      return {
        ...(await this.#describe(database, text, parameterOids, signal)),
        ends: false,
        run: async (_, running) => {
          await this.#set(set, call.name, call.isLocal, running);
          const value = this.#settings.get(call.name) ?? call.value;
          return textExecution([value], "SELECT 1");
        },
      };
    }
    if (!readsAny(node, tables.byName)) {
      return this.#postgres(text, parameterOids, signal);
    }
    const described = await this.#describe(
      database,
      text,
      parameterOids,
      signal,
    );
    return {
      ...described,
      ends: false,
      run: async (binding, running) => {
        const context = await this.#context(running);
        const select = await this.#bound(node, described, binding, context);
        return runSelect(
          await planSelect(select, context),
          described.columns ?? [],
          binding.resultFormats,
          context,
        );
      },
    };
  }

  /** A statement that Postgres answers alone: catalogs, SHOW, constants. */
  async #postgres(
    text: string,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Statement> {
    const { list } = await this.#model.tables(randomUUID(), signal);
    const database = this.#options.pool.database(list);
    return {
      ...(await this.#describe(database, text, parameterOids, signal)),
      ends: false,
      run: async (binding, running) =>
        pgExecution(
          await unlessAborted(
            database.query(
              this.#pgSession(),
              { text, parameterOids },
              binding,
              running,
            ),
            running,
          ),
        ),
    };
  }

  async #explain(
    text: string,
    node: Extract<Node, { ExplainStmt: unknown }>,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Statement> {
    const { query } = node.ExplainStmt;
    const { byName, list } = await this.#model.tables(randomUUID(), signal);
    if (query === undefined || !readsAny(query, byName)) {
      if (query === undefined || !("SelectStmt" in query)) throw refusal(node);
      return this.#postgres(text, parameterOids, signal);
    }
    const database = this.#options.pool.database(list);
    const described = await this.#describe(
      database,
      text,
      parameterOids,
      signal,
    );
    return {
      ...described,
      ends: false,
      run: async (binding, running) => {
        const context = await this.#context(running);
        const select = await this.#bound(query, described, binding, context);
        const plan = await planSelect(select, context);
        return textExecution(await explain(plan, node, context), "EXPLAIN");
      },
    };
  }

  async #declare(
    text: string,
    node: Extract<Node, { DeclareCursorStmt: unknown }>,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Statement> {
    const { portalname = "", options = 0, query } = node.DeclareCursorStmt;
    const hold = (options & CURSOR_HOLD) !== 0;
    if ((options & CURSOR_SCROLL) !== 0) {
      throw new SqlError("0A000", "scrollable cursors are not supported", {
        hint: "declare it NO SCROLL, or read the rows again",
      });
    }
    if (query === undefined || !("SelectStmt" in query)) throw refusal(node);
    const select = text.slice(selectStart(text));
    const inner = await this.#select(select, query, parameterOids, signal);
    return {
      text,
      parameterOids: inner.parameterOids,
      columns: undefined,
      ends: false,
      run: (binding) => {
        if (!hold && this.#transaction.status === "I") {
          throw new SqlError(
            "25P01",
            "DECLARE CURSOR can only be used in transaction blocks",
            { hint: "send BEGIN before, or declare it WITH HOLD" },
          );
        }
        // It outlives this statement, and each FETCH has a signal of its own.
        const begin = (resultFormats: Binding["resultFormats"]) =>
          inner.run(
            { ...binding, resultFormats },
            this.#timed(new AbortController().signal),
          );
        this.#cursors.declare(portalname, inner, hold, begin);
        return Promise.resolve(doneExecution("DECLARE CURSOR"));
      },
    };
  }

  #fetch(text: string, node: Extract<Node, { FetchStmt: unknown }>): Statement {
    const {
      portalname = "",
      howMany = 0,
      direction,
      ismove = false,
    } = node.FetchStmt;
    const count = Number(howMany);
    if (direction !== "FETCH_FORWARD" || count < 0) {
      throw new SqlError("55000", "cursor can only scan forward", {
        hint: "FETCH NEXT, FETCH n or FETCH ALL; declare another to start over",
      });
    }
    const { columns } = this.#cursors.prepared(portalname);
    return {
      text,
      parameterOids: [],
      columns: ismove ? undefined : columns,
      ends: false,
      run: async ({ resultFormats }) => {
        const batches = await this.#cursors.fetch(
          portalname,
          count >= ALL_ROWS ? Infinity : count,
          resultFormats,
        );
        const rows = batches.reduce((sum, { ends }) => sum + ends.length, 0);
        if (ismove) return doneExecution(`MOVE ${rows}`);
        return { ...executionOf(batches), tag: (sent) => `FETCH ${sent}` };
      },
    };
  }

  async #closeCursor(name: string | undefined): Promise<Execution> {
    if (name === undefined) {
      await this.#cursors.closeAll();
      await this.#names.closePortals();
    } else await this.#cursors.close(name);
    return doneExecution(
      name === undefined ? "CLOSE CURSOR ALL" : "CLOSE CURSOR",
    );
  }

  async #runTransaction(statement: TransactionStmt): Promise<Execution> {
    const { tag, notices, ended } = this.#transaction.run(statement);
    if (tag === "BEGIN" || tag === "START TRANSACTION") this.#settings.begin();
    if (ended !== undefined) {
      if (ended === "committed") this.#settings.commit();
      else this.#settings.rollback();
      await this.#cursors.endTransaction(ended === "committed");
    }
    return doneExecution(tag, notices);
  }

  async #set(
    text: string,
    name: string,
    local: boolean,
    signal: AbortSignal,
  ): Promise<Execution> {
    const { list } = await this.#model.tables(randomUUID(), signal);
    const { settings, parameters } = await this.#options.pool
      .database(list)
      .set(this.#pgSession(), text, signal);
    const encoding = settings.get("client_encoding");
    if (name === "client_encoding" && encoding !== undefined) {
      assertEncoding(encoding);
    }
    this.#settings.set(settings, local);
    this.#changed.push(...parameters);
    return doneExecution("SET");
  }

  async #reset(
    name: string | undefined,
    signal = new AbortController().signal,
  ): Promise<Execution> {
    if (name === undefined) this.#settings.resetAll();
    else this.#settings.reset(name);
    this.#changed.push(...(await this.#reportedParameters(signal)));
    return doneExecution("RESET");
  }

  /** Parameters that a client is told of, as they are now. */
  async #reportedParameters(signal: AbortSignal): Promise<[string, string][]> {
    const { list } = await this.#model.tables(randomUUID(), signal);
    const { rows } = await this.#options.pool.database(list).query(
      this.#pgSession(),
      {
        text: `SELECT ${REPORTED.map((name) => `current_setting('${name}')`).join(", ")}`,
        parameterOids: [],
      },
      NO_BINDING,
      signal,
    );
    const [values = []] = decodeTextRows(rows);
    return [
      ...REPORTED.map((name, place): [string, string] => [
        name,
        values[place] ?? "",
      ]),
      ["session_authorization", this.#login.user],
      ["is_superuser", "off"],
    ];
  }

  async #discard(target: string): Promise<Execution> {
    if (target !== "DISCARD_ALL") return doneExecution(discardTag(target));
    if (this.#transaction.status !== "I") {
      throw new SqlError(
        "25001",
        "DISCARD ALL cannot run inside a transaction block",
      );
    }
    await this.#cursors.closeAll();
    await this.#names.closePortals();
    this.#names.deallocate();
    await this.#reset(undefined);
    return doneExecution("DISCARD ALL");
  }

  #deallocate(name: string | undefined): Execution {
    if (!this.#names.deallocate(name)) {
      throw new SqlError(
        "26000",
        `prepared statement "${name}" does not exist`,
      );
    }
    return doneExecution(name === undefined ? "DEALLOCATE ALL" : "DEALLOCATE");
  }

  async #describe(
    database: Database,
    text: string,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Prepared> {
    const described = await unlessAborted(
      database.describe(this.#pgSession(), { text, parameterOids }, signal),
      signal,
    );
    return { text, ...described };
  }

  async #context(signal: AbortSignal): Promise<SelectContext> {
    const { hooks, pool, rowLimit } = this.#options;
    const requestId = randomUUID();
    const tables = await this.#model.tables(requestId, signal);
    return {
      hooks,
      tables,
      rowLimit,
      signal,
      caller: this.#caller(requestId),
      database: pool.database(tables.list),
      session: this.#pgSession(),
    };
  }

  async #bound(
    node: Node,
    { parameterOids }: Description,
    binding: Binding,
    { database, session, signal }: SelectContext,
  ): Promise<Node> {
    if (parameterOids.length === 0) return node;
    const texts = await parameterTexts(
      database,
      session,
      parameterOids,
      binding,
      signal,
    );
    return substitute(node, parameterOids, texts, TYPE_NAMES);
  }

  #cubeSession() {
    const { user, superuser, securityContext } = this.#login;
    return { user, superuser, securityContext };
  }

  #caller(requestId: string): Caller {
    const { protocol, cacheMode } = this.#options;
    return {
      session: this.#cubeSession(),
      protocol,
      cacheMode,
      requestId,
      applicationName: this.#settings.get("application_name"),
      changeUser: undefined,
    };
  }

  #pgSession(): PgSession {
    const { user, database } = this.#login;
    return { id: this.#id, user, database, settings: this.#settings.current };
  }

  /** The signal, or that of `statement_timeout`. */
  #timed(signal: AbortSignal): AbortSignal {
    const milliseconds = timeoutOf(this.#settings.get("statement_timeout"));
    if (milliseconds === 0) return signal;
    const timeout = new AbortController();
    setTimeout(
      () =>
        timeout.abort(
          new SqlError("57014", "canceling statement due to statement timeout"),
        ),
      milliseconds,
    ).unref();
    return AbortSignal.any([signal, timeout.signal]);
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

const UNITS: Record<string, number> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `30s` → 30000; 0 for none. */
function timeoutOf(text = "0"): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  if (match === null) return 0;
  const [, number, unit = ""] = match;
  return Math.round(Number(number) * (UNITS[unit === "" ? "ms" : unit] ?? 1));
}

const discardTag = (target: string) => target.replace("_", " ");

/** Where the SELECT of `DECLARE … CURSOR … FOR SELECT …` begins. */
function selectStart(text: string): number {
  const match = /\bcursor\b[\s\S]*?\bfor\b/i.exec(text);
  return match === null ? 0 : match.index + match[0].length;
}
