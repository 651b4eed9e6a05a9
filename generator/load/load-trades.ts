import { EncoderPool } from "../encode/pool.ts";
import { type LoadParameters, parametersHash } from "../parameters.ts";
import { prepareRun } from "../run.ts";
import type { WarehouseClient } from "../warehouse/client.ts";
import { planBatches } from "./batches.ts";
import { claimTradeIds } from "./claim.ts";
import { compare, nothingStored } from "./compare.ts";
import { BatchSender } from "./sender.ts";
import { loadFailure, verify } from "./verify.ts";

export interface LoadOptions {
  workers: number;
  /** Inserts under way at a time. */
  concurrency: number;
  /** Number of the first batch that an earlier run did not see through. */
  nextBatch: number;
  /** Asks for a stop: batches under way are finished, no other is begun. */
  signal: AbortSignal;
  /** Called when the ids are claimed, before any row is sent. */
  onStart: (progress: LoadProgress) => Promise<void>;
  /** Called after every batch that the warehouse has acknowledged. */
  onProgress: (progress: LoadProgress) => void;
}

export interface LoadProgress {
  /** Every batch before it is in. */
  nextBatch: number;
  batches: number;
  /** Of the whole load, in the warehouse now. */
  trades: number;
  rows: number;
  /** Rows that were not there before this run. */
  rowsAdded: number;
  /** Of this run, what was there included. */
  sent: { trades: number; rows: number; bytes: number };
}

export interface Loaded extends LoadProgress {
  /** False when it was stopped. */
  complete: boolean;
}

/**
 * Loads a run, or what is missing of it, and proves the result.
 *
 * A batch is one insert of one block with a token of its own, so it is either
 * there or not. What is there is asked of the warehouse, not of a checkpoint.
 *
 * @throws ServiceError `load-failed` with how many rows are in and what to do
 */
export async function loadTrades(
  client: WarehouseClient,
  parameters: LoadParameters,
  options: LoadOptions,
): Promise<Loaded> {
  const held = await claimTradeIds(client, parameters);
  const run = prepareRun(parameters);
  const batches = planBatches(run.plan, parameters.batchSize);
  const { missing, present } =
    held === 0
      ? nothingStored(batches)
      : await compare(client, run, batches, options.nextBatch);
  const chunks = missing.flatMap((batch) => batch.chunks);
  const pool = new EncoderPool(
    parameters,
    { format: "native", compression: "none" },
    options.workers,
    chunks.length,
  );
  const hash = parametersHash(parameters);
  const sender = new BatchSender({
    missing,
    concurrency: options.concurrency,
    signal: options.signal,
    insert: (batch, parts) =>
      client.insert(
        "trades_1d",
        "Native",
        parts,
        `lookthrough:trades_1d:${hash}:${batch.number}`,
      ),
  });
  const progress = (): LoadProgress => ({
    nextBatch: sender.firstOpen ?? batches.length,
    batches: batches.length,
    trades: present.trades + sender.added.trades,
    rows: present.rows + sender.added.rows,
    rowsAdded: sender.added.rows,
    sent: sender.sent,
  });
  try {
    await options.onStart(progress());
    await sender.send(pool.encode(chunks), () =>
      options.onProgress(progress()),
    );
    const complete = sender.firstOpen === undefined;
    if (complete) await verify(client, parameters, progress().rows);
    return { ...progress(), complete };
  } catch (error) {
    throw await loadFailure(client, run, error);
  } finally {
    await pool.close();
  }
}
