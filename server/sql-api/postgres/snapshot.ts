import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { errorMessage } from "../../../base/errors.ts";

export interface SnapshotFile {
  path: string;
  mode: number;
  offset: number;
  /** Undefined for a folder. */
  length: number | undefined;
}

/** The files of a database that was shut down, in memory that threads share. */
export interface Snapshot {
  /** A folder before what it holds. */
  files: SnapshotFile[];
  bytes: SharedArrayBuffer;
}

interface Header {
  sha256: string;
  files: SnapshotFile[];
}

/** @returns undefined when there is none, or one that was damaged or cut off */
export async function readSnapshot(
  path: string,
): Promise<Snapshot | undefined> {
  try {
    const stored = await readFile(path);
    const lineEnd = stored.indexOf("\n");
    const header = JSON.parse(stored.toString("utf8", 0, lineEnd)) as Header;
    const content = stored.subarray(lineEnd + 1);
    if (checksum(header.files, content) !== header.sha256) return undefined;
    const bytes = new SharedArrayBuffer(content.length);
    new Uint8Array(bytes).set(content);
    return { files: header.files, bytes };
  } catch {
    return undefined;
  }
}

/**
 * Whoever reads meanwhile, or after a crash, finds the whole snapshot or none.
 *
 * @throws Error when the folder cannot be written
 */
export async function writeSnapshot(
  path: string,
  { files, bytes }: Snapshot,
): Promise<void> {
  const content = Buffer.from(bytes);
  const header: Header = { sha256: checksum(files, content), files };
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, [
      Buffer.from(`${JSON.stringify(header)}\n`),
      content,
    ]);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new Error(
      `cannot write the snapshot ${path}: ${errorMessage(cause)}`,
      { cause },
    );
  }
}

const checksum = (files: SnapshotFile[], content: Buffer): string =>
  createHash("sha256")
    .update(JSON.stringify(files))
    .update(content)
    .digest("hex");
