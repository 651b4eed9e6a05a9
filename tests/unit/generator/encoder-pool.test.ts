import { createHash } from "node:crypto";
import type { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ChunkEncoder } from "../../../generator/encode/chunk-encoder.ts";
import {
  EncoderPool,
  type PooledChunk,
} from "../../../generator/encode/pool.ts";
import type { Parameters } from "../../../generator/parameters.ts";
import { type ChunkSpec, Plan } from "../../../generator/plan.ts";

const PARAMETERS: Parameters = {
  rows: 12_000,
  portfolioManagers: 10,
  seed: "42",
  explode: true,
  lastDay: 6270,
  days: 12,
  startTradeId: 1,
};
const ENCODING = { format: "native", compression: "none" } as const;
/** Alternately large and small, so that later chunks are ready first. */
const SPECS = [...new Plan(PARAMETERS)].map((spec) => ({
  ...spec,
  trades: spec.number % 2 === 0 ? 10_000 : 10,
}));

const hash = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

/** What a chunk is without any pool. */
async function alone(specs: readonly ChunkSpec[]): Promise<string[]> {
  const encoder = await ChunkEncoder.create(PARAMETERS, ENCODING);
  return specs.map((spec) => hash(encoder.encode(spec).bytes));
}

const pools: EncoderPool[] = [];
function pool(workers: number, chunks?: number): EncoderPool {
  const made = new EncoderPool(PARAMETERS, ENCODING, workers, chunks);
  pools.push(made);
  return made;
}

afterEach(async () => {
  for (const made of pools.splice(0)) await made.close();
});

/** Threads that have been started and have not ended. */
const threads = new Set<Worker>();
const follow = (worker: Worker) => {
  threads.add(worker);
  worker.once("exit", () => threads.delete(worker));
};

beforeAll(() => void process.on("worker", follow));
afterAll(() => void process.off("worker", follow));

describe("EncoderPool", () => {
  it.each([
    ["threads", 2, SPECS],
    ["this thread, for less than four chunks", 2, SPECS.slice(0, 3)],
  ])(
    "hands chunks out in the order asked for, from %s",
    async (_, workers, specs) => {
      const hashes: string[] = [];
      const numbers: number[] = [];
      for await (const chunk of pool(workers, specs.length).encode(specs)) {
        hashes.push(hash(chunk.bytes));
        numbers.push(chunk.spec.number);
        expect(chunk.rawBytes).toBe(chunk.bytes.length);
        chunk.release();
      }
      expect(numbers).toEqual(specs.map(({ number }) => number));
      expect(hashes).toEqual(await alone(specs));
    },
  );

  it("overwrites what is released, and nothing else", async () => {
    const kept: PooledChunk[] = [];
    const released: Uint8Array[] = [];
    for await (const chunk of pool(1, SPECS.length).encode(SPECS)) {
      if (chunk.spec.number % 4 === 0) kept.push(chunk);
      else {
        chunk.release();
        released.push(chunk.bytes);
      }
    }
    expect(kept.map(({ bytes }) => hash(bytes))).toEqual(
      await alone(kept.map(({ spec }) => spec)),
    );
    // A buffer that went back to the worker is no longer readable here.
    expect(
      released.filter(({ byteLength }) => byteLength === 0).length,
    ).toBeGreaterThan(2);
  });

  it("is asked no more than it hands out, but for a few ahead", async () => {
    let asked = 0;
    function* counted() {
      for (const spec of SPECS) {
        asked++;
        yield spec;
      }
    }
    const chunks = pool(2, SPECS.length).encode(counted());
    await chunks.next();
    expect(asked).toBeLessThanOrEqual(6);
    await chunks.next();
    expect(asked).toBeLessThanOrEqual(7);
    await chunks.return(undefined);
  });

  it.each([2, undefined])(
    "throws what went wrong, in its place (%s chunks)",
    async (chunks) => {
      const specs = SPECS.slice(0, 8).map((spec) =>
        spec.number === 1 ? { ...spec, day: NaN } : spec,
      );
      const numbers: number[] = [];
      const broken = async () => {
        for await (const { spec } of pool(2, chunks).encode(specs)) {
          numbers.push(spec.number);
        }
      };
      await expect(broken()).rejects.toThrow(/Invalid time value/);
      expect(numbers).toEqual([0]);
    },
  );

  it("ends its threads when it is closed, also with chunks under way", async () => {
    expect(threads.size).toBe(0);
    const early = pool(2, SPECS.length);
    for await (const chunk of early.encode(SPECS)) {
      expect(threads.size).toBe(2);
      expect(chunk.spec.number).toBe(0);
      break;
    }
    await early.close();
    expect(threads.size).toBe(0);
  });
});
