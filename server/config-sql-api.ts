import { UsageError } from "../base/errors.ts";
import { integer, oneOf } from "./config-values.ts";

/** What clients of the SQL API may take. Times are in milliseconds, 0 is no limit. */
export interface SqlApiLimits {
  connections: number;
  /** Of a client that sends nothing, outside of a transaction and inside. */
  idleTimeout: number;
  idleInTransactionTimeout: number;
  /** Of one statement. */
  statementTimeout: number;
}

export interface SqlApiConfig {
  kind: "auto" | "builtin" | "native" | "off";
  port: number;
  /** A user who sees everything; without one only tokens log in. */
  login: { user: string; password: string } | undefined;
  authentication: "cleartext" | "md5" | "scram-sha-256";
  /** Files in PEM. */
  tls: { cert: string; key: string } | undefined;
  limits: SqlApiLimits;
}

type Environment = Record<string, string | undefined>;

const MIN_PASSWORD = 16;

const MAX_CONNECTIONS = 10_000;
/** Seconds: a week. */
const MAX_TIMEOUT = 604_800;

/**
 * @param read the value of a variable, or its default
 * @throws UsageError naming the variable, its value and the legal ones
 */
export function sqlApiConfig(
  env: Environment,
  mode: "development" | "production",
  read: (name: SqlVariable) => string,
): SqlApiConfig {
  const milliseconds = (name: SqlVariable) =>
    1000 * integer(name, read(name), 0, MAX_TIMEOUT);
  return {
    kind: oneOf("SQL_API", read("SQL_API"), [
      "auto",
      "builtin",
      "native",
      "off",
    ]),
    port: integer("CUBEJS_PG_SQL_PORT", read("CUBEJS_PG_SQL_PORT"), 1, 65535),
    login: login(env, mode),
    authentication: authentication(env, read("SQL_AUTH")),
    tls: tls(env),
    limits: {
      connections: integer(
        "SQL_MAX_CONNECTIONS",
        read("SQL_MAX_CONNECTIONS"),
        1,
        MAX_CONNECTIONS,
      ),
      idleTimeout: milliseconds("SQL_IDLE_TIMEOUT"),
      idleInTransactionTimeout: milliseconds("SQL_IDLE_IN_TRANSACTION_TIMEOUT"),
      statementTimeout: milliseconds("SQL_STATEMENT_TIMEOUT"),
    },
  };
}

type SqlVariable =
  | "SQL_API"
  | "CUBEJS_PG_SQL_PORT"
  | "SQL_AUTH"
  | "SQL_MAX_CONNECTIONS"
  | "SQL_IDLE_TIMEOUT"
  | "SQL_IDLE_IN_TRANSACTION_TIMEOUT"
  | "SQL_STATEMENT_TIMEOUT";

/** Two variables that are set together or not at all. */
function pair(
  env: Environment,
  first: string,
  second: string,
): [string, string] | undefined {
  const [a, b] = [env[first], env[second]];
  if (a !== undefined && b !== undefined) return [a, b];
  if (a === undefined && b === undefined) return undefined;
  throw new UsageError(
    `${a === undefined ? second : first} is set without ${a === undefined ? first : second}`,
    "set both or neither",
  );
}

function login(env: Environment, mode: "development" | "production") {
  const both = pair(env, "CUBEJS_SQL_USER", "CUBEJS_SQL_PASSWORD");
  if (both === undefined) return undefined;
  const [user, password] = both;
  if (mode === "production" && password.length < MIN_PASSWORD) {
    throw new UsageError(
      `CUBEJS_SQL_PASSWORD must have at least ${MIN_PASSWORD} characters in production: ${password.length} characters`,
      "make one with: openssl rand -hex 16",
    );
  }
  return { user, password };
}

function authentication(env: Environment, text: string) {
  const method = oneOf("SQL_AUTH", text, ["cleartext", "md5", "scram-sha-256"]);
  if (method !== "cleartext" && env["CUBEJS_SQL_PASSWORD"] === undefined) {
    throw new UsageError(
      `SQL_AUTH=${method} needs a password that is known here`,
      "set CUBEJS_SQL_USER and CUBEJS_SQL_PASSWORD, or leave SQL_AUTH out",
    );
  }
  return method;
}

function tls(env: Environment) {
  const files = pair(env, "SQL_TLS_CERT", "SQL_TLS_KEY");
  return files === undefined ? undefined : { cert: files[0], key: files[1] };
}
