import { run, type Finished } from "./run.ts";
import type { BenchWarehouse } from "./warehouse.ts";

export interface LoadResult {
  trades: number;
  rows: number;
  /** Process start, claim and verification included. */
  seconds: number;
  /** Resident memory of the generator: when a million rows were in, and at most. */
  memoryAtMillion: number;
  peakMemory: number;
  facts: number;
  rollups: number;
}

/** Loads into an empty warehouse, as a user would. */
export async function measureLoad(
  warehouse: BenchWarehouse,
  trades: number,
): Promise<LoadResult> {
  await warehouse.empty();
  const finished = await run(
    [
      ...["generator/main.ts", "load", "--rows", String(trades)],
      ...["--no-checkpoint", "--json"],
    ],
    warehouse.env,
  );
  const summary = JSON.parse(finished.stdout) as {
    rows: number;
    rowsPerSecond: number;
    peakMemoryBytes: number;
  };
  return {
    trades,
    rows: summary.rows,
    seconds: finished.seconds,
    memoryAtMillion: memoryAt(finished, 1e6 / summary.rowsPerSecond),
    peakMemory: summary.peakMemoryBytes,
    ...(await warehouse.size()),
  };
}

const memoryAt = ({ memory }: Finished, second: number) =>
  memory.find((sample) => sample.second >= second)?.bytes ??
  memory.at(-1)?.bytes ??
  0;

export interface IngestResult {
  trades: number;
  rows: number;
  /** Rows per second: fastest of the rounds. */
  prebuilt: number;
  load: number;
}

/** Loads beside inserts that were made before the clock starts, in turn. */
export async function measureIngest(
  warehouse: BenchWarehouse,
  trades: number,
  rounds: number,
): Promise<IngestResult> {
  const result = { trades, rows: 0, prebuilt: 0, load: 0 };
  for (let round = 0; round < rounds; round++) {
    await warehouse.empty();
    const { stdout } = await run(
      ["bench/generator/send-prebuilt.ts", String(trades)],
      warehouse.env,
    );
    const sent = JSON.parse(stdout) as { seconds: number; rows: number };
    result.rows = sent.rows;
    result.prebuilt = Math.max(result.prebuilt, sent.rows / sent.seconds);
    const loaded = await measureLoad(warehouse, trades);
    result.load = Math.max(result.load, loaded.rows / loaded.seconds);
  }
  return result;
}
