import type { PooledChunk } from "../encode/pool.ts";
import type { MissingBatch } from "./compare.ts";

export interface SenderOptions {
  /** In the order of the chunks that will come. */
  missing: readonly MissingBatch[];
  /** Inserts under way at a time. */
  concurrency: number;
  /** Asks for a stop. */
  signal: AbortSignal;
  insert(batch: MissingBatch, parts: readonly Uint8Array[]): Promise<void>;
}

/**
 * Sends batches, several at a time. While all places are taken nothing is read
 * from the chunks, so a slow warehouse slows the generator down.
 */
export class BatchSender {
  readonly #options: SenderOptions;
  readonly #acknowledged = new Set<number>();
  #place = 0;
  /** Acknowledged in this run. */
  readonly sent = { trades: 0, rows: 0, bytes: 0 };
  /** The same without what was there already. */
  readonly added = { trades: 0, rows: 0 };

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Number of the first batch not acknowledged; undefined when all are. */
  get firstOpen(): number | undefined {
    const { missing } = this.#options;
    while (this.#acknowledged.has(missing[this.#place]?.number ?? -1)) {
      this.#place++;
    }
    return missing[this.#place]?.number;
  }

  /**
   * @param onAcknowledged called after every batch
   * @throws what the first failed insert threw, after those under way have ended
   */
  async send(
    chunks: AsyncGenerator<PooledChunk>,
    onAcknowledged: () => void,
  ): Promise<void> {
    const { missing, concurrency, signal } = this.#options;
    const running = new Set<Promise<void>>();
    const failures: unknown[] = [];
    const stopped = () => signal.aborted || failures.length > 0;
    try {
      for (const batch of missing) {
        const parts: PooledChunk[] = [];
        while (parts.length < batch.chunks.length && !stopped()) {
          const next = await chunks.next();
          if (next.done) throw new Error(`no chunk left for ${batch.number}`);
          parts.push(next.value);
        }
        while (running.size >= concurrency) await Promise.race(running);
        if (stopped()) break;
        const task = this.#send(batch, parts)
          .then(onAcknowledged)
          .catch((error: unknown) => {
            failures.push(error);
          })
          .finally(() => running.delete(task));
        running.add(task);
      }
    } finally {
      await Promise.all(running);
      await chunks.return(undefined);
    }
    if (failures.length > 0) throw failures[0];
  }

  async #send(
    batch: MissingBatch,
    parts: readonly PooledChunk[],
  ): Promise<void> {
    await this.#options.insert(
      batch,
      parts.map(({ bytes }) => bytes),
    );
    this.#acknowledged.add(batch.number);
    this.sent.trades += batch.trades;
    if (!batch.stored) this.added.trades += batch.trades;
    for (const part of parts) {
      this.sent.rows += part.rows;
      this.sent.bytes += part.rawBytes;
      if (!batch.stored) this.added.rows += part.rows;
      part.release();
    }
  }
}
