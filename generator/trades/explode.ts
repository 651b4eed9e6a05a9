import type { DecimalColumn, Slot } from "../columns.ts";
import { POSITIONS } from "../positions.ts";
import { cents, type DayPrices } from "../prices.ts";
import { instrumentIndex } from "../reference/instruments.ts";
import { MS_PER_MINUTE } from "./draw.ts";
import type { Rows } from "./rows.ts";
import { round } from "./rounding.ts";

/** What a holding's row has in common with its trade's, besides date and time. */
export const COPIED_SLOTS = [
  "leaf",
  "venue",
  "counterparty",
  "scenario",
] as const satisfies Slot[];

export const COPIED_COLUMNS = [
  "trade_id",
  "order_id",
  "metric_8",
  "metric_9",
  "metric_10",
  "metric_11",
  "metric_12",
  "metric_13",
  "metric_14",
] as const satisfies DecimalColumn[];

/** Amounts: the trade's × the holding's weight, rounded. */
const SPLIT_COLUMNS = [
  "notional",
  "pnl",
  "margin",
  "fees",
  "exposure",
  "metric_1",
  "metric_2",
  "metric_3",
  "metric_4",
  "metric_5",
  "metric_6",
  "metric_7",
] as const satisfies DecimalColumn[];

const WEIGHT = Float64Array.from(POSITIONS, ({ weight }) =>
  Math.round(weight * 1e4),
);
const UNITS = Float64Array.from(POSITIONS, ({ sharesPerUnit }) =>
  Math.round(sharesPerUnit * 1e6),
);
const UNDERLYING = Uint8Array.from(POSITIONS, ({ underlying }) =>
  instrumentIndex(underlying.symbol),
);
const REFERENCE_PRICE = Float64Array.from(
  POSITIONS,
  ({ underlying }) => underlying.referencePrice,
);

/** Fills the rows of holdings from the rows of their trades. */
export function explode(rows: Rows, day: DayPrices): void {
  const { index, decimal, time } = rows.chunk;
  copyNumbers(time, rows);
  for (const slot of COPIED_SLOTS) copyIndices(index[slot], rows);
  for (const name of COPIED_COLUMNS) copyNumbers(decimal[name], rows);
  fillWeights(rows);
  for (const name of SPLIT_COLUMNS) split(decimal[name], rows);
  fillQuantities(rows);
  fillPrices(rows, day);
}

// Two functions with one body: each sees one kind of array and stays fast.
function copyNumbers(
  column: Float64Array,
  { holdings, holding, parent }: Rows,
): void {
  for (let h = 0; h < holdings; h++) column[holding[h]!] = column[parent[h]!]!;
}

function copyIndices(
  column: Uint16Array,
  { holdings, holding, parent }: Rows,
): void {
  for (let h = 0; h < holdings; h++) column[holding[h]!] = column[parent[h]!]!;
}

/** amount × weight, in cents. */
function split(
  column: Float64Array,
  { holdings, holding, parent, chunk }: Rows,
): void {
  const { weight } = chunk.decimal;
  for (let h = 0; h < holdings; h++) {
    const row = holding[h]!;
    column[row] = round((column[parent[h]!]! * weight[row]!) / 1e4);
  }
}

function fillWeights({ chunk }: Rows): void {
  const { weight } = chunk.decimal;
  const { position } = chunk.index;
  for (let row = 0; row < chunk.rows; row++) {
    weight[row] = WEIGHT[position[row]!]!;
  }
}

/** quantity × units of the holding per unit of the wrapper, 6 decimals, exact. */
function fillQuantities({ holdings, holding, parent, chunk }: Rows): void {
  const { quantity } = chunk.decimal;
  const { position } = chunk.index;
  for (let h = 0; h < holdings; h++) {
    const row = holding[h]!;
    const units = quantity[parent[h]!]! / 1e6;
    quantity[row] = units * UNITS[position[row]!]!;
  }
}

/** The holding's own price at that minute. */
function fillPrices(
  { holdings, holding, chunk }: Rows,
  { paths }: DayPrices,
): void {
  const { price } = chunk.decimal;
  const { position } = chunk.index;
  for (let h = 0; h < holdings; h++) {
    const row = holding[h]!;
    const place = position[row]!;
    const minute = Math.floor(chunk.time[row]! / MS_PER_MINUTE);
    price[row] = cents(
      REFERENCE_PRICE[place]!,
      paths[UNDERLYING[place]!]![minute]!,
    );
  }
}
