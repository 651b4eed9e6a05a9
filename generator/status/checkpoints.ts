import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ServiceError } from "../../base/errors.ts";
import {
  type CheckpointKind,
  type CheckpointState,
  readCheckpointFile,
} from "../checkpoint/file.ts";
import { readStreamState } from "../stream/state.ts";
import type { WarehouseClient } from "../warehouse/client.ts";
import { readCheckpoint } from "../load/checkpoint.ts";

/** A checkpoint, whatever it is of. */
export interface KnownCheckpoint {
  kind: CheckpointKind;
  path: string;
  state: CheckpointState;
  /** Trade ids that belong to it. */
  ids: { first: number; last: number };
  /** In the warehouse, by its account. */
  trades: number;
  rows: number;
  /** Of the whole load; a stream has no end. */
  tradesTotal: number | undefined;
  startedAt: string;
}

/** Trades and rows that the warehouse has of a checkpoint. */
export interface Stored {
  trades: number;
  rows: number;
}

const STORED = `
SELECT countIf(exposure_type != 'Constituent') AS trades, count() AS rows
FROM trades_1d
WHERE trade_id BETWEEN {first:UInt64} AND {last:UInt64}`;

/**
 * The checkpoints of a folder, by name; none when it does not exist.
 *
 * @throws ServiceError `checkpoint-corrupted` or `checkpoint-unusable`
 */
export async function knownCheckpoints(
  folder: string,
): Promise<KnownCheckpoint[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new ServiceError(
      "checkpoint-unusable",
      `cannot read the folder ${folder}`,
      { hint: "choose another with --checkpoints", cause: error },
    );
  });
  const known: KnownCheckpoint[] = [];
  for (const name of names.filter((file) => file.endsWith(".json")).sort()) {
    const checkpoint = await knownCheckpoint(join(folder, name));
    if (checkpoint !== undefined) known.push(checkpoint);
  }
  return known;
}

async function knownCheckpoint(
  path: string,
): Promise<KnownCheckpoint | undefined> {
  const kind = await readCheckpointFile(path, (fields) => fields["kind"]);
  return kind === "stream" ? knownStream(path) : knownLoad(path);
}

async function knownLoad(path: string): Promise<KnownCheckpoint | undefined> {
  const checkpoint = await readCheckpoint(path);
  if (checkpoint === undefined) return undefined;
  const { parameters, state, trades, rows, startedAt } = checkpoint;
  const first = parameters.startTradeId;
  return {
    kind: "load",
    path,
    state,
    ids: { first, last: first + parameters.rows - 1 },
    trades,
    rows,
    tradesTotal: parameters.rows,
    startedAt,
  };
}

async function knownStream(path: string): Promise<KnownCheckpoint | undefined> {
  const checkpoint = await readStreamState(path);
  if (checkpoint === undefined) return undefined;
  const { parameters, state, rows, startedAt } = checkpoint;
  return {
    kind: "stream",
    path,
    state,
    ids: { first: parameters.startTradeId, last: checkpoint.nextTradeId - 1 },
    trades: checkpoint.trades,
    rows,
    tradesTotal: undefined,
    startedAt,
  };
}

/** What the warehouse has of a checkpoint. */
export const storedOf = (
  client: WarehouseClient,
  { ids }: KnownCheckpoint,
): Promise<Stored> => client.row<Stored>(STORED, ids);
