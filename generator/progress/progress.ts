import { ProgressBar } from "./bar.ts";
import { ProgressLines } from "./lines.ts";
import { standardError } from "./standard-error.ts";

export interface Done {
  /** Of all, those of earlier runs included. */
  trades: number;
  /** Since the start of this run: what speed is measured by. */
  sent: { trades: number; rows: number; bytes: number };
}

export const NOTHING: Done = {
  trades: 0,
  sent: { trades: 0, rows: 0, bytes: 0 },
};

/** Shows people how far a run is; on stderr, so that stdout stays data. */
export interface Progress {
  update(done: Done): void;
  /** Says something beside the progress. */
  note(text: string): void;
  stop(): void;
}

/** Speed so far and what it means for the rest. */
export interface Rate {
  rowsPerSecond: number;
  bytesPerSecond: number;
  /** Seconds. */
  left: number;
}

/** Average over the run: it is even, and a jumpy estimate helps nobody. */
export function rate(
  { trades, sent }: Done,
  total: number,
  seconds: number,
): Rate {
  const elapsed = Math.max(seconds, 1e-3);
  return {
    rowsPerSecond: sent.rows / elapsed,
    bytesPerSecond: sent.bytes / elapsed,
    left:
      sent.trades === 0 ? Infinity : ((total - trades) / sent.trades) * elapsed,
  };
}

const SILENT: Progress = { update() {}, note() {}, stop() {} };

/** @param trades how many the run makes */
export function startProgress(trades: number, quiet: boolean): Progress {
  if (quiet) return SILENT;
  const stream = standardError();
  return stream.isTTY
    ? new ProgressBar(trades, stream)
    : new ProgressLines(trades, stream);
}
