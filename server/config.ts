import { UsageError } from "../base/errors.ts";

/**
 * One variable of the environment. The README's table is generated from this
 * list, so the description says all a user needs.
 */
interface Variable {
  name: string;
  default: string | undefined;
  description: string;
}

/** Every variable Lookthrough reads itself; others named CUBEJS_* go to Cube. */
export const VARIABLES = [
  { name: "PORT", default: "4000", description: "API and web client" },
  {
    name: "HOST",
    default: "127.0.0.1",
    description:
      "address the API listens on; anything but loopback needs NODE_ENV=production",
  },
  {
    name: "NODE_ENV",
    default: "development",
    description:
      "`development` (Playground, open on loopback) or `production` (tokens required)",
  },
  {
    name: "DATA_DIR",
    default: ".lookthrough",
    description:
      "embedded warehouse: data, generated configuration, logs, credentials",
  },
  {
    name: "WAREHOUSE_HTTP_PORT",
    default: "8123",
    description: "embedded ClickHouse, HTTP",
  },
  {
    name: "WAREHOUSE_TCP_PORT",
    default: "9000",
    description: "embedded ClickHouse, native protocol",
  },
  {
    name: "CLICKHOUSE_URL",
    default: undefined,
    description:
      "use this ClickHouse server instead of the embedded one, e.g. `http://ch:8123`",
  },
  {
    name: "CLICKHOUSE_USER",
    default: "default",
    description: "user on that server; needs DDL rights for migrations",
  },
  { name: "CLICKHOUSE_PASSWORD", default: "", description: "its password" },
  {
    name: "CLICKHOUSE_DATABASE",
    default: "pivot",
    description: "database of the facts and rollups",
  },
  {
    name: "CLICKHOUSE_CLUSTER",
    default: undefined,
    description: "apply the schema ON CLUSTER with Replicated engines",
  },
  {
    name: "SAMPLE_ROWS",
    default: "10000",
    description:
      "trades loaded on first start into an empty warehouse; 0 = none, which is what production does unless it is set",
  },
  {
    name: "CUBEJS_API_SECRET",
    default: undefined,
    description:
      "signs API tokens; random per start in development, required in production (32 characters or more)",
  },
  {
    name: "CORS_ORIGINS",
    default: "",
    description:
      "comma-separated origins that may call the API from a browser; empty = same origin only",
  },
  {
    name: "LOG_LEVEL",
    default: "warn",
    description: "`error`, `warn`, `info` or `trace`",
  },
] as const satisfies readonly Variable[];

export type LogLevel = "error" | "warn" | "info" | "trace";

/** How to reach a ClickHouse server by HTTP. */
export interface ClickHouseConnection {
  url: string;
  user: string;
  password: string;
  database: string;
}

export interface EmbeddedWarehouseConfig {
  kind: "embedded";
  dataDir: string;
  httpPort: number;
  tcpPort: number;
  database: string;
}

export interface ServerWarehouseConfig {
  kind: "server";
  connection: ClickHouseConnection;
  /** Cluster to apply the schema on, if any. */
  cluster: string | undefined;
}

export type WarehouseConfig = EmbeddedWarehouseConfig | ServerWarehouseConfig;

/** Complete: every field has been checked or defaulted. */
export interface Config {
  mode: "development" | "production";
  host: string;
  port: number;
  warehouse: WarehouseConfig;
  sampleRows: number;
  /** Undefined only in development: the API then draws one per start. */
  apiSecret: string | undefined;
  corsOrigins: string[];
  logLevel: LogLevel;
  /** Variables named CUBEJS_* that go to Cube unchanged. */
  cubeEnvironment: Record<string, string>;
}

export type Environment = Record<string, string | undefined>;

const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

const oneOf = <T extends string>(
  name: string,
  value: string,
  legal: readonly T[],
): T => {
  const found = legal.find((item) => item === value);
  if (found === undefined) {
    throw new UsageError(
      `${name} must be one of ${legal.join(", ")}: ${value}`,
    );
  }
  return found;
};

const integer = (name: string, value: string, min: number, max: number) => {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) {
    throw new UsageError(
      `${name} must be a whole number from ${min} to ${max}: ${value}`,
    );
  }
  return number;
};

const identifier = (name: string, value: string) => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(value)) {
    throw new UsageError(
      `${name} must be letters, digits and underscores: ${value}`,
    );
  }
  return value;
};

const httpUrl = (name: string, value: string) => {
  let url: URL | undefined;
  try {
    url = new URL(value);
  } catch {
    url = undefined;
  }
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw new UsageError(
      `${name} must be an http or https URL: ${value}`,
      "for example http://127.0.0.1:8123",
    );
  }
  return value.replace(/\/$/, "");
};

/** Prefixes of our own names, to notice a misspelt variable. */
const OWN_PREFIXES = ["CLICKHOUSE_", "WAREHOUSE_", "SAMPLE_"];

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
 * Environment → complete configuration. Pure.
 *
 * @throws UsageError naming the variable, its value and the legal ones
 */
export function readConfig(env: Environment): Config {
  const known = new Set<string>(VARIABLES.map(({ name }) => name));
  for (const name of Object.keys(env)) {
    if (
      !known.has(name) &&
      OWN_PREFIXES.some((prefix) => name.startsWith(prefix))
    ) {
      throw new UsageError(
        `unknown variable ${name}`,
        `legal: ${[...known].filter((item) => OWN_PREFIXES.some((prefix) => item.startsWith(prefix))).join(", ")}`,
      );
    }
  }
  for (const { pattern, agrees, instead } of FIXED_CUBE_VARIABLES) {
    for (const [name, value] of Object.entries(env)) {
      if (pattern.test(name) && value !== agrees) {
        throw new UsageError(`${name} cannot be set here`, instead);
      }
    }
  }
  const read = (name: (typeof VARIABLES)[number]["name"]) => {
    const variable: Variable | undefined = VARIABLES.find(
      (item) => item.name === name,
    );
    const value = env[name];
    if (value === "" && variable?.default !== "") {
      throw new UsageError(
        `${name} is set but empty`,
        `unset it or give it a value: ${variable?.description}`,
      );
    }
    return value ?? variable?.default ?? "";
  };

  const mode = oneOf(
    "NODE_ENV",
    env["NODE_ENV"] === "test" ? "development" : read("NODE_ENV"),
    ["development", "production"],
  );
  const host = read("HOST");
  if (mode === "development" && !LOOPBACK.includes(host)) {
    throw new UsageError(
      `HOST must be loopback in development, where anyone may read everything: ${host}`,
      "set NODE_ENV=production and CUBEJS_API_SECRET to serve other machines",
    );
  }
  const apiSecret = env["CUBEJS_API_SECRET"];
  if (
    mode === "production" &&
    (apiSecret === undefined || apiSecret.length < 32)
  ) {
    throw new UsageError(
      `CUBEJS_API_SECRET must have at least 32 characters in production: ${apiSecret === undefined ? "not set" : `${apiSecret.length} characters`}`,
      "make one with: openssl rand -hex 32",
    );
  }
  if (mode === "production" && env["CUBEJS_DEV_MODE"] === "true") {
    throw new UsageError(
      "CUBEJS_DEV_MODE=true lets anyone mint tokens in production",
      "unset it",
    );
  }
  const database = identifier(
    "CLICKHOUSE_DATABASE",
    read("CLICKHOUSE_DATABASE"),
  );
  const url =
    env["CLICKHOUSE_URL"] === undefined
      ? undefined
      : httpUrl("CLICKHOUSE_URL", read("CLICKHOUSE_URL"));
  const cluster =
    env["CLICKHOUSE_CLUSTER"] === undefined
      ? undefined
      : identifier("CLICKHOUSE_CLUSTER", read("CLICKHOUSE_CLUSTER"));
  if (url === undefined && cluster !== undefined) {
    throw new UsageError(
      `CLICKHOUSE_CLUSTER needs CLICKHOUSE_URL: ${cluster}`,
      "the embedded warehouse is a single node",
    );
  }

  return {
    mode,
    host,
    port: integer("PORT", read("PORT"), 1, 65535),
    warehouse:
      url === undefined
        ? {
            kind: "embedded",
            dataDir: read("DATA_DIR"),
            httpPort: integer(
              "WAREHOUSE_HTTP_PORT",
              read("WAREHOUSE_HTTP_PORT"),
              1,
              65535,
            ),
            tcpPort: integer(
              "WAREHOUSE_TCP_PORT",
              read("WAREHOUSE_TCP_PORT"),
              1,
              65535,
            ),
            database,
          }
        : {
            kind: "server",
            connection: {
              url,
              user: read("CLICKHOUSE_USER"),
              password: read("CLICKHOUSE_PASSWORD"),
              database,
            },
            cluster,
          },
    // Nobody wants invented trades in a warehouse that happens to be empty.
    sampleRows:
      mode === "production" && env["SAMPLE_ROWS"] === undefined
        ? 0
        : integer("SAMPLE_ROWS", read("SAMPLE_ROWS"), 0, 100_000_000),
    apiSecret,
    corsOrigins: read("CORS_ORIGINS")
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean),
    logLevel: oneOf("LOG_LEVEL", read("LOG_LEVEL"), [
      "error",
      "warn",
      "info",
      "trace",
    ]),
    cubeEnvironment: Object.fromEntries(
      Object.entries(env).filter(
        (entry): entry is [string, string] =>
          entry[0].startsWith("CUBEJS_") &&
          entry[1] !== undefined &&
          entry[0] !== "CUBEJS_API_SECRET",
      ),
    ),
  };
}

/** The configuration of this process. */
export const processConfig = (): Config => readConfig(process.env);

/** The secret that signs tokens, for programs that need nothing else. */
export const processApiSecret = (): string | undefined =>
  process.env["CUBEJS_API_SECRET"];

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
    // The SQL API is ours; Cube's own needs the native extension.
    CUBEJS_PG_SQL_PORT: "false",
  };
}

/** Hands variables to code that reads process.env: Cube, and cube.js. */
export function applyEnvironment(
  variables: Record<string, string | undefined>,
): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** The environment of a child process: ours, with `variables` on top. */
export const childEnvironment = (
  variables: Record<string, string>,
): Record<string, string | undefined> => ({ ...process.env, ...variables });
