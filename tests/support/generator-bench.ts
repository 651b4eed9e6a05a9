import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import { inject } from "vitest";
import { connect, rows } from "../../server/warehouse/client.ts";
import { SILENT } from "../../server/warehouse/log.ts";
import { migrate } from "../../server/warehouse/migrations.ts";
import { verifyRollups } from "../../server/warehouse/rollup-check.ts";
import {
  startWarehouse,
  type Warehouse,
} from "../../server/warehouse/warehouse.ts";
import { killWarehouse, testWarehouse } from "./warehouse.ts";

export interface Finished {
  status: number | null;
  stdout: string;
  /** Without the lines of progress, which only slow machines get to see. */
  stderr: string;
}

/** A generator at work. */
export interface Running {
  child: ChildProcess;
  finished: Promise<Finished>;
  /** Waits until it has written the text to its standard error. */
  untilSays(text: string): Promise<void>;
}

/** What trades_1d holds: equal contents mean equal values in every column. */
export interface Contents {
  rows: number;
  /** By column: sum over the rows of a hash of the value and the row's key. */
  checksums: Record<string, string>;
}

/** A migrated warehouse and the generator's command line on it. */
export interface GeneratorBench {
  /** Another one after {@link GeneratorBench.startAgain}. */
  readonly warehouse: Warehouse;
  dataDir: string;
  client: ClickHouseClient;
  /** Folder of the checkpoints: beside the data, not in the project. */
  checkpoints: string;
  generate(...args: string[]): Promise<Finished>;
  start(...args: string[]): Running;
  /** Runs a script of `sh`, in which `$GENERATE` is the generator. */
  shell(script: string): Promise<Finished>;
  /** The first value of a SELECT of one number. */
  count(query: string): Promise<number>;
  /** Runs a statement that returns nothing. */
  command(query: string): Promise<void>;
  /** Empties facts, rollups and claims, as a new warehouse has them. */
  empty(): Promise<void>;
  /** Waits until trades_1d has as many rows. */
  untilRows(least: number): Promise<void>;
  contents(): Promise<Contents>;
  /** Measures of rollups that differ from the facts: server/, not generator code. */
  unequalRollups(): Promise<string[]>;
  /** The engine keeps its connections and does nothing until {@link GeneratorBench.thaw}. */
  freeze(): void;
  thaw(): void;
  /** Like {@link GeneratorBench.stop}, by SIGKILL: a frozen engine does nothing more. */
  kill(): Promise<void>;
  /** Ends the engine: nobody listens on its ports until {@link GeneratorBench.startAgain}. */
  stop(): Promise<void>;
  /** The same data on the same ports. */
  startAgain(): Promise<void>;
  remove(): Promise<void>;
}

const PATIENCE_MS = 60_000;
/** Milliseconds; a query each time should leave the machine to what is waited for. */
const POLL_INTERVAL = 20;

const GENERATOR = inject("generator");
const GENERATE = `${process.execPath} ${GENERATOR}`;

/** What a load says every ten seconds. */
const PROGRESS = /^\d+ %, [\d,]+ of [\d,]+ trades, .*\n/gm;

/** Polls. @throws Error after a minute */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error(`not within ${PATIENCE_MS} ms: ${what}`);
    }
    await sleep(POLL_INTERVAL);
  }
}

const STORED_COLUMNS = `
SELECT name FROM system.columns
WHERE database = currentDatabase() AND table = 'trades_1d' AND default_kind = ''
ORDER BY position`;

async function readContents(client: ClickHouseClient): Promise<Contents> {
  const columns = await rows<{ name: string }>(client, STORED_COLUMNS);
  const sums = columns.map(
    ({ name }) =>
      `toString(sum(cityHash64(${name}, trade_id, underlying_symbol, exposure_type)))`,
  );
  const [found] = await rows<{ rows: string; sums: string[] }>(
    client,
    `SELECT toString(count()) AS rows, [${sums.join(", ")}] AS sums FROM trades_1d`,
  );
  return {
    rows: Number(found?.rows),
    checksums: Object.fromEntries(
      columns.map(({ name }, index) => [name, found?.sums[index] ?? ""]),
    ),
  };
}

export async function generatorBench(): Promise<GeneratorBench> {
  const first = await testWarehouse();
  const { config } = first;
  const { owner } = first.connections;
  await migrate(owner);
  const client = connect(owner);
  const checkpoints = join(config.dataDir, "checkpoints");
  let warehouse: Warehouse = first;

  const run = (program: string, args: string[]): Running => {
    const child = spawn(program, args, {
      env: { ...process.env, DATA_DIR: config.dataDir, GENERATE },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    const finished = new Promise<Finished>((resolve) =>
      child.on("close", (status) =>
        resolve({ status, stdout, stderr: stderr.replace(PROGRESS, "") }),
      ),
    );
    const untilSays = (text: string) =>
      until(() => stderr.includes(text), `"${text}" on the standard error`);
    return { child, finished, untilSays };
  };
  const start = (...args: string[]) => {
    const elsewhere =
      args[0] === "load" && !args.includes("--checkpoints")
        ? ["--checkpoints", checkpoints]
        : [];
    return run(process.execPath, [GENERATOR, ...args, ...elsewhere]);
  };
  const count = async (query: string) => {
    const [row] = await rows<Record<string, number>>(client, query);
    return Number(Object.values(row ?? {})[0]);
  };
  const command = async (query: string) => {
    await client.command({ query });
  };

  return {
    get warehouse() {
      return warehouse;
    },
    dataDir: config.dataDir,
    client,
    checkpoints,
    start,
    generate: (...args) => start(...args).finished,
    shell: (script) => run("sh", ["-c", script]).finished,
    count,
    command,
    async empty() {
      for (const table of [
        "trades_1d",
        "trades_1d_rollup",
        "trades_1d_rollup_geo",
        "loads",
      ]) {
        await command(`TRUNCATE TABLE ${table}`);
      }
    },
    async untilRows(least) {
      const arrived = async () =>
        (await count("SELECT count() FROM trades_1d")) >= least;
      await until(arrived, `${least} rows`);
    },
    contents: () => readContents(client),
    async unequalRollups() {
      const checks = await verifyRollups(owner);
      return checks
        .filter(({ unequal, groups }) => unequal > 0 || groups === 0)
        .map(({ rollup, measure }) => `${rollup}.${measure}`);
    },
    freeze: () => void process.kill(warehouse.pid!, "SIGSTOP"),
    thaw: () => void process.kill(warehouse.pid!, "SIGCONT"),
    stop: () => warehouse.stop(),
    kill: () => killWarehouse(warehouse),
    async startAgain() {
      warehouse = await startWarehouse(config, SILENT);
    },
    async remove() {
      await client.close();
      await killWarehouse(warehouse);
      await first.remove();
    },
  };
}
