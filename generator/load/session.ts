import type { Connection } from "../config.ts";
import { startProgress } from "../progress/progress.ts";
import { stopRequest } from "../signals.ts";
import { patientClient } from "../warehouse/patient-client.ts";
import { loadReferenceData } from "../warehouse/reference-data.ts";
import { checkSchema } from "../warehouse/schema.ts";
import type { CheckpointState } from "../checkpoint/file.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { CheckpointWriter } from "./checkpoint-writer.ts";
import { type LoadProgress, loadTrades } from "./load-trades.ts";
import type { Start } from "./resume.ts";
import type { LoadSummary } from "./summary.ts";

export interface SessionOptions {
  workers: number;
  concurrency: number;
  /** Path of the checkpoint; undefined to go without. */
  checkpoint: string | undefined;
  /** Batches between saves. */
  checkpointInterval: number;
  /** Milliseconds to wait for a warehouse that is away. */
  patience: number;
  quiet: boolean;
}

export interface Session {
  summary: LoadSummary;
  /** What ended it, unless it is complete or was only asked to stop. */
  error: Error | undefined;
  /** Of the signal that stopped it. */
  exitCode: number | undefined;
}

const NOT_BEGUN: LoadProgress = {
  nextBatch: 0,
  batches: 0,
  trades: 0,
  rows: 0,
  rowsAdded: 0,
  sent: { trades: 0, rows: 0, bytes: 0 },
};

/** Runs a load: progress for people, a checkpoint for the next run, signals. */
export async function runLoad(
  connection: Connection,
  { parameters, earlier }: Start,
  options: SessionOptions,
): Promise<Session> {
  const started = performance.now();
  const startedAt = earlier?.startedAt ?? new Date().toISOString();
  const seconds = () => (performance.now() - started) / 1000;
  const progress = startProgress(parameters.rows, options.quiet);
  const stop = stopRequest((signal) =>
    progress.note(
      `${signal}: finishing the batches under way; once more stops at once, nothing is lost`,
    ),
  );
  const client = patientClient(connection, {
    patience: options.patience,
    signal: stop.signal,
    note: (text) => progress.note(text),
  });
  const writer = new CheckpointWriter(
    options.checkpoint,
    options.checkpointInterval,
  );
  let reached = NOT_BEGUN;
  const checkpoint = (state: CheckpointState): Checkpoint => ({
    parameters,
    state,
    nextBatch: reached.nextBatch,
    batches: reached.batches,
    trades: reached.trades,
    rows: reached.rows,
    rowsSent: (earlier?.rowsSent ?? 0) + reached.sent.rows,
    bytes: (earlier?.bytes ?? 0) + reached.sent.bytes,
    // A run that found everything there says nothing about the speed.
    elapsedSeconds:
      (earlier?.elapsedSeconds ?? 0) + (reached.sent.rows > 0 ? seconds() : 0),
    startedAt,
  });
  let state: CheckpointState = "failed";
  let error: Error | undefined;
  try {
    await checkSchema(client);
    await loadReferenceData(client);
    const { complete, ...loaded } = await loadTrades(client, parameters, {
      workers: options.workers,
      concurrency: options.concurrency,
      nextBatch: earlier?.nextBatch ?? 0,
      signal: stop.signal,
      // A folder that cannot be written is no surprise after the first rows.
      async onStart(now) {
        reached = now;
        await writer.flush(checkpoint("running"));
      },
      onProgress(now) {
        reached = now;
        progress.update(now);
        writer.save(checkpoint("running"));
      },
    });
    reached = loaded;
    progress.update(loaded);
    state = complete ? "complete" : "interrupted";
  } catch (failure) {
    error = asError(failure);
    if (stop.exitCode() !== undefined) state = "interrupted";
  } finally {
    progress.stop();
    stop.dispose();
    await client.close();
  }
  if (reached !== NOT_BEGUN) {
    await writer.flush(checkpoint(state)).catch((failure: unknown) => {
      error ??= asError(failure);
    });
  }
  return {
    summary: summarize(state, parameters.rows, reached, seconds(), options),
    error,
    exitCode: state === "interrupted" ? stop.exitCode() : undefined,
  };
}

const asError = (thrown: unknown) =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

const summarize = (
  state: CheckpointState,
  tradesTotal: number,
  reached: LoadProgress,
  seconds: number,
  { checkpoint }: SessionOptions,
): LoadSummary => ({
  state,
  tradesTotal,
  ...reached,
  seconds,
  rowsPerSecond: reached.sent.rows / seconds,
  checkpoint,
  peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
});
