import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run.ts";

export interface FileResult {
  name: string;
  rows: number;
  /** On disk. */
  bytes: number;
  /** Fastest run, process start included. */
  seconds: number;
  peakMemory: number;
}

const NAMES = [
  "trades.csv",
  "trades.csv.gz",
  "trades.csv.zst",
  "trades.native",
];

const PLAIN_WRITE = "plain write of the same bytes";

/**
 * Generates files in turn, and writes as many bytes as the CSV has without
 * generating anything. The fastest of the rounds counts: the others tell about
 * the machine.
 */
export async function measureFiles(
  trades: number,
  rounds: number,
): Promise<FileResult[]> {
  const folder = await mkdtemp(join(tmpdir(), "lookthrough-bench-"));
  const best = new Map<string, FileResult>();
  const keep = (result: FileResult) => {
    const known = best.get(result.name);
    if (known === undefined || result.seconds < known.seconds) {
      best.set(result.name, result);
    }
  };
  try {
    for (let round = 0; round < rounds; round++) {
      for (const name of NAMES) keep(await generate(folder, name, trades));
      keep(await plainWrite(folder, best.get("trades.csv")!));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return [...best.values()];
}

async function generate(
  folder: string,
  name: string,
  trades: number,
): Promise<FileResult> {
  const path = join(folder, name);
  const { stdout, seconds } = await run([
    "generator/main.ts",
    ...["--rows", String(trades), "--days", "20", "--explode-constituents"],
    ...["--output", path, "--json"],
  ]);
  const summary = JSON.parse(stdout) as {
    rows: number;
    peakMemoryBytes: number;
  };
  const { size } = await stat(path);
  await rm(path);
  return {
    name,
    rows: summary.rows,
    bytes: size,
    seconds,
    peakMemory: summary.peakMemoryBytes,
  };
}

async function plainWrite(
  folder: string,
  csv: FileResult,
): Promise<FileResult> {
  const path = join(folder, "zeros");
  const { seconds } = await run([
    "bench/generator/write.ts",
    path,
    String(csv.bytes),
  ]);
  await rm(path);
  return { ...csv, name: PLAIN_WRITE, seconds, peakMemory: 0 };
}
