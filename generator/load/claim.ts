import { ServiceError } from "../../base/errors.ts";
import {
  type LoadParameters,
  type Parameters,
  parametersHash,
  shownParameters,
} from "../parameters.ts";
import { csvLine } from "../sinks/csv.ts";
import type { WarehouseClient } from "../warehouse/client.ts";

/** Ids of a run, both ends included. */
export const tradeIds = ({ startTradeId, rows }: Parameters) => ({
  first: startTradeId,
  last: startTradeId + rows - 1,
});

const HELD = `
SELECT count() AS rows
FROM trades_1d
WHERE trade_id BETWEEN {first:UInt64} AND {last:UInt64}`;

const NEWEST_CLAIM = `
SELECT parameters_hash AS hash, parameters
FROM loads
WHERE first_trade_id <= {last:UInt64} AND last_trade_id >= {first:UInt64}
ORDER BY started_at DESC
LIMIT 1`;

const LAST_ID = `
SELECT greatest(
    (SELECT max(trade_id) FROM trades_1d),
    (SELECT max(last_trade_id) FROM loads)) AS last`;

/**
 * Takes the ids of a run in the table `loads` before any row is sent. Ids that
 * hold no rows are free; ids that hold rows belong to whoever claimed them last.
 *
 * @returns rows that the ids hold, all of this run
 * @throws ServiceError `trade-ids-taken` when they hold the rows of another load
 */
export async function claimTradeIds(
  client: WarehouseClient,
  parameters: LoadParameters,
): Promise<number> {
  const ids = tradeIds(parameters);
  const hash = parametersHash(parameters);
  const held = await client.row<{ rows: number }>(HELD, ids);
  const [newest] = await client.rows<{ hash: string; parameters: string }>(
    NEWEST_CLAIM,
    ids,
  );
  if (newest?.hash === hash) return held.rows;
  if (held.rows > 0) {
    const { last } = await client.row<{ last: number }>(LAST_ID);
    throw new ServiceError(
      "trade-ids-taken",
      `trade ids ${ids.first} to ${ids.last} already hold ${held.rows} rows of other data: ${newest?.parameters ?? "written by no load of the generator"}`,
      {
        hint: `add these trades beside them with --start-trade-id ${last + 1}`,
      },
    );
  }
  const claim = [
    ids.first,
    ids.last,
    hash,
    JSON.stringify(shownParameters(parameters)),
  ];
  await client.insert(
    "loads (first_trade_id, last_trade_id, parameters_hash, parameters)",
    "CSV",
    [Buffer.from(csvLine(claim))],
  );
  return 0;
}
