import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DataDirectory, RunDirectory } from "./data-directory.ts";
import { HOST, type Ports } from "./ports.ts";
import { quoteText } from "./sql-files.ts";

const ENGINE = fileURLToPath(new URL("engine.mjs", import.meta.url));

/** One run of the engine, from spawn to exit. */
export interface EngineProcess {
  readonly pid: number;
  /** False from the moment it has ended. */
  readonly running: boolean;
  /** How it ended, e.g. `code 0` or `SIGKILL`. Never rejects. */
  readonly ended: Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the engine. It is not ready yet: see `waitUntilReady`. */
export function spawnEngine(
  library: string,
  directory: DataDirectory,
  run: RunDirectory,
  ports: Ports,
): EngineProcess {
  const stderr = openSync(run.stderr, "a", 0o600);
  const child = spawn(
    process.execPath,
    [
      ENGINE,
      library,
      directory.data,
      run.lifetime,
      ...engineArguments(directory, run, ports),
    ],
    {
      cwd: run.root,
      // Its own process group: Ctrl-C must reach the supervisor alone.
      detached: true,
      env: { TZ: "UTC" },
      stdio: ["ignore", "ignore", stderr],
    },
  );
  closeSync(stderr);
  return engineProcess(child);
}

function engineProcess(child: ChildProcess): EngineProcess {
  let running = true;
  const ended = once(child, "exit").then(
    ([code, signal]) => String(signal ?? `code ${code}`),
    (error) => String(error),
  );
  void ended.then(() => (running = false));
  return {
    pid: child.pid ?? 0,
    get running() {
      return running;
    },
    ended,
    kill: (signal) => void child.kill(signal),
  };
}

function engineArguments(
  { data }: DataDirectory,
  run: RunDirectory,
  ports: Ports,
): string[] {
  return [
    `--config-file=${run.config}`,
    `--path=${data}`,
    "--interactive",
    "--disable_suggestion",
    "--progress=off",
    "--progress-table=off",
    "--highlight=0",
    // Never a device: the engine sets this file's mode to 0600.
    `--history_file=${run.history}`,
    `--http_port=${ports.http}`,
    `--tcp_port=${ports.tcp}`,
    `--listen_host=${HOST}`,
    `--query=${startQuery(run.lifetime)}`,
  ];
}

/** Opens the ports, then waits on the FIFO: it ends when the supervisor does. */
const startQuery = (lifetime: string) =>
  "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; " +
  `SELECT count() FROM file(${quoteText(lifetime)}, 'LineAsString', 'line String') FORMAT Null`;
