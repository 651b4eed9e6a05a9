/**
 * One variable of the environment. The README's table is generated from this
 * list, so the description says all a user needs.
 */
export interface Variable {
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
      "embedded warehouse (data, generated configuration, logs, credentials), and the short links of the web client in `links/` (at most 100,000 and 256 MiB; keep it to keep them)",
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
    name: "SQL_API",
    default: "auto",
    description:
      "`builtin` (ours), `native` (Cube's own, with its native extension), `auto` (Cube's own where its extension is installed) or `off`",
  },
  {
    name: "CUBEJS_PG_SQL_PORT",
    default: "15432",
    description: "SQL API, Postgres wire protocol",
  },
  {
    name: "CUBEJS_SQL_USER",
    default: undefined,
    description:
      "a user of the SQL API who sees everything; others log in with an API token as the password",
  },
  {
    name: "CUBEJS_SQL_PASSWORD",
    default: undefined,
    description: "its password, 16 characters or more in production",
  },
  {
    name: "SQL_AUTH",
    default: "cleartext",
    description:
      "how the SQL API asks for passwords: `cleartext`, or `md5` or `scram-sha-256`, which only CUBEJS_SQL_USER can answer",
  },
  {
    name: "SQL_TLS_CERT",
    default: undefined,
    description: "file of a certificate (PEM): the SQL API then offers TLS",
  },
  {
    name: "SQL_TLS_KEY",
    default: undefined,
    description: "file of its key (PEM)",
  },
  {
    name: "SQL_MAX_CONNECTIONS",
    default: "100",
    description: "sessions of the SQL API at the same time",
  },
  {
    name: "SQL_IDLE_TIMEOUT",
    default: "0",
    description:
      "seconds after which a session that sends nothing ends; 0 = never. Sessions may SET a shorter `idle_session_timeout`",
  },
  {
    name: "SQL_IDLE_IN_TRANSACTION_TIMEOUT",
    default: "0",
    description:
      "the same inside of a transaction; `idle_in_transaction_session_timeout`",
  },
  {
    name: "SQL_STATEMENT_TIMEOUT",
    default: "0",
    description:
      "seconds a statement may take; 0 = no limit. Sessions may SET a shorter `statement_timeout`",
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
