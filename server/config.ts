import { join } from "node:path";
import { UsageError } from "../base/errors.ts";
import { type SqlApiConfig, sqlApiConfig } from "./config-sql-api.ts";
import { httpUrl, identifier, integer, oneOf } from "./config-values.ts";
import { refuseFixedVariables } from "./cube-variables.ts";
import { type Variable, VARIABLES } from "./variables.ts";

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
  /** Folder of the web client's short links. */
  linksDir: string;
  sampleRows: number;
  /** Undefined only in development: the API then draws one per start. */
  apiSecret: string | undefined;
  sqlApi: SqlApiConfig;
  corsOrigins: string[];
  logLevel: LogLevel;
  /** Variables named CUBEJS_* that go to Cube unchanged. */
  cubeEnvironment: Record<string, string>;
}

export type Environment = Record<string, string | undefined>;

const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** Prefixes of our own names, to notice a misspelt variable. */
const OWN_PREFIXES = ["CLICKHOUSE_", "WAREHOUSE_", "SAMPLE_", "SQL_"];

/** Variables of Cube that are read here and reach it as options. */
const READ_HERE = [
  "CUBEJS_API_SECRET",
  "CUBEJS_PG_SQL_PORT",
  "CUBEJS_SQL_USER",
  "CUBEJS_SQL_PASSWORD",
];

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
  refuseFixedVariables(env);
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
    linksDir: join(read("DATA_DIR"), "links"),
    // Nobody wants invented trades in a warehouse that happens to be empty.
    sampleRows:
      mode === "production" && env["SAMPLE_ROWS"] === undefined
        ? 0
        : integer("SAMPLE_ROWS", read("SAMPLE_ROWS"), 0, 100_000_000),
    apiSecret,
    sqlApi: sqlApiConfig(env, mode, read),
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
          !READ_HERE.includes(entry[0]),
      ),
    ),
  };
}

/** The configuration of this process. */
export const processConfig = (): Config => readConfig(process.env);

/** The secret that signs tokens, for programs that need nothing else. */
export const processApiSecret = (): string | undefined =>
  process.env["CUBEJS_API_SECRET"];

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

/** What clients of Postgres take from the environment. */
export const postgresDefaults = () => ({
  user: process.env["PGUSER"],
  password: process.env["PGPASSWORD"],
});
