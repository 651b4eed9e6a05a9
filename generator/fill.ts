import type { Batch } from "./batch.ts";
import { businessDate } from "./calendar.ts";
import type { BatchSpec } from "./plan.ts";
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
import { fillMetrics, fillRisk } from "./trades/risk.ts";

/** Every order fills in one trade; its number runs apart from the trade's. */
const ORDER_ID_OFFSET = 7_000_000_000_000;

const UNDERLYING = POSITIONS.map(({ underlying }) =>
  instrumentIndex(underlying.symbol),
);

/**
 * Fills batches. A batch is a pure function of the run's parameters and its
 * number: nothing is carried over from one to the next but memory.
 */
export class BatchFiller {
  readonly #run: Run;
  readonly #trades = allocateTrades();
  readonly #rows = new Rows();

  constructor(run: Run) {
    this.#run = run;
  }

  /** The result is valid until the next call. */
  fill(spec: BatchSpec): Batch {
    const { parameters, prices } = this.#run;
    const trades = this.#trades;
    const rows = this.#rows;
    const random = stream(`batch:${spec.number}`, parameters.seed);
    const day = prices.day(spec.day);
    drawChoices(trades, this.#run, spec, random);
    drawAmounts(trades, day, random);

    rows.layOut(trades, parameters.explode);
    const { batch } = rows;
    batch.date = businessDate(spec.day);
    rows.copy(trades.time, batch.time);
    rows.copy(trades.leaf, batch.index.leaf);
    rows.copy(trades.venue, batch.index.venue);
    rows.copy(trades.counterparty, batch.index.counterparty);
    rows.copy(trades.scenario, batch.index.scenario);
    fillIds(rows, spec);
    rows.weights();
    rows.quantities(trades.quantity);
    fillPrices(rows, trades, day);
    rows.split(trades.notional, batch.decimal.notional);
    rows.split(trades.fees, batch.decimal.fees);
    rows.split(trades.margin, batch.decimal.margin);
    rows.split(trades.pnl, batch.decimal.pnl);
    fillExposures(rows, trades);
    fillRisk(rows, trades, random);
    fillMetrics(rows, trades, random);
    return batch;
  }
}

function fillIds({ batch, trade }: Rows, { firstTradeId }: BatchSpec): void {
  const { trade_id, order_id } = batch.decimal;
  for (let row = 0; row < batch.rows; row++) {
    trade_id[row] = firstTradeId + trade[row]!;
    order_id[row] = ORDER_ID_OFFSET + trade_id[row]!;
  }
}

/**
 * Rows that a batch will have, without making it: what is traded is drawn first.
 */
export function countRows(run: Run, spec: BatchSpec): number {
  if (!run.parameters.explode) return spec.trades;
  const random = stream(`batch:${spec.number}`, run.parameters.seed);
  let rows = spec.trades;
  for (let t = 0; t < spec.trades; t++)
    rows += HOLDINGS[drawInstrument(random)]!.count;
  return rows;
}

/** The traded price; on a Constituent row the holding's own at that minute. */
function fillPrices(
  { batch, trade }: Rows,
  trades: Trades,
  { paths }: DayPrices,
): void {
  const { position } = batch.index;
  for (let row = 0; row < batch.rows; row++) {
    const { underlying, exposureType } = POSITIONS[position[row]!]!;
    const minute = Math.floor(batch.time[row]! / 60_000);
    batch.decimal.price[row] =
      exposureType === "Constituent"
        ? cents(
            underlying.referencePrice,
            paths[UNDERLYING[position[row]!]!]![minute]!,
          )
        : trades.price[trade[row]!]!;
  }
}

function fillExposures({ batch, trade }: Rows, trades: Trades): void {
  const { exposure, notional } = batch.decimal;
  for (let row = 0; row < batch.rows; row++) {
    exposure[row] = trades.side[trade[row]!]! * notional[row]!;
  }
}
