import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import {
  type FileHandle,
  lstat,
  open,
  realpath,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { ServiceError } from "../../base/errors.ts";

/** Where bytes go. Exactly one of commit and discard ends it. */
export interface Output {
  /** Resolves when the bytes may be overwritten. */
  write(bytes: Uint8Array): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** The reader of the standard output has gone: no error, just the end. */
export class BrokenPipe extends Error {}

const unwritable = (path: string, cause: unknown, left: string) =>
  new ServiceError("unwritable-output", `cannot write ${path}`, {
    hint: `check that its folder exists, may be written and has space; ${left}`,
    cause,
  });

const NOTHING_LEFT = "nothing was left there, a file of that name is as it was";
const PART_LEFT = "what was written before this is only a part";

/**
 * Opens a file, or the standard output for `-`. A file appears under its name
 * only when it is complete: until then it has another name beside it.
 *
 * @throws ServiceError `unwritable-output`
 */
export async function openOutput(path: string): Promise<Output> {
  if (path === "-") return standardOutput();
  try {
    const existing = await stat(path).catch(ignoreMissing);
    if (existing?.isDirectory()) throw new Error("it is a folder");
    if (existing === undefined) return await fileOutput(path, path);
    // A device or a named pipe is written as it is: renaming would replace it.
    if (!existing.isFile()) return deviceOutput(path, await open(path, "w"));
    // Likewise a link, such as /dev/stdout: what it points to is replaced.
    const isLink = (await lstat(path)).isSymbolicLink();
    return await fileOutput(path, isLink ? await realpath(path) : path);
  } catch (error) {
    throw unwritable(path, error, NOTHING_LEFT);
  }
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  throw error;
}

function standardOutput(): Output {
  // Every write has a callback that gets the error; without a listener it would
  // be thrown as well.
  process.stdout.on("error", () => undefined);
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        process.stdout.write(bytes, (error) => {
          if (!error) resolve();
          else if ((error as NodeJS.ErrnoException).code === "EPIPE") {
            reject(new BrokenPipe());
          } else reject(unwritable("the standard output", error, PART_LEFT));
        });
      }),
    commit: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += (await file.write(bytes, at)).bytesWritten;
  }
}

function deviceOutput(path: string, file: FileHandle): Output {
  return {
    write: (bytes) =>
      writeAll(file, bytes).catch((error: unknown) => {
        throw (error as NodeJS.ErrnoException).code === "EPIPE"
          ? new BrokenPipe()
          : unwritable(path, error, PART_LEFT);
      }),
    commit: () => file.close(),
    discard: () => file.close(),
  };
}

/**
 * @param path as the user names it
 * @param target the file that is replaced
 */
async function fileOutput(path: string, target: string): Promise<Output> {
  // Not the process id: in a container the next process has the same one, and
  // what a killed process has left would be in its way.
  const partial = `${target}.partial-${randomUUID().slice(0, 8)}`;
  const file = await open(partial, "wx");
  const stop = removeOnSignal(partial);
  return {
    write: (bytes) =>
      writeAll(file, bytes).catch((error: unknown) => {
        throw unwritable(path, error, NOTHING_LEFT);
      }),
    async commit() {
      try {
        await file.close();
        await rename(partial, target);
      } catch (error) {
        throw unwritable(path, error, NOTHING_LEFT);
      }
      stop();
    },
    async discard() {
      await file.close().catch(() => undefined);
      await rm(partial, { force: true });
      stop();
    },
  };
}

/** Ctrl-C leaves no half-written file behind. @returns what undoes it */
function removeOnSignal(path: string): () => void {
  const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  const handlers = Object.entries(signals).map(([signal, code]) => {
    const handler = () => {
      rmSync(path, { force: true });
      process.exit(code);
    };
    process.once(signal, handler);
    return { signal, handler };
  });
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}
