import { randomUUID } from "node:crypto";
import type { Writable } from "node:stream";
import type {
  Sql4SqlResponse,
  SQLInterfaceOptions,
  QueryConvertResponse,
} from "@cubejs-backend/native";
import { errorMessage } from "../../base/errors.ts";
import type { SqlApiLimits } from "../config-sql-api.ts";
import type { AnswerCacheOptions } from "../cube/answer-cache.ts";
import type { Log } from "../log.ts";
import type { Login } from "./executor.ts";
import { queryOfStatement, sqlOfStatement } from "./http/convert-statement.ts";
import { runStatement } from "./http/run-statement.ts";
import type { CacheMode, CubeHooks, MetaAnswer } from "./load/cube-hooks.ts";
import { usableTables } from "./postgres/catalog.ts";
import type { DatabasePool } from "./postgres/database.ts";
import { PgPool } from "./postgres/pool.ts";
import { rowCache } from "./statements/kept-rows.ts";
import { loadParser } from "./statements/parse.ts";
import type { ExecutorOptions } from "./statements/session.ts";
import { remembering } from "./statements/remembering.ts";
import { SessionExecutor } from "./statements/session-executor.ts";
import { modelTables } from "./model-tables.ts";
import type { AuthenticationMethod } from "./wire/authentication.ts";
import { startWireServer, type WireServer } from "./wire/server.ts";
import type { TlsFiles } from "./wire/tls.ts";

export interface BuiltinOptions {
  host: string;
  port: number;
  authentication: AuthenticationMethod;
  tryWithoutPassword: boolean;
  tls: TlsFiles | undefined;
  /** Rows of one query to Cube. */
  rowLimit: number;
  limits: SqlApiLimits;
  /** For what every start needs again. */
  cacheFolder: string;
  /** The data that answers may be kept for; undefined where none are kept. */
  kept: Pick<AnswerCacheOptions<object>, "version" | "onHit"> | undefined;
  abandon: CubeHooks["abandon"];
  onStart(server: Pick<WireServer, "connections">): void;
  log: Log;
}

/** The exports of `@cubejs-backend/native` that this takes the place of. */
export interface SqlApiExports {
  registerInterface(hooks: SQLInterfaceOptions): Promise<object>;
  shutdownInterface(): Promise<void>;
  execSql(
    instance: unknown,
    sql: string,
    stream: Writable,
    securityContext: unknown,
    cacheMode?: CacheMode,
    timezone?: string,
    throwContinueWait?: boolean,
    requestId?: string,
  ): Promise<void>;
  sql4sql(
    instance: unknown,
    sql: string,
    disablePostProcessing: boolean,
    securityContext?: unknown,
  ): Promise<Sql4SqlResponse>;
  rest4sql(
    instance: unknown,
    sql: string,
    securityContext?: unknown,
  ): Promise<QueryConvertResponse>;
}

/**
 * Our SQL API at the place where Cube plugs in its native one.
 */
export function builtinSqlApi(options: BuiltinOptions): SqlApiExports {
  const { host, port, log, rowLimit, cacheFolder } = options;
  let hooks: CubeHooks | undefined;
  let server: WireServer | undefined;
  const { statementTimeout, ...limits } = options.limits;
  const databases = new PgPool({
    cacheFolder,
    onProblem: (message) => log.warn(message),
  });
  // The first start takes seconds, in which Cube starts too.
  databases.prepare();
  const pool = remembering(databases);
  const rows = options.kept && rowCache(options.kept);

  const executorOptions = (
    protocol: ExecutorOptions["protocol"],
    cacheMode: CacheMode = "stale-if-slow",
    requestId?: string,
  ): ExecutorOptions => {
    if (hooks === undefined) throw new Error("the SQL API is not started");
    return {
      hooks,
      pool,
      rowLimit,
      rows,
      statementTimeout,
      protocol,
      cacheMode,
      requestId,
    };
  };

  return {
    async registerInterface(given) {
      hooks = { ...given, abandon: options.abandon };
      await loadParser();
      server = await startWireServer({
        host,
        port,
        authentication: options.authentication,
        tryWithoutPassword: options.tryWithoutPassword,
        tls: options.tls,
        limits,
        log,
        createExecutor: SessionExecutor.create(executorOptions("postgres")),
        checkSqlAuth: ({ user, password }) =>
          Promise.resolve(
            given.checkSqlAuth({
              request: { id: randomUUID(), meta: undefined },
              user,
              password,
            }),
          ),
      });
      options.onStart(server);
      // The first client shall not wait for Postgres to start.
      void warmUp(given, pool, log).catch((error: unknown) =>
        log.warn("the SQL API is not warm", { error: errorMessage(error) }),
      );
      return { __typename: "sqlinterfaceinstance" };
    },
    async shutdownInterface() {
      await server?.stop();
      await pool.close();
    },
    execSql(_, sql, stream, securityContext, cacheMode, timezone, __, id) {
      return runStatement(
        SessionExecutor.create(executorOptions("http", cacheMode, id)),
        httpLogin(securityContext, timezone),
        sql,
        stream,
      );
    },
    sql4sql: (_, sql, _disablePostProcessing, securityContext) =>
      sqlOfStatement(executorOptions("http"), httpLogin(securityContext), sql),
    rest4sql: (_, sql, securityContext) =>
      queryOfStatement(
        executorOptions("http"),
        httpLogin(securityContext),
        sql,
      ),
  };
}

async function warmUp(
  hooks: SQLInterfaceOptions,
  pool: DatabasePool,
  log: Log,
): Promise<void> {
  const { cubes } = (await hooks.meta({
    request: { id: randomUUID(), meta: undefined },
    session: { user: null, superuser: false, securityContext: {} },
  })) as MetaAnswer;
  const tables = modelTables(cubes);
  for (const problem of usableTables(tables).problems) log.warn(problem);
  await pool.warmUp(tables);
}

function httpLogin(securityContext: unknown, timezone?: string): Login {
  return {
    user: "http",
    database: "cube",
    parameters: new Map(timezone === undefined ? [] : [["timezone", timezone]]),
    securityContext: securityContext ?? {},
    superuser: false,
  };
}
