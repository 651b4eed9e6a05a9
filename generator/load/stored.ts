import { businessDate } from "../calendar.ts";
import type { Parameters } from "../parameters.ts";
import { CHUNK_TRADES, type Plan } from "../plan.ts";
import type { WarehouseClient } from "../warehouse/client.ts";
import { tradeIds } from "./claim.ts";

const BY_CHUNK = `
SELECT
    roundDown(trade_id, {dayStarts:Array(UInt64)}) AS day_start,
    day_start + intDiv(trade_id - day_start, {chunk:UInt64}) * {chunk:UInt64} AS first_trade_id,
    count() AS rows
FROM trades_1d
WHERE trade_date BETWEEN {from:Date} AND {to:Date}
    AND trade_id BETWEEN {first:UInt64} AND {last:UInt64}
GROUP BY day_start, first_trade_id`;

const IN_RANGE = `
SELECT count() AS rows
FROM trades_1d
WHERE trade_id BETWEEN {first:UInt64} AND {last:UInt64}`;

const countByDay = (table: string, count: string) => `
SELECT toString(trade_date) AS date, ${count} AS rows
FROM ${table}
WHERE trade_date BETWEEN {from:Date} AND {to:Date}
GROUP BY trade_date`;

const ROLLUPS = ["trades_1d_rollup", "trades_1d_rollup_geo"];

const dates = ({ lastDay, days }: Parameters) => ({
  from: businessDate(lastDay - days + 1),
  to: businessDate(lastDay),
});

/** Rows in the warehouse per chunk of a run, by the chunk's first trade id. */
export async function storedChunks(
  client: WarehouseClient,
  parameters: Parameters,
  plan: Plan,
): Promise<Map<number, number>> {
  const dayStarts = new Map<number, number>();
  for (const { day, firstTradeId } of plan) {
    if (!dayStarts.has(day)) dayStarts.set(day, firstTradeId);
  }
  const rows = await client.rows<{ first_trade_id: number; rows: number }>(
    BY_CHUNK,
    {
      ...dates(parameters),
      ...tradeIds(parameters),
      dayStarts: [...dayStarts.values()],
      chunk: CHUNK_TRADES,
    },
  );
  return new Map(rows.map((row) => [row.first_trade_id, row.rows]));
}

/** Rows in the warehouse with the ids of a run. */
export async function storedRows(
  client: WarehouseClient,
  parameters: Parameters,
): Promise<number> {
  const { rows } = await client.row<{ rows: number }>(
    IN_RANGE,
    tradeIds(parameters),
  );
  return rows;
}

/** Days of a run on which a rollup counts other trades than the facts. */
export async function daysOutOfStep(
  client: WarehouseClient,
  parameters: Parameters,
): Promise<Set<string>> {
  const countBy = async (table: string, count: string) => {
    const rows = await client.rows<{ date: string; rows: number }>(
      countByDay(table, count),
      dates(parameters),
    );
    return new Map(rows.map((row) => [row.date, row.rows]));
  };
  const facts = await countBy("trades_1d", "count()");
  const out = new Set<string>();
  for (const rollup of ROLLUPS) {
    const counted = await countBy(rollup, "sum(trade_count)");
    for (const date of new Set([...facts.keys(), ...counted.keys()])) {
      if (facts.get(date) !== counted.get(date)) out.add(date);
    }
  }
  return out;
}
