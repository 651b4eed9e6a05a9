import { ServiceError } from "../../base/errors.ts";
import { csvLine } from "../sinks/csv.ts";
import type { WarehouseClient } from "../warehouse/client.ts";
import { type StreamParameters, streamHash } from "./state.ts";

/** Ids a stream claims at a time. */
const CLAIM_SIZE = 1_000_000_000;

const NEXT_FREE = `
SELECT greatest(
    (SELECT max(trade_id) FROM trades_1d),
    (SELECT max(last_trade_id) FROM loads)) + 1 AS id`;

const HELD = `
SELECT count() AS rows FROM trades_1d
WHERE trade_id BETWEEN {first:UInt64} AND {last:UInt64}`;

/** The first id that no trade has and nobody has claimed. */
export async function nextFreeId(client: WarehouseClient): Promise<number> {
  const { id } = await client.row<{ id: number }>(NEXT_FREE);
  return id;
}

/**
 * Writes down in `loads` that ids from `first` on belong to a stream.
 *
 * @returns the last of them
 * @throws ServiceError `trade-ids-taken` when some hold rows already
 */
export async function claimStreamIds(
  client: WarehouseClient,
  parameters: StreamParameters,
  first: number,
): Promise<number> {
  const last = first + CLAIM_SIZE - 1;
  const { rows } = await client.row<{ rows: number }>(HELD, { first, last });
  if (rows > 0) {
    throw new ServiceError(
      "trade-ids-taken",
      `trade ids ${first} to ${last} already hold ${rows} rows`,
      {
        hint: `start the stream with --reset --start-trade-id ${await nextFreeId(client)}, or leave the id out`,
      },
    );
  }
  await client.insert(
    "loads (first_trade_id, last_trade_id, parameters_hash, parameters)",
    "CSV",
    [
      Buffer.from(
        csvLine([
          first,
          last,
          streamHash(parameters),
          JSON.stringify({ stream: parameters }),
        ]),
      ),
    ],
  );
  return last;
}
