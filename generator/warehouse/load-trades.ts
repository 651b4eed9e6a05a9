import { errorMessage, ServiceError } from "../../base/errors.ts";
import { businessDate } from "../calendar.ts";
import { ChunkFiller, countRows } from "../fill.ts";
import { type Parameters, parametersHash } from "../parameters.ts";
import type { ChunkSpec } from "../plan.ts";
import { prepareRun, type Run } from "../run.ts";
import { CsvEncoder } from "../sinks/csv.ts";
import { claimTradeIds } from "./claim.ts";
import type { WarehouseClient } from "./client.ts";
import { daysOutOfStep, storedBatches, storedRows } from "./stored.ts";

export interface Loaded {
  trades: number;
  /** Rows of the whole run, all of them in the warehouse now. */
  rows: number;
  /** Rows that were not there before. */
  sent: number;
}

/**
 * Loads a run, or what is missing of it, and proves the result.
 *
 * A batch is one insert of one block with a token of its own, so it is either
 * there or not. Batches that are there are skipped, unless a rollup of their day
 * is out of step (the server died between facts and rollup): those are sent
 * again, and the tokens let through only what is missing.
 *
 * @throws ServiceError `load-failed` with how many rows are in and what to do
 */
export async function loadTrades(
  client: WarehouseClient,
  parameters: Parameters,
  progress: (done: number, of: number) => void,
): Promise<Loaded> {
  await claimTradeIds(client, parameters);
  const run = prepareRun(parameters);
  const { missing, rows, before } = await compare(client, run);
  try {
    await send(client, run, missing, progress);
    await verify(client, parameters, rows);
  } catch (error) {
    throw await failure(client, parameters, rows, error);
  }
  return { trades: parameters.rows, rows, sent: rows - before };
}

/** What a run has and what of it is missing in the warehouse. */
async function compare(client: WarehouseClient, run: Run) {
  const { parameters, plan } = run;
  const stored = await storedBatches(client, parameters, plan);
  const unsound = await daysOutOfStep(client, parameters);
  const missing: ChunkSpec[] = [];
  let rows = 0;
  let before = 0;
  for (const spec of plan) {
    const expected = countRows(run, spec);
    const found = stored.get(spec.firstTradeId) ?? 0;
    if (found !== 0 && found !== expected) {
      throw new ServiceError(
        "batch-changed",
        `batch ${spec.number} (trade ids from ${spec.firstTradeId}) has ${found} rows in trades_1d and should have ${expected}: somebody changed it`,
        { hint: "start over with `npm run db:reset`" },
      );
    }
    rows += expected;
    before += found;
    if (found === 0 || unsound.has(businessDate(spec.day))) missing.push(spec);
  }
  return { missing, rows, before };
}

/** Makes one batch while the one before is on its way. */
async function send(
  client: WarehouseClient,
  run: Run,
  batches: readonly ChunkSpec[],
  progress: (done: number, of: number) => void,
): Promise<void> {
  const hash = parametersHash(run.parameters);
  const filler = new ChunkFiller(run);
  const encoders = [0, 1].map(() => new CsvEncoder(run.dictionaries));
  let previous = Promise.resolve();
  for (const [place, spec] of batches.entries()) {
    const csv = encoders[place % 2]!.encode(filler.fill(spec));
    await previous;
    progress(place, batches.length);
    previous = client.insert(
      "trades_1d",
      csv,
      `lookthrough:trades_1d:${hash}:${spec.number}`,
    );
  }
  await previous;
  progress(batches.length, batches.length);
}

async function verify(
  client: WarehouseClient,
  parameters: Parameters,
  rows: number,
): Promise<void> {
  const stored = await storedRows(client, parameters);
  if (stored !== rows) {
    throw new ServiceError(
      "load-differs",
      `trades_1d has ${stored} rows with these trade ids, ${rows} were generated`,
      {
        hint: "rows were deleted or truncated after they were loaded: start over with `npm run db:reset`",
      },
    );
  }
  const [date] = await daysOutOfStep(client, parameters);
  if (date !== undefined) {
    throw new ServiceError(
      "rollup-differs",
      `a rollup counts other trades than trades_1d on ${date}`,
      { hint: "rebuild the rollups with `npm run db:rollups`" },
    );
  }
}

async function failure(
  client: WarehouseClient,
  parameters: Parameters,
  rows: number,
  error: unknown,
): Promise<ServiceError> {
  if (!(error instanceof ServiceError)) throw error;
  const stored = await storedRows(client, parameters).catch(() => undefined);
  const state =
    stored === undefined
      ? "how many rows are in is unknown"
      : `${stored} of ${rows} rows are in`;
  return new ServiceError(
    "load-failed",
    `load stopped, ${state}: ${errorMessage(error)}`,
    {
      hint: `${error.hint === undefined ? "" : `${error.hint}; then `}run the same command again: it continues where it stopped`,
      cause: undefined,
    },
  );
}
