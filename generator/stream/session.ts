import type { Connection } from "../config.ts";
import { bytes, duration, whole } from "../progress/numbers.ts";
import { standardError } from "../progress/standard-error.ts";
import { stopRequest } from "../signals.ts";
import { patientClient } from "../warehouse/patient-client.ts";
import { loadReferenceData } from "../warehouse/reference-data.ts";
import { checkSchema } from "../warehouse/schema.ts";
import { claimStreamIds, nextFreeId } from "./claim.ts";
import { windowText } from "./market-clock.ts";
import {
  type StreamParameters,
  type StreamState,
  writeStreamState,
} from "./state.ts";
import { runStream, type TickDone } from "./stream.ts";

export interface SessionOptions {
  /** Milliseconds. */
  interval: number;
  batch: number;
  ticks: number;
  workers: number;
  concurrency: number;
  patience: number;
  checkpoint: string;
  quiet: boolean;
}

/** What a run of a stream has done. */
export interface StreamSummary {
  state: StreamState["state"];
  /** Ticks of this run. */
  ticks: number;
  trades: number;
  rows: number;
  bytes: number;
  seconds: number;
  /** Seconds that an average tick took. */
  secondsPerTick: number;
  nextTradeId: number;
  checkpoint: string;
  peakMemoryBytes: number;
}

export interface Session {
  summary: StreamSummary;
  error: Error | undefined;
  /** Of the signal that stopped it. */
  exitCode: number | undefined;
}

/** What a stream is begun with; without an id it takes the next free one. */
export type Beginning = Omit<StreamParameters, "startTradeId"> & {
  startTradeId: number | undefined;
};

/** Runs a stream, or goes on with an earlier one. */
export async function runSession(
  connection: Connection,
  start: StreamState | Beginning,
  options: SessionOptions,
): Promise<Session> {
  const started = performance.now();
  const note = (text: string) => {
    if (!options.quiet) standardError().write(`${text}\n`);
  };
  const stop = stopRequest((signal) =>
    note(
      `${signal}: finishing the trades under way; once more stops at once, nothing is lost`,
    ),
  );
  const client = patientClient(connection, {
    patience: options.patience,
    signal: stop.signal,
    note,
  });
  const done = { ticks: 0, trades: 0, rows: 0, bytes: 0, busy: 0 };
  let state: StreamState | undefined = "ticks" in start ? start : undefined;
  let error: Error | undefined;
  let open: boolean | undefined;
  const save = async (now: StreamState) => {
    state = now;
    await writeStreamState(options.checkpoint, now);
  };
  try {
    await checkSchema(client);
    await loadReferenceData(client);
    state ??= await begin(client, start as Beginning);
    state = await runStream(
      client,
      { ...state, state: "running" },
      {
        ...options,
        signal: stop.signal,
        save,
        onTick(tick, now) {
          done.ticks++;
          done.trades += tick.trades;
          done.rows += now.rows;
          done.bytes += now.bytes;
          done.busy += now.seconds;
          if (open !== now.open) note(marketText(now));
          open = now.open;
          note(
            `${windowText(tick.window)}  ${whole(tick.trades)} trades, ${whole(now.rows)} rows in ${duration(now.seconds)}${now.seconds * 1000 > options.interval ? ", longer than the interval" : ""}`,
          );
        },
      },
    );
  } catch (failure) {
    error = failure instanceof Error ? failure : new Error(String(failure));
  } finally {
    stop.dispose();
    await client.close();
  }
  const ended =
    stop.exitCode() !== undefined
      ? "interrupted"
      : error === undefined
        ? "complete"
        : "failed";
  if (state !== undefined) {
    await save({ ...state, state: ended }).catch((failure: unknown) => {
      error ??= failure as Error;
    });
  }
  const seconds = (performance.now() - started) / 1000;
  const { busy, ...amounts } = done;
  return {
    summary: {
      state: ended,
      ...amounts,
      seconds,
      secondsPerTick: done.ticks === 0 ? 0 : busy / done.ticks,
      nextTradeId: state?.nextTradeId ?? 0,
      checkpoint: options.checkpoint,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    },
    error,
    exitCode: stop.exitCode(),
  };
}

async function begin(
  client: Parameters<typeof nextFreeId>[0],
  { startTradeId, ...parameters }: Beginning,
): Promise<StreamState> {
  const first = startTradeId ?? (await nextFreeId(client));
  const complete = { ...parameters, startTradeId: first };
  return {
    parameters: complete,
    state: "running",
    lastClaimedId: await claimStreamIds(client, complete, first),
    ticks: 0,
    nextChunk: 0,
    nextTradeId: first,
    trades: 0,
    rows: 0,
    bytes: 0,
    startedAt: new Date().toISOString(),
    last: undefined,
    pending: undefined,
  };
}

const marketText = ({ open }: TickDone) =>
  open
    ? "markets are open: trades have the time of the clock"
    : "markets are closed: trades have times of the latest trading day";

/** For people. */
export function summaryText(summary: StreamSummary): string {
  const { state, ticks, trades, rows, seconds } = summary;
  return `${state}: ${whole(ticks)} batches, ${whole(trades)} trades, ${whole(rows)} rows, ${bytes(summary.bytes)} in ${duration(seconds)}; a batch took ${duration(summary.secondsPerTick)}\n`;
}
