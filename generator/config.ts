import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ServiceError, UsageError } from "../base/errors.ts";

/** How to reach the warehouse by HTTP. */
export interface Connection {
  url: string;
  user: string;
  password: string;
  database: string;
}

export type Environment = Record<string, string | undefined>;

const START_HINT =
  "start it with `npm run warehouse` or `npm start`, or set CLICKHOUSE_URL";

/**
 * The server that CLICKHOUSE_URL names, or else the embedded warehouse whose
 * credentials lie in DATA_DIR.
 *
 * @throws UsageError for a malformed variable
 * @throws ServiceError `no-warehouse` when none was ever started
 */
export async function readConnection(env: Environment): Promise<Connection> {
  const url = env["CLICKHOUSE_URL"];
  const database = env["CLICKHOUSE_DATABASE"] ?? "pivot";
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(database)) {
    throw new UsageError(
      `CLICKHOUSE_DATABASE must be letters, digits and underscores: ${database || "(empty)"}`,
    );
  }
  if (url === undefined) return readCredentials(env["DATA_DIR"]);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(
      `CLICKHOUSE_URL must be an http or https URL: ${url || "(empty)"}`,
      "for example http://127.0.0.1:8123",
    );
  }
  return {
    url: url.replace(/\/$/, ""),
    user: env["CLICKHOUSE_USER"] ?? "default",
    password: env["CLICKHOUSE_PASSWORD"] ?? "",
    database,
  };
}

/** What the running embedded warehouse wrote down for its owner. */
async function readCredentials(dataDir = ".lookthrough"): Promise<Connection> {
  const path = join(dataDir, "credentials.json");
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new ServiceError(
      "no-warehouse",
      `no warehouse has been started here: cannot read ${path}`,
      { hint: START_HINT, cause },
    );
  }
  try {
    return normalizeConnection(
      (JSON.parse(text) as { owner?: unknown } | null)?.owner,
    );
  } catch (cause) {
    throw new ServiceError("bad-credentials", `cannot understand ${path}`, {
      hint: "stop the warehouse, delete the file and start it again",
      cause,
    });
  }
}

function normalizeConnection(value: unknown): Connection {
  const fields = (value ?? {}) as Record<string, unknown>;
  const text = (name: string) => {
    const field = fields[name];
    if (typeof field !== "string") throw new Error(`owner.${name} is missing`);
    return field;
  };
  return {
    url: text("url"),
    user: text("user"),
    password: text("password"),
    database: text("database"),
  };
}

/** Hint of every error that says the warehouse does not answer. */
export const unreachable = (url: string, cause: unknown): ServiceError =>
  new ServiceError("no-warehouse", `the warehouse does not answer at ${url}`, {
    hint: START_HINT,
    cause,
  });

/** The connection of this process. */
export const processConnection = (): Promise<Connection> =>
  readConnection(process.env);
