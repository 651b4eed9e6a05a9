import type { Stack } from "../../tests/support/stack.ts";
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
