import { createHash, randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { ServiceError } from "../../base/errors.ts";
import type { ClickHouseConnection } from "../config.ts";

/** The users of the warehouse, by what they may do. */
export interface Connections {
  /** All on the data database: migrations, loading, rollups. */
  owner: ClickHouseConnection;
  /** Reads data; creates and drops views in the pre-aggregation databases. */
  cube: ClickHouseConnection;
  /** Reads data, changes nothing, needs no password. Loopback only. */
  reader: ClickHouseConnection;
}

export interface Passwords {
  owner: string;
  cube: string;
}

export const sha256 = (text: string) =>
  createHash("sha256").update(text).digest("hex");

/** Connections of the embedded engine's users. */
export function embeddedConnections(
  url: string,
  database: string,
  passwords: Passwords,
): Connections {
  const connection = (user: string, password: string) => ({
    url,
    user,
    password,
    database,
  });
  return {
    owner: connection("owner", passwords.owner),
    cube: connection("cube", passwords.cube),
    reader: connection("reader", ""),
  };
}

/** The passwords of earlier starts, or new ones. */
export async function readPasswords(path: string): Promise<Passwords> {
  const known = await readCredentials(path);
  const draw = () => randomBytes(24).toString("base64url");
  return {
    owner: known?.owner.password ?? draw(),
    cube: known?.cube.password ?? draw(),
  };
}

/**
 * Connections of the engine that wrote the file last.
 *
 * @returns undefined when no engine was ever started in this directory
 * @throws ServiceError `bad-credentials` when the file has another shape
 */
export async function readCredentials(
  path: string,
): Promise<Connections | undefined> {
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw badCredentials(path, error);
  }
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    return {
      owner: normalizeConnection(value?.["owner"]),
      cube: normalizeConnection(value?.["cube"]),
      reader: normalizeConnection(value?.["reader"]),
    };
  } catch (error) {
    throw badCredentials(path, error);
  }
}

/** Replaces the file in one step; only its owner may read it. */
export async function writeCredentials(
  path: string,
  connections: Connections,
): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  const text = `${JSON.stringify(connections, null, 2)}\n`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, path);
}

const badCredentials = (path: string, cause: unknown) =>
  new ServiceError("bad-credentials", `cannot read ${path}`, {
    hint: "delete it: the next start of the warehouse writes new passwords",
    cause,
  });

function normalizeConnection(value: unknown): ClickHouseConnection {
  const fields = (value ?? {}) as Record<string, unknown>;
  const text = (name: string) => {
    const field = fields[name];
    if (typeof field === "string") return field;
    throw new Error(`${name} must be a text`);
  };
  return {
    url: text("url"),
    user: text("user"),
    password: text("password"),
    database: text("database"),
  };
}
