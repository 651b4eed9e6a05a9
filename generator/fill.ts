import type { Chunk } from "./chunk.ts";
import { businessDate } from "./calendar.ts";
import type { ChunkSpec } from "./plan.ts";
import { cents, type DayPrices } from "./prices.ts";
import { HOLDINGS, POSITIONS } from "./positions.ts";
import { stream } from "./random.ts";
import { instrumentIndex } from "./reference/instruments.ts";
import type { Run } from "./run.ts";
import {
  allocateTrades,
  drawAmounts,
  drawChoices,
  drawInstrument,
  type Trades,
} from "./trades/draw.ts";
import { Rows } from "./trades/explode.ts";
import { drawMoments } from "./trades/moments.ts";
import { fillMetrics, fillRisk } from "./trades/risk.ts";

/** Every order fills in one trade; its number runs apart from the trade's. */
const ORDER_ID_OFFSET = 7_000_000_000_000;

const UNDERLYING = POSITIONS.map(({ underlying }) =>
  instrumentIndex(underlying.symbol),
);

/**
 * Fills chunks. A chunk is a pure function of the run's parameters and its
 * number: nothing is carried over from one to the next but memory.
 */
export class ChunkFiller {
  readonly #run: Run;
  readonly #trades = allocateTrades();
  readonly #rows = new Rows();

  constructor(run: Run) {
    this.#run = run;
  }

  /** The result is valid until the next call. */
  fill(spec: ChunkSpec): Chunk {
    const { parameters, prices } = this.#run;
    const trades = this.#trades;
    const rows = this.#rows;
    const random = stream(purpose(spec), parameters.seed);
    const day = prices.day(spec.day);
    drawChoices(trades, this.#run, spec, random);
    if (spec.window !== undefined) drawMoments(trades, spec.window, random);
    drawAmounts(trades, day, random);

    rows.layOut(trades, parameters.explode);
    const { chunk } = rows;
    chunk.date = businessDate(spec.day);
    rows.copy(trades.time, chunk.time);
    rows.copy(trades.leaf, chunk.index.leaf);
    rows.copy(trades.venue, chunk.index.venue);
    rows.copy(trades.counterparty, chunk.index.counterparty);
    rows.copy(trades.scenario, chunk.index.scenario);
    fillIds(rows, spec);
    rows.weights();
    rows.quantities(trades.quantity);
    fillPrices(rows, trades, day);
    rows.split(trades.notional, chunk.decimal.notional);
    rows.split(trades.fees, chunk.decimal.fees);
    rows.split(trades.margin, chunk.decimal.margin);
    rows.split(trades.pnl, chunk.decimal.pnl);
    fillExposures(rows, trades);
    fillRisk(rows, trades, random);
    fillMetrics(rows, trades, random);
    return chunk;
  }
}

/** Trades of a stream are others than those of a load with the same seed. */
const purpose = ({ number, firstTradeId, window }: ChunkSpec) =>
  window === undefined ? `chunk:${number}` : `stream:${firstTradeId}`;

function fillIds({ chunk, trade }: Rows, { firstTradeId }: ChunkSpec): void {
  const { trade_id, order_id } = chunk.decimal;
  for (let row = 0; row < chunk.rows; row++) {
    trade_id[row] = firstTradeId + trade[row]!;
    order_id[row] = ORDER_ID_OFFSET + trade_id[row]!;
  }
}

/**
 * Rows that a chunk will have, without making it: what is traded is drawn first.
 */
export function countRows(run: Run, spec: ChunkSpec): number {
  if (!run.parameters.explode) return spec.trades;
  const random = stream(`chunk:${spec.number}`, run.parameters.seed);
  let rows = spec.trades;
  for (let t = 0; t < spec.trades; t++)
    rows += HOLDINGS[drawInstrument(random)]!.count;
  return rows;
}

/** The traded price; on a Constituent row the holding's own at that minute. */
function fillPrices(
  { chunk, trade }: Rows,
  trades: Trades,
  { paths }: DayPrices,
): void {
  const { position } = chunk.index;
  for (let row = 0; row < chunk.rows; row++) {
    const { underlying, exposureType } = POSITIONS[position[row]!]!;
    const minute = Math.floor(chunk.time[row]! / 60_000);
    chunk.decimal.price[row] =
      exposureType === "Constituent"
        ? cents(
            underlying.referencePrice,
            paths[UNDERLYING[position[row]!]!]![minute]!,
          )
        : trades.price[trade[row]!]!;
  }
}

function fillExposures({ chunk, trade }: Rows, trades: Trades): void {
  const { exposure, notional } = chunk.decimal;
  for (let row = 0; row < chunk.rows; row++) {
    exposure[row] = trades.side[trade[row]!]! * notional[row]!;
  }
}
