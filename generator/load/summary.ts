import { errorMessage, ServiceError } from "../../base/errors.ts";
import { bytes, duration, whole } from "../progress/numbers.ts";
import type { CheckpointState } from "../checkpoint/file.ts";
import { type LoadParameters, shownParameters } from "../parameters.ts";
import type { LoadProgress } from "./load-trades.ts";

/** What a run of a load has done. */
export interface LoadSummary extends LoadProgress {
  state: CheckpointState;
  /** Trades of the whole load. */
  tradesTotal: number;
  seconds: number;
  rowsPerSecond: number;
  checkpoint: string | undefined;
  /** Largest resident memory of the generator, worker threads included. */
  peakMemoryBytes: number;
}

/** For people. */
export function summaryText(summary: LoadSummary): string {
  const { state, sent, rows, rowsAdded, seconds } = summary;
  const rate = `${whole(sent.rows)} rows in ${duration(seconds)}: ${whole(summary.rowsPerSecond)} rows/s, ${bytes(sent.bytes / seconds)}/s`;
  const trades = `${whole(summary.trades)} of ${whole(summary.tradesTotal)} trades`;
  if (state !== "complete") {
    const next =
      summary.checkpoint === undefined
        ? "continue with the same command"
        : `continue with the same command, or with no flags but --name (${summary.checkpoint})`;
    return `${state}: ${trades} are in, ${whole(rows)} rows; ${rate}\n${next}\n`;
  }
  const added =
    sent.rows === 0
      ? `already loaded, deduplicated: nothing added, ${duration(seconds)}`
      : rowsAdded === rows
        ? rate
        : `${rate}; ${whole(rows - rowsAdded)} rows were already loaded, deduplicated`;
  return `${added}\nverified: ${whole(rows)} rows of ${whole(summary.trades)} trades in trades_1d, rollups count the same trades\n`;
}

/** For programs: one JSON object. */
export function summaryJson(
  summary: LoadSummary,
  error: unknown,
  parameters: LoadParameters,
): string {
  const failure =
    error === undefined
      ? {}
      : {
          error: {
            code: error instanceof ServiceError ? error.code : "internal-error",
            message: errorMessage(error),
          },
        };
  const content = {
    command: "load",
    ...summary,
    ...failure,
    parameters: shownParameters(parameters),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
