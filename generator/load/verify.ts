import { errorMessage, ServiceError } from "../../base/errors.ts";
import { countRows } from "../fill.ts";
import type { Parameters } from "../parameters.ts";
import type { Run } from "../run.ts";
import type { WarehouseClient } from "../warehouse/client.ts";
import { daysOutOfStep, storedRows } from "./stored.ts";

/**
 * Proves that the rows of a load are in and that rollups count the same trades.
 *
 * @throws ServiceError `load-differs` or `rollup-differs`
 */
export async function verify(
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

async function storedText(
  client: WarehouseClient,
  run: Run,
  error: ServiceError,
): Promise<string> {
  const unknown = "how many rows are in is unknown";
  // It has been waited for already.
  if (error.code === "no-warehouse") return unknown;
  let rows = 0;
  for (const chunk of run.plan) rows += countRows(run, chunk);
  return storedRows(client, run.parameters).then(
    (stored) => `${stored} of ${rows} rows are in`,
    () => unknown,
  );
}

/** An error of a load, with how much of it is in; bugs stay as they are. */
export async function loadFailure(
  client: WarehouseClient,
  run: Run,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof ServiceError)) return error;
  const state = await storedText(client, run, error);
  return new ServiceError(
    "load-failed",
    `load stopped, ${state}: ${errorMessage(error)}`,
    {
      hint: `${error.hint === undefined ? "" : `${error.hint}; then `}run the same command again: it continues where it stopped`,
    },
  );
}
