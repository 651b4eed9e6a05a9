import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { ServiceError } from "../../base/errors.ts";

const SAMPLE_MS = 200;

/** A program that ran from its start to its end. */
export interface Finished {
  stdout: string;
  /** Its start included. */
  seconds: number;
  /** Resident memory over time, bytes. */
  memory: { second: number; bytes: number }[];
}

/** Resident memory of a running process, worker threads included. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/**
 * Runs a TypeScript program of the project.
 *
 * @throws ServiceError `program-failed` with what it said
 */
export async function run(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Finished> {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const seconds = () => (performance.now() - started) / 1000;
  const memory: Finished["memory"] = [];
  const timer = setInterval(() => {
    void residentBytes(child.pid!).then((bytes) => {
      if (bytes !== undefined) memory.push({ second: seconds(), bytes });
    });
  }, SAMPLE_MS);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(timer);
  if (code !== 0) {
    throw new ServiceError(
      "program-failed",
      `${args.join(" ")} ended with code ${code}: ${stderr.trim()}`,
    );
  }
  return { stdout, seconds: seconds(), memory };
}
