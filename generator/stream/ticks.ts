import { type Batch, MIN_BATCH_SIZE } from "../load/batches.ts";
import type { ChunkSpec } from "../plan.ts";
import { CHUNK_TRADES } from "../plan.ts";
import type { Tick } from "./state.ts";

/** Trades of an insert: large ticks are cut, so that memory stays small. */
const BATCH_TRADES = 2 * MIN_BATCH_SIZE;

/** The chunks of a tick, in inserts. */
export function tickBatches(tick: Tick): Batch[] {
  const batches: Batch[] = [];
  for (let done = 0; done < tick.trades; done += CHUNK_TRADES) {
    const number = tick.firstChunk + done / CHUNK_TRADES;
    const chunk: ChunkSpec = {
      number,
      day: tick.window.day,
      window: tick.window,
      firstTradeId: tick.firstTradeId + done,
      trades: Math.min(CHUNK_TRADES, tick.trades - done),
    };
    let batch = batches.at(-1);
    if (batch === undefined || batch.trades >= BATCH_TRADES) {
      batch = { number, chunks: [], trades: 0 };
      batches.push(batch);
    }
    batch.chunks.push(chunk);
    batch.trades += chunk.trades;
  }
  return batches;
}

/** Chunks that a tick of so many trades has. */
export const tickChunks = (trades: number): number =>
  Math.ceil(trades / CHUNK_TRADES);
