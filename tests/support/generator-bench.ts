import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { ClickHouseClient } from "@clickhouse/client";
import { connect, rows } from "../../../server/warehouse/client.ts";
import { migrate } from "../../../server/warehouse/migrations.ts";
import { verifyRollups } from "../../../server/warehouse/rollup-check.ts";
import { testWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A migrated, empty warehouse and the generator's command line on it. */
export interface GeneratorBench {
  warehouse: TestWarehouse;
  client: ClickHouseClient;
  generate(...args: string[]): Promise<Finished>;
  start(...args: string[]): {
    child: ChildProcess;
    finished: Promise<Finished>;
  };
  /** The first value of a SELECT of one number. */
  count(query: string): Promise<number>;
  /** Measures of rollups that differ from the facts: server/, not generator code. */
  unequalRollups(): Promise<string[]>;
  remove(): Promise<void>;
}

export async function generatorBench(): Promise<GeneratorBench> {
  const warehouse = await testWarehouse();
  const { owner } = warehouse.connections;
  await migrate(owner);
  const client = connect(owner);
  /** Beside the data, not in the project. */
  const checkpoints = ([command = ""]: string[]) =>
    command === "load"
      ? ["--checkpoints", join(warehouse.config.dataDir, "checkpoints")]
      : [];
  const start = (...args: string[]) => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "generator/main.ts", ...args, ...checkpoints(args)],
      { env: { ...process.env, DATA_DIR: warehouse.config.dataDir } },
    );
    const finished = new Promise<Finished>((resolve) => {
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (chunk) => (stdout += String(chunk)));
      child.stderr.on("data", (chunk) => (stderr += String(chunk)));
      child.on("close", (status) => resolve({ status, stdout, stderr }));
    });
    return { child, finished };
  };
  return {
    warehouse,
    client,
    start,
    generate: (...args) => start(...args).finished,
    async count(query) {
      const [row] = await rows<Record<string, number>>(client, query);
      return Number(Object.values(row ?? {})[0]);
    },
    async unequalRollups() {
      const checks = await verifyRollups(owner);
      return checks
        .filter(({ unequal, groups }) => unequal > 0 || groups === 0)
        .map(({ rollup, measure }) => `${rollup}.${measure}`);
    },
    async remove() {
      await client.close();
      await warehouse.remove();
    },
  };
}
