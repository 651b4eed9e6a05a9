/** Milliseconds of one lane of a scenario. */
export interface Timing {
  p50: number;
  p95: number;
  n: number;
}

export function timing(samples: number[]): Timing {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ??
    Number.NaN;
  return { p50: at(0.5), p95: at(0.95), n: sorted.length };
}

/** Runs the lanes in turn, so that a slow moment of the machine hits all of them. */
export async function interleave(
  lanes: Record<string, () => Promise<unknown>>,
  rounds: number,
): Promise<Record<string, Timing>> {
  const samples = new Map<string, number[]>();
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(lanes)) {
      const start = performance.now();
      await run();
      // The first round warms up and does not count.
      if (round < 0) continue;
      const own = samples.get(name) ?? [];
      own.push(performance.now() - start);
      samples.set(name, own);
    }
  }
  return Object.fromEntries(
    [...samples].map(([name, own]) => [name, timing(own)]),
  );
}

/** Requests per second with so many requests always under way. */
export async function throughput(
  run: () => Promise<unknown>,
  concurrency: number,
  seconds: number,
): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < end) {
        await run();
        done += 1;
      }
    }),
  );
  return (done * 1000) / (performance.now() - start);
}
