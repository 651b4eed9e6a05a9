import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorMessage, ServiceError } from "../../base/errors.ts";

/** What a checkpoint is of. */
export type CheckpointKind = "load" | "stream";

export type CheckpointState = "running" | "interrupted" | "failed" | "complete";

/** JSON of unknown origin. */
export type Fields = Record<string, unknown>;

/** Its place in a folder of checkpoints. */
export const checkpointPath = (folder: string, name: string): string =>
  join(folder, `${name}.json`);

/**
 * A field of a type; numbers are finite and not negative.
 *
 * @throws Error naming the field and what it holds
 */
export function field<T extends string | number | boolean>(
  fields: Fields,
  name: string,
  type: "string" | "number" | "boolean",
): T {
  const value = fields[name];
  const sound =
    typeof value !== "number" || (Number.isFinite(value) && value >= 0);
  if (typeof value !== type || !sound) {
    throw new Error(`${name} is ${JSON.stringify(value)}`);
  }
  return value as T;
}

/** The object in a field. @throws Error when there is none */
export function section(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (typeof value !== "object" || value === null) {
    throw new Error(`${name} is ${JSON.stringify(value)}`);
  }
  return value as Fields;
}

/**
 * Reads a checkpoint; undefined when there is none.
 *
 * @param normalize throws when the content makes no sense
 * @throws ServiceError `checkpoint-corrupted` or `checkpoint-unusable`
 */
export async function readCheckpointFile<T>(
  path: string,
  normalize: (fields: Fields) => T,
): Promise<T | undefined> {
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unusable(path, error);
  }
  try {
    return normalize(section({ content: JSON.parse(text) }, "content"));
  } catch (cause) {
    throw new ServiceError(
      "checkpoint-corrupted",
      `cannot understand the checkpoint ${path}: ${errorMessage(cause)}`,
      {
        hint: "start without it with --reset and the flags of before: rows that are in the warehouse stay there, and a load finds them and adds none twice",
      },
    );
  }
}

const unusable = (path: string, cause: unknown) =>
  new ServiceError("checkpoint-unusable", `cannot use the checkpoint ${path}`, {
    hint: "its folder must exist, be writable and have space; choose another with --checkpoints, or let a load go without one with --no-checkpoint",
    cause,
  });

/**
 * Replaces the file as a whole: a reader, or a start after a crash, sees the old
 * content or the new.
 *
 * @throws ServiceError `checkpoint-unusable`
 */
export async function writeCheckpointFile(
  path: string,
  content: object,
): Promise<void> {
  const partial = `${path}.partial-${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(partial, "w");
    try {
      await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw unusable(path, error);
  }
}
