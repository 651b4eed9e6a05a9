import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorMessage, ServiceError } from "../../base/errors.ts";
import { businessDate, businessDayNumber } from "../calendar.ts";
import { type LoadParameters, parametersHash } from "../parameters.ts";

export type CheckpointState = "running" | "interrupted" | "failed" | "complete";

/** How far a load has come. */
export interface Checkpoint {
  parameters: LoadParameters;
  state: CheckpointState;
  /** Every batch before it is in the warehouse, rollups included. */
  nextBatch: number;
  batches: number;
  trades: number;
  rows: number;
  /** Native bytes sent. */
  bytes: number;
  /** Over all runs of this load. */
  elapsedSeconds: number;
  startedAt: string;
}

/** Its place in a folder of checkpoints. */
export const checkpointPath = (folder: string, name: string): string =>
  join(folder, `${name}.json`);

/** What the file holds: for people too, hence the date and the rate. */
function toJson(checkpoint: Checkpoint): string {
  const { parameters, elapsedSeconds, rows, ...progress } = checkpoint;
  const { lastDay, ...others } = parameters;
  const content = {
    ...progress,
    rows,
    elapsedSeconds: Math.round(elapsedSeconds * 1000) / 1000,
    averageRowsPerSecond: Math.round(rows / Math.max(elapsedSeconds, 1e-3)),
    savedAt: new Date().toISOString(),
    parameters: { ...others, tradeDate: businessDate(lastDay) },
    parametersHash: parametersHash(parameters),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

type Fields = Record<string, unknown>;

function field<T>(fields: Fields, name: string, type: string): T {
  const value = fields[name];
  const whole =
    typeof value !== "number" || (Number.isFinite(value) && value >= 0);
  if (typeof value !== type || !whole) {
    throw new Error(`${name} is ${JSON.stringify(value)}`);
  }
  return value as T;
}

function normalizeParameters(fields: Fields): LoadParameters {
  return {
    rows: field(fields, "rows", "number"),
    portfolioManagers: field(fields, "portfolioManagers", "number"),
    seed: field(fields, "seed", "string"),
    explode: field(fields, "explode", "boolean"),
    lastDay: businessDayNumber(field(fields, "tradeDate", "string")),
    days: field(fields, "days", "number"),
    startTradeId: field(fields, "startTradeId", "number"),
    batchSize: field(fields, "batchSize", "number"),
  };
}

function fromJson(text: string): Checkpoint {
  const fields = JSON.parse(text) as Fields;
  const parameters = normalizeParameters(
    (fields["parameters"] ?? {}) as Fields,
  );
  if (fields["parametersHash"] !== parametersHash(parameters)) {
    throw new Error(
      "parametersHash does not fit the parameters: it was edited, or written by another version of the generator",
    );
  }
  const state = field<CheckpointState>(fields, "state", "string");
  return {
    parameters,
    state,
    nextBatch: field(fields, "nextBatch", "number"),
    batches: field(fields, "batches", "number"),
    trades: field(fields, "trades", "number"),
    rows: field(fields, "rows", "number"),
    bytes: field(fields, "bytes", "number"),
    elapsedSeconds: field(fields, "elapsedSeconds", "number"),
    startedAt: field(fields, "startedAt", "string"),
  };
}

/**
 * Reads a checkpoint; undefined when there is none.
 *
 * @throws ServiceError `checkpoint-corrupted`
 */
export async function readCheckpoint(
  path: string,
): Promise<Checkpoint | undefined> {
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unusable(path, error);
  }
  try {
    return fromJson(text);
  } catch (cause) {
    throw new ServiceError(
      "checkpoint-corrupted",
      `cannot understand the checkpoint ${path}: ${errorMessage(cause)}`,
      {
        hint: "start without it with --reset and the flags of the load: rows that are in the warehouse are found there and not added twice",
      },
    );
  }
}

const unusable = (path: string, cause: unknown) =>
  new ServiceError("checkpoint-unusable", `cannot use the checkpoint ${path}`, {
    hint: "its folder must exist, be writable and have space; choose another with --checkpoints, or go without one with --no-checkpoint",
    cause,
  });

/** Forgets a checkpoint. */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true });
}

/**
 * Replaces the file as a whole: a reader, or a start after a crash, sees the old
 * content or the new.
 *
 * @throws ServiceError `checkpoint-unusable`
 */
export async function writeCheckpoint(
  path: string,
  checkpoint: Checkpoint,
): Promise<void> {
  const partial = `${path}.partial-${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(partial, "w");
    try {
      await file.writeFile(toJson(checkpoint));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw unusable(path, error);
  }
}
