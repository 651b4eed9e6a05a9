import { businessDate } from "../calendar.ts";
import type { ChunkSpec, Plan } from "../plan.ts";

/** Trades of an insert, unless there are fewer: ClickHouse likes 10,000 rows and more. */
export const MIN_BATCH_SIZE = 10_000;

/** An insert: consecutive chunks that are stored together or not at all. */
export interface Batch {
  number: number;
  chunks: ChunkSpec[];
  trades: number;
}

/** Partition of trades_1d: a block within one is atomic. */
const month = ({ day }: ChunkSpec) => businessDate(day).slice(0, 7);

/**
 * Groups the chunks of a plan: a batch is full when it has `size` trades or
 * more, and ends with the month. The same plan and size give the same batches,
 * which is what makes their numbers deduplication tokens.
 */
export function planBatches(plan: Plan, size: number): Batch[] {
  const batches: Batch[] = [];
  for (const chunk of plan) {
    let batch = batches.at(-1);
    if (
      batch === undefined ||
      batch.trades >= size ||
      month(batch.chunks[0]!) !== month(chunk)
    ) {
      batch = { number: batches.length, chunks: [], trades: 0 };
      batches.push(batch);
    }
    batch.chunks.push(chunk);
    batch.trades += chunk.trades;
  }
  return batches;
}
