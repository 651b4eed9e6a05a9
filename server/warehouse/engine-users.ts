import { sha256, type Passwords } from "./credentials.ts";
import type { Limits } from "./limits.ts";
import { configFile, type Xml } from "./xml.ts";

/** Where Cube keeps pre-aggregations: its names in development and production. */
export const PRE_AGGREGATION_DATABASES = [
  "dev_pre_aggregations",
  "prod_pre_aggregations",
];

/** Engines the owner may create tables with; File, URL and Executable are not among them. */
const TABLE_ENGINES = [
  "MergeTree",
  "AggregatingMergeTree",
  "ReplacingMergeTree",
  "SummingMergeTree",
  "Memory",
  "Null",
];

const LOOPBACK = ["127.0.0.1", "::1"];

/**
 * Text of users.xml. Passwords appear as SHA-256. Users without grants could do
 * everything, so each has a list of what it may do.
 */
export function engineUsers(
  database: string,
  passwords: Passwords,
  limits: Limits,
): string {
  const settings: Record<string, Xml> = {
    // Undo what local mode switches on.
    implicit_select: 0,
    allow_introspection_functions: 0,
    storage_file_read_method: "pread",
    max_memory_usage: limits.queryMemory,
    // A repeated insert must not count twice in the rollups either.
    deduplicate_blocks_in_dependent_materialized_views: 1,
    cancel_http_readonly_queries_on_client_close: 1,
    http_receive_timeout: 60,
    http_send_timeout: 60,
  };
  return configFile({
    profiles: {
      default: settings,
      // The engine's own session is the one it may have: nobody else gets in.
      local: { ...settings, max_sessions_for_user: 1 },
      reader: {
        ...settings,
        readonly: 2,
        constraints: { max_memory_usage: { max: limits.queryMemory } },
      },
    },
    quotas: { default: {} },
    users: {
      default: user("", LOOPBACK, "local", LOCAL_SESSION_GRANTS),
      owner: user(passwords.owner, LOOPBACK, "default", ownerGrants(database)),
      cube: user(passwords.cube, LOOPBACK, "default", cubeGrants(database)),
      reader: user("", LOOPBACK, "reader", readerGrants(database)),
    },
  });
}

function user(
  password: string,
  addresses: string[],
  profile: string,
  grants: string[],
): Xml {
  const login: Record<string, Xml> =
    password === ""
      ? { password: "" }
      : { password_sha256_hex: sha256(password) };
  return {
    ...login,
    networks: { ip: addresses },
    profile,
    quota: "default",
    // Exists always; the data database does not before the first migration.
    default_database: "default",
    grants: { query: grants },
  };
}

/** What the start query of the engine's own session does. */
const LOCAL_SESSION_GRANTS = [
  "GRANT SYSTEM LISTEN ON *.*",
  "GRANT CREATE TEMPORARY TABLE ON *.*",
  "GRANT READ ON FILE",
];

const ownerGrants = (database: string) => [
  `GRANT SHOW, SELECT, INSERT, ALTER, CREATE, DROP, TRUNCATE, OPTIMIZE, dictGet ON \`${database}\`.*`,
  ...TABLE_ENGINES.map((engine) => `GRANT TABLE ENGINE ON ${engine}`),
  "GRANT SELECT ON system.*",
  "GRANT SELECT ON information_schema.*",
  "GRANT CREATE TEMPORARY TABLE, KILL QUERY ON *.*",
];

const readerGrants = (database: string) => [
  `GRANT SELECT, dictGet, SHOW ON \`${database}\`.*`,
  ...["tables", "columns", "databases", "parts"].map(
    (table) => `GRANT SELECT ON system.${table}`,
  ),
];

const cubeGrants = (database: string) => [
  ...readerGrants(database),
  ...PRE_AGGREGATION_DATABASES.map(
    (name) =>
      `GRANT CREATE DATABASE, CREATE VIEW, DROP VIEW, SELECT, SHOW ON ${name}.*`,
  ),
  "GRANT KILL QUERY ON *.*",
];
