import { createHash } from "node:crypto";
import {
  type CheckpointState,
  field,
  type Fields,
  readCheckpointFile,
  section,
  writeCheckpointFile,
} from "../checkpoint/file.ts";
import { businessDate, businessDayNumber } from "../calendar.ts";
import type { Window } from "../plan.ts";

/** Everything the trades of a stream depend on, except when they happen. */
export interface StreamParameters {
  seed: string;
  portfolioManagers: number;
  explode: boolean;
  /** First id of the stream: makes it another one than any other of this seed. */
  startTradeId: number;
}

/** Trades of one interval: sent as a whole, or again. */
export interface Tick {
  number: number;
  /** Number of its first chunk: chunks are counted through the stream. */
  firstChunk: number;
  firstTradeId: number;
  trades: number;
  window: Window;
}

/** How far a stream has come. */
export interface StreamState {
  parameters: StreamParameters;
  state: CheckpointState;
  /** Ids up to here are claimed in the table `loads`. */
  lastClaimedId: number;
  /** Ticks acknowledged. */
  ticks: number;
  nextChunk: number;
  nextTradeId: number;
  trades: number;
  rows: number;
  bytes: number;
  startedAt: string;
  /** Where the last acknowledged tick ended. */
  last: Window | undefined;
  /** Written down before it is sent: after a crash it is sent again as it was. */
  pending: Tick | undefined;
}

/** Part of the deduplication tokens of a stream. */
export const streamHash = (parameters: StreamParameters): string =>
  createHash("sha256")
    .update(JSON.stringify(["stream", parameters]))
    .digest("hex")
    .slice(0, 32);

const windowContent = ({ day, from, to }: Window) => ({
  tradeDate: businessDate(day),
  from,
  to,
});

const normalizeWindow = (fields: Fields): Window => ({
  day: businessDayNumber(field(fields, "tradeDate", "string")),
  from: field(fields, "from", "number"),
  to: field(fields, "to", "number"),
});

const optional = <T>(
  fields: Fields,
  name: string,
  normalize: (fields: Fields) => T,
): T | undefined =>
  fields[name] === undefined ? undefined : normalize(section(fields, name));

const normalizeTick = (fields: Fields): Tick => ({
  number: field(fields, "number", "number"),
  firstChunk: field(fields, "firstChunk", "number"),
  firstTradeId: field(fields, "firstTradeId", "number"),
  trades: field(fields, "trades", "number"),
  window: normalizeWindow(section(fields, "window")),
});

function normalize(fields: Fields): StreamState {
  if (fields["kind"] !== "stream") {
    throw new Error(`kind is ${JSON.stringify(fields["kind"])}, not "stream"`);
  }
  const parameters = section(fields, "parameters");
  return {
    parameters: {
      seed: field(parameters, "seed", "string"),
      portfolioManagers: field(parameters, "portfolioManagers", "number"),
      explode: field(parameters, "explode", "boolean"),
      startTradeId: field(parameters, "startTradeId", "number"),
    },
    state: field<CheckpointState>(fields, "state", "string"),
    lastClaimedId: field(fields, "lastClaimedId", "number"),
    ticks: field(fields, "ticks", "number"),
    nextChunk: field(fields, "nextChunk", "number"),
    nextTradeId: field(fields, "nextTradeId", "number"),
    trades: field(fields, "trades", "number"),
    rows: field(fields, "rows", "number"),
    bytes: field(fields, "bytes", "number"),
    startedAt: field(fields, "startedAt", "string"),
    last: optional(fields, "last", normalizeWindow),
    pending: optional(fields, "pending", normalizeTick),
  };
}

/**
 * Reads the checkpoint of a stream; undefined when there is none.
 *
 * @throws ServiceError `checkpoint-corrupted` or `checkpoint-unusable`
 */
export const readStreamState = (
  path: string,
): Promise<StreamState | undefined> => readCheckpointFile(path, normalize);

/** @throws ServiceError `checkpoint-unusable` */
export const writeStreamState = (
  path: string,
  { last, pending, ...state }: StreamState,
): Promise<void> =>
  writeCheckpointFile(path, {
    kind: "stream",
    ...state,
    savedAt: new Date().toISOString(),
    last: last && windowContent(last),
    pending: pending && { ...pending, window: windowContent(pending.window) },
  });
