import type { ChunkSpec } from "../plan.ts";
import type { DayPrices } from "../prices.ts";
import { cents } from "../prices.ts";
import { normal } from "../normal.ts";
import { below, type Random, type WeightedChoice } from "../random.ts";
import { INSTRUMENTS } from "../reference/instruments.ts";
import { VENUES } from "../reference/venues.ts";
import type { Run } from "../run.ts";
import { round } from "./rounding.ts";
import type { Rows } from "./rows.ts";

export const MS_PER_MINUTE = 60_000;

/** Every order fills in one trade; its number runs apart from the trade's. */
const ORDER_ID_OFFSET = 7_000_000_000_000;

/** Share of the trades that are long. */
export const LONG_SHARE = 0.52;

/** Sizes are log-normal in money: the median trade and the spread of its log. */
export const MEDIAN_NOTIONAL_CENTS = 5_000_000;
export const NOTIONAL_SPREAD = 1.2;

/** How far a trade may be from its minute's price, as a share of it. */
export const PRICE_NOISE = 0.0003;

export const FEE_RATES = { lowest: 0.00005, highest: 0.00025 };

// Tables, because reading an object's property per trade costs more than the arithmetic.
const MARGIN_RATE = Float64Array.from(
  INSTRUMENTS,
  ({ volatility }) => 0.05 + volatility * 0.3,
);
const REFERENCE_PRICE = Float64Array.from(
  INSTRUMENTS,
  ({ referencePrice }) => referencePrice,
);
const OPENS = Float64Array.from(VENUES, ({ opens }) => opens * MS_PER_MINUTE);
const SESSION = Float64Array.from(
  VENUES,
  ({ opens, closes }) => (closes - opens) * MS_PER_MINUTE,
);

/** Uniform, so that a trade explodes into 54/29 rows on average. */
const drawInstrument = (random: Random): number =>
  below(random, INSTRUMENTS.length);

/** What is traded. Comes first in the stream: countRows relies on it. */
export function drawInstruments(
  instrument: Uint8Array,
  trades: number,
  random: Random,
): void {
  for (let t = 0; t < trades; t++) instrument[t] = drawInstrument(random);
}

/** Who trades with whom, and in which direction. */
export function drawParties(
  rows: Rows,
  { choose }: Run,
  { firstTradeId }: ChunkSpec,
  random: Random,
): void {
  const { own, side, trades } = rows;
  const { index, decimal } = rows.chunk;
  for (let t = 0; t < trades; t++) {
    decimal.trade_id[own[t]!] = firstTradeId + t;
    decimal.order_id[own[t]!] = ORDER_ID_OFFSET + firstTradeId + t;
  }
  drawIndices(index.leaf, choose.leaf, rows, random);
  drawIndices(index.counterparty, choose.counterparty, rows, random);
  drawIndices(index.scenario, choose.scenario, rows, random);
  for (let t = 0; t < trades; t++) {
    // 1 or -1 without a branch that no processor can predict.
    side[t] = 1 - 2 * Math.floor(random() + (1 - LONG_SHARE));
  }
}

/** Where and when in the venue's session. */
export function drawPlaces(rows: Rows, { choose }: Run, random: Random): void {
  const { own, trades, instrument } = rows;
  const { index, time } = rows.chunk;
  const venueChoice = INSTRUMENTS.map(({ type }) =>
    type === "Commodity" ? choose.venue.commodity : choose.venue.listed,
  );
  for (let t = 0; t < trades; t++) {
    const venue = venueChoice[instrument[t]!]!.draw(random);
    index.venue[own[t]!] = venue;
    time[own[t]!] =
      OPENS[venue]! + Math.floor(intraday(random()) * SESSION[venue]!);
  }
}

function drawIndices(
  to: Uint16Array,
  choice: WeightedChoice,
  { own, trades }: Rows,
  random: Random,
): void {
  for (let t = 0; t < trades; t++) to[own[t]!] = choice.draw(random);
}

/**
 * Uniform number → place in the session, [0, 1): twice the average activity at
 * the open and the close, three quarters of it in the middle.
 */
export const intraday = (u: number): number => {
  const sine = Math.sin((Math.PI / 2) * u);
  return 0.5 * u + 0.5 * sine * sine;
};

/** Prices, sizes and the amounts that follow from them. */
export function drawAmounts(rows: Rows, day: DayPrices, random: Random): void {
  drawPrices(rows, day, random);
  drawSizes(rows, random);
  const { own, trades, instrument, side } = rows;
  const { quantity, price, notional, fees, margin, pnl, exposure } =
    rows.chunk.decimal;
  const { lowest, highest } = FEE_RATES;
  for (let t = 0; t < trades; t++) {
    const row = own[t]!;
    const amount = notional[row]!;
    const feeRate = lowest + random() * (highest - lowest);
    const fee = Math.max(1, round(amount * feeRate));
    const move = day.closes[instrument[t]!]! - price[row]!;
    exposure[row] = side[t]! * amount;
    fees[row] = fee;
    margin[row] = round(amount * MARGIN_RATE[instrument[t]!]!);
    pnl[row] = side[t]! * (quantity[row]! / 1e6) * move - fee;
  }
}

function drawPrices(rows: Rows, { paths }: DayPrices, random: Random): void {
  const { own, trades, instrument, chunk } = rows;
  const { price } = chunk.decimal;
  for (let t = 0; t < trades; t++) {
    const traded = instrument[t]!;
    const minute = Math.floor(chunk.time[own[t]!]! / MS_PER_MINUTE);
    price[own[t]!] = cents(
      REFERENCE_PRICE[traded]!,
      paths[traded]![minute]! + (random() * 2 - 1) * PRICE_NOISE,
    );
  }
}

/** Whole units, as many as come closest to the money wanted. */
function drawSizes({ own, trades, chunk }: Rows, random: Random): void {
  const { price, quantity, notional } = chunk.decimal;
  for (let t = 0; t < trades; t++) {
    const row = own[t]!;
    const wanted =
      MEDIAN_NOTIONAL_CENTS * Math.exp(NOTIONAL_SPREAD * normal(random));
    const units = Math.max(1, round(wanted / price[row]!));
    quantity[row] = units * 1e6;
    notional[row] = units * price[row]!;
  }
}
