import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signToken, tokenKey } from "../../server/cube/api-token.ts";
import type { Connections } from "../../server/warehouse/credentials.ts";
import { keepPostgres, seedPostgres } from "./postgres-cache.ts";
import { freePorts } from "./warehouse.ts";

export interface StackOptions {
  /** Trades loaded before the start is over. @default 1000 */
  rows?: number;
  /** @default "development" */
  mode?: "development" | "production";
  env?: Record<string, string>;
  /** Start the SQL API too. @default false */
  sqlApi?: boolean;
  /** Data of an earlier stack, which is then kept. */
  dataDir?: string;
}

export interface Stack {
  apiUrl: string;
  /** Nothing listens there unless the SQL API was asked for. */
  sqlPort: number;
  /** An analyst's, in production mode. */
  token: string | undefined;
  connections: Connections;
  dataDir: string;
  pid: number;
  /** Everything the service printed. */
  output(): string;
  /** Ends the service by SIGTERM and returns its exit code. */
  stop(): Promise<number | null>;
}

const ROOT = join(import.meta.dirname, "..", "..");
export const TEST_SECRET = "test-secret-0123456789abcdef0123456789";

/** Milliseconds a first start may take on a busy machine. */
const START_TIMEOUT = 90_000;
const POLL_INTERVAL = 100;

/** Somebody else took a port between the search for a free one and its use. */
const PORT_TAKEN = /port \d+ .*is in use|:\d+ is in use/;
const ATTEMPTS = 3;

/** The real service as a child process, on free ports and in a new directory. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      const isTaken = error instanceof Error && PORT_TAKEN.test(error.message);
      if (!isTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function startOnce(options: StackOptions): Promise<Stack> {
  const [port = 0, http = 0, tcp = 0, sqlPort = 0] = await freePorts(4);
  const dataDir =
    options.dataDir ?? (await mkdtemp(join(tmpdir(), "lookthrough-stack-")));
  if (options.dataDir === undefined) await seedPostgres(dataDir);
  const mode = options.mode ?? "development";
  const secret = options.env?.["CUBEJS_API_SECRET"] ?? TEST_SECRET;
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join("server", "main.ts")],
    {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        TZ: process.env["TZ"],
        NODE_ENV: mode,
        PORT: String(port),
        WAREHOUSE_HTTP_PORT: String(http),
        WAREHOUSE_TCP_PORT: String(tcp),
        DATA_DIR: dataDir,
        SAMPLE_ROWS: String(options.rows ?? 1000),
        CUBEJS_API_SECRET: secret,
        SQL_API: options.sqlApi ? "builtin" : "off",
        CUBEJS_PG_SQL_PORT: String(sqlPort),
        ...options.env,
      },
    },
  );
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  }
  const apiUrl = `http://127.0.0.1:${port}`;
  const stop = async () => {
    const code = await end(child);
    if (options.dataDir === undefined) {
      await keepPostgres(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    }
    return code;
  };
  try {
    await untilReady(apiUrl, child);
  } catch (error) {
    await stop();
    throw new Error(`the stack did not start\n${printed}`, { cause: error });
  }
  const credentials = await readFile(join(dataDir, "credentials.json"), "utf8");
  return {
    apiUrl,
    sqlPort,
    token:
      mode === "production"
        ? signToken({ groups: ["analyst"] }, tokenKey(secret), "1h")
        : undefined,
    connections: JSON.parse(credentials) as Connections,
    dataDir,
    pid: child.pid ?? 0,
    output: () => printed,
    stop,
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) {
      throw new Error(`it ended with code ${child.exitCode}`);
    }
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (ready?.ok) return;
    await sleep(POLL_INTERVAL);
  }
  throw new Error(`not ready after ${START_TIMEOUT} ms`);
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return child.exitCode;
  }
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
  return child.exitCode;
}
