import { setTimeout as sleep } from "node:timers/promises";
import { EncoderPool } from "../encode/pool.ts";
import { BatchSender } from "../load/sender.ts";
import type { WarehouseClient } from "../warehouse/client.ts";
import { claimStreamIds, nextFreeId } from "./claim.ts";
import { marketTime, windowAt } from "./market-clock.ts";
import { type StreamState, streamHash, type Tick } from "./state.ts";
import { tickBatches, tickChunks } from "./ticks.ts";

export interface StreamOptions {
  /** Milliseconds between the starts of two ticks. */
  interval: number;
  /** Trades per tick. */
  batch: number;
  /** Ticks after which it ends by itself. */
  ticks: number;
  workers: number;
  concurrency: number;
  /** Asks for a stop: the tick under way is finished. */
  signal: AbortSignal;
  /** Keeps the state; called before and after every tick. */
  save: (state: StreamState) => Promise<void>;
  /** Called after every tick. */
  onTick: (tick: Tick, done: TickDone) => void;
}

export interface TickDone {
  rows: number;
  bytes: number;
  seconds: number;
  /** False while all venues are closed. */
  open: boolean;
}

/**
 * Adds trades until it is stopped. Every tick is written down before it is sent
 * and its inserts have tokens of their own, so a crash at any moment neither
 * loses nor doubles a trade: the next run begins by sending that tick again.
 *
 * @returns the state at the end
 * @throws ServiceError when the warehouse stays away or refuses
 */
export async function runStream(
  client: WarehouseClient,
  begun: StreamState,
  options: StreamOptions,
): Promise<StreamState> {
  const { parameters } = begun;
  const hash = streamHash(parameters);
  const { interval, signal } = options;
  const pool = new EncoderPool(
    { ...parameters, rows: options.batch, days: 1, lastDay: 0 },
    { format: "native", compression: "none" },
    options.workers,
    tickChunks(options.batch),
  );
  let state = begun;
  const send = async (tick: Tick) => {
    const missing = tickBatches(tick).map((batch) => ({
      ...batch,
      stored: false,
    }));
    const sender = new BatchSender({
      missing,
      concurrency: options.concurrency,
      // A tick is finished once it has begun.
      signal: new AbortController().signal,
      insert: ({ number }, parts) =>
        client.insert(
          "trades_1d",
          "Native",
          parts,
          `lookthrough:stream:${hash}:${number}`,
        ),
    });
    const chunks = missing.flatMap((batch) => batch.chunks);
    await sender.send(pool.encode(chunks), () => undefined);
    return sender.sent;
  };
  try {
    let due = performance.now();
    for (let done = 0; done < options.ticks && !signal.aborted; done++) {
      const started = performance.now();
      const now = marketTime(new Date());
      if (state.pending === undefined)
        state = await withIds(client, state, options.batch);
      const tick = state.pending ?? {
        number: state.ticks,
        firstChunk: state.nextChunk,
        firstTradeId: state.nextTradeId,
        trades: options.batch,
        window: windowAt(now, interval, state.last),
      };
      state = { ...state, pending: tick };
      await options.save(state);
      const { rows, bytes } = await send(tick);
      state = {
        ...state,
        ticks: tick.number + 1,
        nextChunk: tick.firstChunk + tickChunks(tick.trades),
        nextTradeId: tick.firstTradeId + tick.trades,
        trades: state.trades + tick.trades,
        rows: state.rows + rows,
        bytes: state.bytes + bytes,
        last: tick.window,
        pending: undefined,
      };
      await options.save(state);
      const seconds = (performance.now() - started) / 1000;
      options.onTick(tick, { rows, bytes, seconds, open: now.open });
      // A tick that took longer than the interval does not make the next ones crowd.
      due = Math.max(due + interval, performance.now());
      if (done + 1 < options.ticks)
        await pause(due - performance.now(), signal);
    }
    return state;
  } finally {
    await pool.close();
  }
}

/** Claims further ids when those of the stream do not suffice for a tick. */
async function withIds(
  client: WarehouseClient,
  state: StreamState,
  trades: number,
): Promise<StreamState> {
  if (state.nextTradeId + trades - 1 <= state.lastClaimedId) return state;
  const first = await nextFreeId(client);
  const lastClaimedId = await claimStreamIds(client, state.parameters, first);
  return { ...state, nextTradeId: first, lastClaimedId };
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);
