import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";

/** What every Postgres of a test starts from: made once, as initdb takes seconds. */
export const POSTGRES_CACHE = join(
  import.meta.dirname,
  "..",
  "..",
  "node_modules",
  ".cache",
  "lookthrough-tests",
);

const folderOf = (dataDir: string) => join(dataDir, "sql-api");

/** For a service in a new directory. */
export async function seedPostgres(dataDir: string): Promise<void> {
  await copy(POSTGRES_CACHE, folderOf(dataDir));
}

/** What a service has made for itself, unless there is one already. */
export async function keepPostgres(dataDir: string): Promise<void> {
  if (!existsSync(POSTGRES_CACHE))
    await copy(folderOf(dataDir), POSTGRES_CACHE);
}

/** One that is cut off is known by its checksum, and made again. */
async function copy(from: string, to: string): Promise<void> {
  if (existsSync(from)) await cp(from, to, { recursive: true });
}
