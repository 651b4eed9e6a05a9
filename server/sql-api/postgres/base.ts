import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorMessage } from "../../../base/errors.ts";
import { compile } from "./emscripten.ts";
import { CONFIGURATION, INITDB_OPTIONS } from "./configuration.ts";
import { readSnapshot, type Snapshot, writeSnapshot } from "./snapshot.ts";
import { PgThread } from "./thread.ts";

/** What every database starts from. */
export interface Base {
  snapshot: Snapshot;
  wasm: WebAssembly.Module;
  /** Where the snapshot was read from; undefined when it has just been made. */
  cachedAt: string | undefined;
}

const pglite = new URL(import.meta.resolve("@electric-sql/pglite"));

/**
 * Reads the snapshot from the cache, or makes it in two to three seconds: initdb
 * takes that long, and half a gigabyte for as long as it runs.
 *
 * @param cacheFolder without one, the next process makes it again
 * @param onProblem the cache cannot be written, which changes nothing but the next start
 * @throws Error when Postgres does not start
 */
export async function loadBase(
  cacheFolder: string | undefined,
  onProblem: (message: string) => void,
): Promise<Base> {
  const compiled = compileWasm();
  // Awaited below; if reading fails first, this must not count as unhandled.
  compiled.catch(() => undefined);
  const path = cacheFolder && join(cacheFolder, await fileName());
  const cached = path === undefined ? undefined : await readSnapshot(path);
  const wasm = await compiled;
  const snapshot = cached ?? (await makeBase(wasm));
  if (cached === undefined && path !== undefined) {
    await writeSnapshot(path, snapshot).catch((error: unknown) =>
      onProblem(errorMessage(error)),
    );
  }
  const cachedAt = cached === undefined ? undefined : path;
  return { snapshot, wasm, cachedAt };
}

async function makeBase(wasm: WebAssembly.Module): Promise<Snapshot> {
  const { thread, first } = await PgThread.start({ kind: "base", wasm });
  await thread.end();
  if (first.kind !== "base") {
    throw new Error(`making the base of databases gave ${first.kind}`);
  }
  return first.base;
}

/** Compiled once, shared by all threads. */
async function compileWasm(): Promise<WebAssembly.Module> {
  const path = fileURLToPath(new URL("./pglite.wasm", pglite));
  return compile(await readFile(path));
}

/** Another one for whatever else the base would be made from. */
async function fileName(): Promise<string> {
  const { version } = JSON.parse(
    await readFile(new URL("../package.json", pglite), "utf8"),
  ) as { version: string };
  const made = createHash("sha256")
    .update(await readFile(new URL("./base.sql", import.meta.url)))
    .update(JSON.stringify([CONFIGURATION, INITDB_OPTIONS]))
    .digest("hex");
  return `pglite-${version}-${made.slice(0, 16)}.snapshot`;
}
