import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { closeSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of a few hundred kilobytes. */
export interface SmallDisk {
  path: string;
  /** Takes up all space that is left. */
  fill(): void;
  /** Gives back what {@link SmallDisk.fill} took. */
  free(): void;
  remove(): Promise<void>;
}

/** A mount namespace of its own, which needs no root where users may have them. */
const NAMESPACE = process.getuid?.() === 0 ? ["-m"] : ["-rm"];

/** What this machine lacks for a small disk; undefined when it lacks nothing. */
export const lackingForSmallDisk = (): string | undefined =>
  spawnSync("unshare", [...NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"])
    .status === 0
    ? undefined
    : "a mount namespace in which a tmpfs may be mounted (unshare)";

/** Mounts one where only the holder of the namespace and its path below /proc see it. */
export async function smallDisk(kilobytes: number): Promise<SmallDisk> {
  const mountPoint = mkdtempSync(join(tmpdir(), "small-disk-"));
  const holder = spawn("unshare", [
    ...NAMESPACE,
    ...[
      "sh",
      "-c",
      'mount -t tmpfs -o size="$1" none "$0" && echo && exec cat',
    ],
    ...[mountPoint, `${kilobytes}k`],
  ]);
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once("data", () => resolve());
    holder.once("exit", () => reject(new Error("no tmpfs could be mounted")));
  });
  const path = `/proc/${holder.pid}/root${mountPoint}`;
  const ballast = join(path, "ballast");
  return {
    path,
    fill() {
      const file = openSync(ballast, "a");
      const block = Buffer.alloc(4096);
      try {
        while (writeSync(file, block) > 0);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    async remove() {
      await ended(holder);
      rmdirSync(mountPoint);
    },
  };
}

/** Closes the input that it copies: the namespace goes with its last process. */
function ended(holder: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    holder.once("exit", () => resolve());
    holder.stdin?.end();
  });
}
