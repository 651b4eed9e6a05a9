import { UsageError } from "../base/errors.ts";
import type { ClickHouseConnection, Config, Environment } from "./config.ts";

interface FixedCubeVariable {
  pattern: RegExp;
  /** The one value that agrees with what Lookthrough sets. */
  agrees?: string;
  instead: string;
}

/** Variables of Cube that follow from ours, with what to do instead. */
const FIXED_CUBE_VARIABLES: FixedCubeVariable[] = [
  {
    pattern: /^CUBEJS_DB_(HOST|PORT|USER|PASS|NAME|SSL)$/,
    instead: "set CLICKHOUSE_URL, CLICKHOUSE_USER and the like",
  },
  {
    pattern: /^CUBEJS_DB_TYPE$/,
    agrees: "clickhouse",
    instead: "unset it: the warehouse is ClickHouse",
  },
  {
    pattern: /^CUBEJS_(EXT_DB|CUBESTORE)_/,
    instead: "unset it: rollups stay in ClickHouse",
  },
  {
    pattern: /^CUBEJS_TESSERACT_SQL_PLANNER$/,
    agrees: "false",
    instead: "unset it: cube.js is written for the other planner",
  },
  {
    pattern: /^CUBEJS_CACHE_AND_QUEUE_DRIVER$/,
    agrees: "memory",
    instead: "unset it: the cache is in memory",
  },
  {
    pattern: /^CUBEJS_SQL_PORT$/,
    instead: "set CUBEJS_PG_SQL_PORT",
  },
  {
    pattern: /^CUBEJS_(API_SECRETS|JWK_|JWT_)/,
    instead: "unset it: tokens are signed with CUBEJS_API_SECRET",
  },
];

/** Cube's own settings as strings; a user's value for one of them wins. */
const CUBE_DEFAULTS: Record<string, string> = {
  CUBEJS_SCHEMA_PATH: "model",
  CUBEJS_TELEMETRY: "false",
  CUBEJS_LIVE_PREVIEW: "false",
  CUBEJS_WEB_SOCKETS: "true",
  CUBEJS_REFRESH_WORKER: "true",
  CUBEJS_SCHEDULED_REFRESH_DEFAULT: "true",
  CUBEJS_MAX_REQUEST_SIZE: "1mb",
};

/**
 * Refuses variables of Cube that would contradict ours.
 *
 * @throws UsageError saying what to set instead
 */
export function refuseFixedVariables(env: Environment): void {
  for (const { pattern, agrees, instead } of FIXED_CUBE_VARIABLES) {
    for (const [name, value] of Object.entries(env)) {
      if (pattern.test(name) && value !== agrees) {
        throw new UsageError(`${name} cannot be set here`, instead);
      }
    }
  }
}

/**
 * The variables that Cube reads, complete. Pure.
 *
 * @returns undefined for a variable that must not be set
 */
export function cubeVariables(
  config: Config,
  connection: ClickHouseConnection,
  apiSecret: string,
): Record<string, string | undefined> {
  const url = new URL(connection.url);
  const secure = url.protocol === "https:";
  const production = config.mode === "production";
  return {
    ...CUBE_DEFAULTS,
    ...config.cubeEnvironment,
    NODE_ENV: config.mode,
    CUBEJS_DEV_MODE: production ? undefined : "true",
    CUBEJS_API_SECRET: apiSecret,
    CUBEJS_LOG_LEVEL: config.logLevel,
    CUBEJS_DB_TYPE: "clickhouse",
    CUBEJS_DB_HOST: url.hostname,
    CUBEJS_DB_PORT: url.port || (secure ? "443" : "80"),
    CUBEJS_DB_SSL: String(secure),
    CUBEJS_DB_USER: connection.user,
    CUBEJS_DB_PASS: connection.password,
    CUBEJS_DB_NAME: connection.database,
    CUBEJS_TESSERACT_SQL_PLANNER: "false",
    CUBEJS_CACHE_AND_QUEUE_DRIVER: "memory",
    // Given to the SQL API as an option, ours or Cube's own.
    CUBEJS_PG_SQL_PORT: "false",
  };
}
