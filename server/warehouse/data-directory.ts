import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { accessSync, constants, mkdirSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ServiceError } from "../../base/errors.ts";

/** Where things lie below DATA_DIR. */
export interface DataDirectory {
  root: string;
  /** ClickHouse's own data path; an ordinary one, so BACKUP and RESTORE work. */
  data: string;
  logs: string;
  backups: string;
  /** One folder per start: generated configuration, FIFO, history. */
  runs: string;
  credentials: string;
}

/** The files of one start. A second engine on the directory gets its own. */
export interface RunDirectory {
  root: string;
  config: string;
  users: string;
  history: string;
  /** Open as long as the supervisor lives; the engine ends when it closes. */
  lifetime: string;
  stderr: string;
}

/** Paths only; touches nothing. */
export function dataDirectory(dataDir: string): DataDirectory {
  const root = resolve(dataDir);
  return {
    root,
    data: join(root, "clickhouse"),
    logs: join(root, "logs"),
    backups: join(root, "backups"),
    runs: join(root, "run"),
    credentials: join(root, "credentials.json"),
  };
}

/**
 * Creates what is missing, including the databases the engine would otherwise
 * create wrongly.
 *
 * @throws ServiceError `data-dir-unusable` when it cannot be written
 */
export async function prepareDataDirectory(
  directory: DataDirectory,
): Promise<void> {
  try {
    for (const path of [
      directory.root,
      directory.data,
      join(directory.data, "metadata"),
      directory.logs,
      directory.backups,
      directory.runs,
    ]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    }
    // By default `system` lives in memory, so that query_log fails after a
    // restart, and `default` is an overlay of the file system.
    await attachDatabase(directory.data, "system");
    await attachDatabase(directory.data, "default");
  } catch (cause) {
    throw new ServiceError(
      "data-dir-unusable",
      `cannot write the data directory ${directory.root}`,
      {
        hint: "make it writable for this user or set DATA_DIR to another folder",
        cause,
      },
    );
  }
}

async function attachDatabase(data: string, name: string): Promise<void> {
  const statement = `ATTACH DATABASE _ UUID '${randomUUID()}'\nENGINE = Atomic\n`;
  try {
    await writeFile(join(data, "metadata", `${name}.sql`), statement, {
      flag: "wx",
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** A fresh folder for one start, with its FIFO. */
export async function createRunDirectory(
  directory: DataDirectory,
): Promise<RunDirectory> {
  const root = await mkdtemp(join(directory.runs, "engine-"));
  const lifetime = join(root, "lifetime");
  await promisify(execFile)("mkfifo", ["-m", "600", lifetime]);
  return {
    root,
    config: join(root, "config.xml"),
    users: join(root, "users.xml"),
    history: join(root, "history"),
    lifetime,
    stderr: join(root, "stderr.log"),
  };
}

/** Removes what earlier, killed starts left. Only the lock's owner may call it. */
export async function removeOtherRuns(
  directory: DataDirectory,
  own: RunDirectory,
): Promise<void> {
  for (const name of await readdir(directory.runs)) {
    const path = join(directory.runs, name);
    if (path !== own.root) await rm(path, { recursive: true, force: true });
  }
}
