import { ServiceError } from "../../base/errors.ts";
import { businessDate } from "../calendar.ts";
import { countRows } from "../fill.ts";
import type { Run } from "../run.ts";
import type { WarehouseClient } from "../warehouse/client.ts";
import type { Batch } from "./batches.ts";
import { daysOutOfStep, storedChunks } from "./stored.ts";

/** Tokens that the tables remember, see their setting in sql/. */
const DEDUPLICATION_WINDOW = 10_000;

/** What is to be sent, and what is there. */
export interface Comparison {
  /** In order; `stored` ones are sent again, and tokens let through what lacks. */
  missing: readonly MissingBatch[];
  present: { trades: number; rows: number };
}

export interface MissingBatch extends Batch {
  /** Its facts are in, a rollup may lack it. */
  stored: boolean;
}

/** A load into an empty range of ids. */
export const nothingStored = (batches: readonly Batch[]): Comparison => ({
  missing: batches.map((batch) => ({ ...batch, stored: false })),
  present: { trades: 0, rows: 0 },
});

/**
 * Asks the warehouse which batches it has. The server may have died between
 * facts and rollup: batches of a day on which these differ are sent again, unless
 * a checkpoint says that they were acknowledged.
 *
 * @param acknowledged batches with a lower number are known to be whole
 * @throws ServiceError `batch-changed` when a batch has other rows than it should
 */
export async function compare(
  client: WarehouseClient,
  run: Run,
  batches: readonly Batch[],
  acknowledged: number,
): Promise<Comparison> {
  const { parameters, plan } = run;
  const stored = await storedChunks(client, parameters, plan);
  const unsound = await daysOutOfStep(client, parameters);
  const missing: MissingBatch[] = [];
  const present = { trades: 0, rows: 0 };
  for (const batch of batches) {
    const rows = batch.chunks.reduce((sum, c) => sum + countRows(run, c), 0);
    const found = batch.chunks.reduce(
      (sum, { firstTradeId }) => sum + (stored.get(firstTradeId) ?? 0),
      0,
    );
    if (found === 0) {
      missing.push({ ...batch, stored: false });
      continue;
    }
    if (found !== rows) throw changed(batch, found, rows);
    present.rows += rows;
    present.trades += batch.trades;
    const inDoubt =
      batch.number >= acknowledged &&
      batch.chunks.some(({ day }) => unsound.has(businessDate(day)));
    if (inDoubt) missing.push({ ...batch, stored: true });
  }
  refuseForgotten(missing);
  return { missing, present };
}

const changed = ({ number, chunks }: Batch, found: number, rows: number) =>
  new ServiceError(
    "batch-changed",
    `batch ${number} (trade ids from ${chunks[0]!.firstTradeId}) has ${found} rows in trades_1d and should have ${rows}: somebody changed it`,
    { hint: "start over with `npm run db:reset`" },
  );

/** A token that the table has forgotten would let the rows in twice. */
function refuseForgotten(missing: readonly MissingBatch[]): void {
  const again = missing.filter(({ stored }) => stored).length;
  if (again < DEDUPLICATION_WINDOW) return;
  throw new ServiceError(
    "rollup-differs",
    `a rollup counts other trades than trades_1d in one of ${again} batches, more than the tables remember tokens of`,
    {
      hint: "rebuild the rollups with `npm run db:rollups`, then run the same command again",
    },
  );
}
