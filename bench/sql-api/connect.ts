import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack, type Stack } from "../../tests/support/stack.ts";
import { type Timing, timing } from "../measure.ts";
import { sqlClient } from "./client.ts";

/** Milliseconds to connect, log in and be ready for a statement. */
export async function connectOnce(stack: Stack): Promise<number> {
  const started = performance.now();
  const client = sqlClient(stack);
  await client.connect();
  const milliseconds = performance.now() - started;
  await client.end();
  return milliseconds;
}

export async function measureConnect(
  stack: Stack,
  rounds: number,
): Promise<Timing> {
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    samples.push(await connectOnce(stack));
  }
  return timing(samples);
}

/** Milliseconds of the first connection that a new service has. */
export interface FirstConnect {
  /** In an empty folder, where a first Postgres has to be made. */
  firstStart: number;
  /** In the same folder again. */
  nextStart: number;
}

export async function measureFirstConnect(): Promise<FirstConnect> {
  const dataDir = await mkdtemp(join(tmpdir(), "lookthrough-bench-"));
  const first = async () => {
    const stack = await startStack({
      rows: 1000,
      mode: "production",
      sqlApi: true,
      dataDir,
    });
    try {
      return await connectOnce(stack);
    } finally {
      await stack.stop();
    }
  };
  try {
    return { firstStart: await first(), nextStart: await first() };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
