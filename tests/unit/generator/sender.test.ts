import { describe, expect, it } from "vitest";
import type { PooledChunk } from "../../../generator/encode/pool.ts";
import type { MissingBatch } from "../../../generator/load/compare.ts";
import { BatchSender } from "../../../generator/load/sender.ts";

/** Batches of two chunks of 10 trades and 15 rows each. */
const missing = (
  count: number,
  stored: readonly number[] = [],
): MissingBatch[] =>
  Array.from({ length: count }, (_, number) => ({
    number,
    trades: 20,
    stored: stored.includes(number),
    chunks: [0, 1].map((half) => ({
      number: 2 * number + half,
      day: 0,
      firstTradeId: 1,
      trades: 10,
    })),
  }));

/** The chunks of batches, and what becomes of them. */
class Chunks {
  taken: number[] = [];
  released: number[] = [];
  ended = false;

  async *of(batches: readonly MissingBatch[]): AsyncGenerator<PooledChunk> {
    try {
      for (const spec of batches.flatMap(({ chunks }) => chunks)) {
        this.taken.push(spec.number);
        await Promise.resolve();
        yield {
          spec,
          rows: 15,
          rawBytes: 100,
          bytes: Uint8Array.of(spec.number),
          release: () => this.released.push(spec.number),
        };
      }
    } finally {
      this.ended = true;
    }
  }
}

/** Inserts that end when they are told to. */
class Inserts {
  readonly begun: number[] = [];
  readonly parts: number[][] = [];
  readonly #ends = new Map<number, (error?: Error) => void>();

  readonly insert = (batch: MissingBatch, parts: readonly Uint8Array[]) => {
    this.begun.push(batch.number);
    this.parts.push(parts.map(([first]) => first!));
    return new Promise<void>((resolve, reject) => {
      this.#ends.set(batch.number, (error) =>
        error === undefined ? resolve() : reject(error),
      );
    });
  };

  async end(number: number, error?: Error): Promise<void> {
    await expect.poll(() => this.#ends.has(number)).toBe(true);
    this.#ends.get(number)!(error);
    await settle();
  }
}

/** Lets everything happen that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function sending(batches: MissingBatch[], concurrency: number) {
  const chunks = new Chunks();
  const inserts = new Inserts();
  const stop = new AbortController();
  const sender = new BatchSender({
    missing: batches,
    concurrency,
    signal: stop.signal,
    insert: inserts.insert,
  });
  const open: (number | undefined)[] = [];
  const sent = sender.send(chunks.of(batches), () =>
    open.push(sender.firstOpen),
  );
  sent.catch(() => undefined);
  return { chunks, inserts, stop, sender, sent, open };
}

describe("BatchSender", () => {
  it("sends so many at a time, and draws no chunk while all places are taken", async () => {
    const { chunks, inserts, sender, sent, open } = sending(missing(5), 2);
    await settle();
    expect(inserts.begun).toEqual([0, 1]);
    // Those of the next batch are ready, nothing beyond.
    expect(chunks.taken).toEqual([0, 1, 2, 3, 4, 5]);
    await inserts.end(1);
    expect(inserts.begun).toEqual([0, 1, 2]);
    expect(chunks.released).toEqual([2, 3]);
    for (const number of [2, 0, 4, 3]) await inserts.end(number);
    await sent;
    expect(inserts.parts).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
      [8, 9],
    ]);
    // The first that is open, whatever ended after it.
    expect(open).toEqual([0, 0, 3, 3, undefined]);
    expect(sender.sent).toEqual({ trades: 100, rows: 150, bytes: 1000 });
    expect(chunks.released.toSorted((a, b) => a - b)).toEqual(chunks.taken);
    expect(chunks.ended).toBe(true);
  });

  it("counts what was there already as sent, but not as added", async () => {
    const { inserts, sender, sent } = sending(missing(3, [1]), 3);
    for (const number of [0, 1, 2]) await inserts.end(number);
    await sent;
    expect(sender.sent).toEqual({ trades: 60, rows: 90, bytes: 600 });
    expect(sender.added).toEqual({ trades: 40, rows: 60 });
  });

  it("begins nothing after a stop, and waits for what is under way", async () => {
    const { chunks, inserts, stop, sender, sent } = sending(missing(5), 2);
    await settle();
    stop.abort();
    await inserts.end(0);
    let over = false;
    void sent.then(() => (over = true));
    await settle();
    expect([inserts.begun, over, sender.firstOpen]).toEqual([[0, 1], false, 1]);
    await inserts.end(1);
    await sent;
    expect(sender.firstOpen).toBe(2);
    expect(chunks.ended).toBe(true);
  });

  it("begins nothing after a failure, and throws it when the others have ended", async () => {
    const { chunks, inserts, sender, sent } = sending(missing(5), 2);
    await inserts.end(0, new Error("first"));
    let over = false;
    void sent.catch(() => (over = true));
    await settle();
    expect([inserts.begun, over]).toEqual([[0, 1], false]);
    await inserts.end(1);
    await expect(sent).rejects.toThrow("first");
    expect(sender.firstOpen).toBe(0);
    expect(sender.sent.trades).toBe(20);
    // What was not acknowledged may still be on its way: its bytes stay.
    expect(chunks.released).toEqual([2, 3]);
    expect(chunks.ended).toBe(true);
  });

  it("throws when the chunks end before the batches, or fail", async () => {
    const batches = missing(2);
    const short = new BatchSender({
      missing: batches,
      concurrency: 2,
      signal: new AbortController().signal,
      insert: () => Promise.resolve(),
    });
    await expect(
      short.send(new Chunks().of(batches.slice(0, 1)), () => undefined),
    ).rejects.toThrow("no chunk left for 1");
  });
});
