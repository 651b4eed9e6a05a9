import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ServiceError, UsageError, errorMessage } from "../../base/errors.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { builtinSqlApi } from "../sql-api/builtin.ts";
import type { CubeCore } from "./cube-core.ts";
import type { DataVersion } from "./data-version.ts";
import type { Metrics } from "./metrics.ts";
import { installSqlApi, type NativeKind } from "./native.ts";
import type { QueryWaits } from "./query-waits.ts";
import { entersFreely } from "./sql-auth.ts";
import { withHttpErrors } from "./sql-http-errors.ts";

interface SqlApiParts {
  config: Config;
  log: Log;
  /** Folder of the project. */
  root: string;
  metrics: Metrics;
  /** What answers are kept for; undefined where none are kept. */
  data: DataVersion | undefined;
  waits: QueryWaits;
  HandlerError: Parameters<typeof withHttpErrors>[1];
}

/** Undefined when there shall be none. */
export type SqlApiPort = number | undefined;

/** Cube's own default of CUBEJS_DB_QUERY_LIMIT. */
const DEFAULT_ROW_LIMIT = 50_000;

/**
 * Decides whose SQL API Cube starts, and puts ours in place.
 *
 * @throws UsageError when Cube's own is asked for and not installed
 */
export async function chooseSqlApi(
  { config, log, root, metrics, data, waits, HandlerError }: SqlApiParts,
  native: NativeKind,
): Promise<SqlApiPort> {
  const { kind, port, authentication, tls, limits } = config.sqlApi;
  if (kind === "off") return undefined;
  if (kind === "native" && native !== "extension") {
    throw new UsageError(
      "SQL_API=native needs Cube's native extension, which is not installed",
      "npm run native:install, or SQL_API=builtin",
    );
  }
  if (kind === "builtin" || native !== "extension") {
    const limit = config.cubeEnvironment["CUBEJS_DB_QUERY_LIMIT"];
    const sqlApi = builtinSqlApi({
      host: config.host,
      port,
      authentication,
      tryWithoutPassword: entersFreely(config),
      tls: tls && {
        cert: await readPem("SQL_TLS_CERT", tls.cert),
        key: await readPem("SQL_TLS_KEY", tls.key),
      },
      rowLimit: limit === undefined ? DEFAULT_ROW_LIMIT : Number(limit),
      limits,
      cacheFolder: cacheFolder(config, root),
      kept: data && {
        version: () => data.current(),
        onHit: () => metrics.cache(true),
      },
      log: log.part("sql"),
      abandon: (context) => waits.abandon(context),
      onStart: (server) => metrics.sqlConnections(() => server.connections),
    });
    installSqlApi(withHttpErrors(sqlApi, HandlerError));
  }
  return port;
}

const cacheFolder = ({ warehouse }: Config, root: string) =>
  warehouse.kind === "embedded"
    ? join(warehouse.dataDir, "sql-api")
    : join(root, "node_modules", ".cache", "lookthrough");

async function readPem(variable: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new ServiceError(
      "bad-tls-certificate",
      `cannot read ${variable}=${path}: ${errorMessage(error)}`,
      { hint: "name a file in PEM that this process may read" },
    );
  }
}

/** @returns what stops it */
export async function startSqlApi(
  port: SqlApiPort,
  core: CubeCore,
  options: Record<string, unknown>,
): Promise<() => Promise<void>> {
  if (port === undefined) return () => Promise.resolve();
  const server = core.initSQLServer();
  await server.init({ ...options, pgSqlPort: port });
  return () => server.shutdown("fast");
}
