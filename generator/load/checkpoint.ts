import { businessDayNumber } from "../calendar.ts";
import {
  type CheckpointState,
  field,
  type Fields,
  readCheckpointFile,
  section,
  writeCheckpointFile,
} from "../checkpoint/file.ts";
import {
  type LoadParameters,
  parametersHash,
  shownParameters,
} from "../parameters.ts";

/** How far a load has come. */
export interface Checkpoint {
  parameters: LoadParameters;
  state: CheckpointState;
  /** Every batch before it is in the warehouse, rollups included. */
  nextBatch: number;
  batches: number;
  trades: number;
  rows: number;
  /** Over all runs of this load, those whose rows were there already included. */
  rowsSent: number;
  /** Native bytes of these. */
  bytes: number;
  /** Of the runs that sent any. */
  elapsedSeconds: number;
  startedAt: string;
}

/** What the file holds: for people too, hence the date and the rate. */
function toContent(checkpoint: Checkpoint): object {
  const { parameters, rowsSent, ...progress } = checkpoint;
  const elapsedSeconds = Math.round(checkpoint.elapsedSeconds * 1000) / 1000;
  return {
    kind: "load",
    ...progress,
    rowsSent,
    elapsedSeconds,
    averageRowsPerSecond: Math.round(rowsSent / Math.max(elapsedSeconds, 1e-3)),
    savedAt: new Date().toISOString(),
    parameters: shownParameters(parameters),
    parametersHash: parametersHash(parameters),
  };
}

const normalizeParameters = (fields: Fields): LoadParameters => ({
  rows: field(fields, "rows", "number"),
  portfolioManagers: field(fields, "portfolioManagers", "number"),
  seed: field(fields, "seed", "string"),
  explode: field(fields, "explode", "boolean"),
  lastDay: businessDayNumber(field(fields, "tradeDate", "string")),
  days: field(fields, "days", "number"),
  startTradeId: field(fields, "startTradeId", "number"),
  batchSize: field(fields, "batchSize", "number"),
});

function normalize(fields: Fields): Checkpoint {
  if (fields["kind"] !== "load") {
    throw new Error(`kind is ${JSON.stringify(fields["kind"])}, not "load"`);
  }
  const parameters = normalizeParameters(section(fields, "parameters"));
  if (fields["parametersHash"] !== parametersHash(parameters)) {
    throw new Error(
      "parametersHash does not fit the parameters: it was edited, or written by another version of the generator",
    );
  }
  return {
    parameters,
    state: field<CheckpointState>(fields, "state", "string"),
    nextBatch: field(fields, "nextBatch", "number"),
    batches: field(fields, "batches", "number"),
    trades: field(fields, "trades", "number"),
    rows: field(fields, "rows", "number"),
    rowsSent: field(fields, "rowsSent", "number"),
    bytes: field(fields, "bytes", "number"),
    elapsedSeconds: field(fields, "elapsedSeconds", "number"),
    startedAt: field(fields, "startedAt", "string"),
  };
}

/**
 * Reads the checkpoint of a load; undefined when there is none.
 *
 * @throws ServiceError `checkpoint-corrupted` or `checkpoint-unusable`
 */
export const readCheckpoint = (path: string): Promise<Checkpoint | undefined> =>
  readCheckpointFile(path, normalize);

/** @throws ServiceError `checkpoint-unusable` */
export const writeCheckpoint = (
  path: string,
  checkpoint: Checkpoint,
): Promise<void> => writeCheckpointFile(path, toContent(checkpoint));
