import type { Chunk } from "./chunk.ts";
import { businessDate } from "./calendar.ts";
import { CHUNK_TRADES, type ChunkSpec } from "./plan.ts";
import { stream } from "./random.ts";
import type { Run } from "./run.ts";
import {
  drawAmounts,
  drawInstruments,
  drawParties,
  drawPlaces,
} from "./trades/draw.ts";
import { explode } from "./trades/explode.ts";
import { drawMoments, placeMoments } from "./trades/moments.ts";
import { fillMetrics, Risk } from "./trades/risk.ts";
import { explodedRows, Rows } from "./trades/rows.ts";

/**
 * Fills chunks. A chunk is a pure function of the run's parameters and its
 * number: nothing is carried over from one to the next but memory.
 */
export class ChunkFiller {
  readonly #run: Run;
  readonly #rows = new Rows();
  readonly #risk = new Risk();

  constructor(run: Run) {
    this.#run = run;
  }

  /** The result is valid until the next call. */
  fill(spec: ChunkSpec): Chunk {
    const { parameters, prices } = this.#run;
    const { trades, window } = spec;
    const rows = this.#rows;
    const random = stream(purpose(spec), parameters.seed);
    const day = prices.day(spec.day);
    const moments =
      window && drawMoments(rows.instrument, trades, window, random);
    if (!moments) drawInstruments(rows.instrument, trades, random);
    rows.layOut(trades, parameters.explode);
    rows.chunk.date = businessDate(spec.day);
    drawParties(rows, this.#run, spec, random);
    if (moments) placeMoments(rows, moments);
    else drawPlaces(rows, this.#run, random);
    drawAmounts(rows, day, random);
    fillMetrics(rows, random);
    explode(rows, day);
    this.#risk.fill(rows, random);
    return rows.chunk;
  }
}

/** Trades of a stream are others than those of a load with the same seed. */
const purpose = ({ number, firstTradeId, window }: ChunkSpec) =>
  window === undefined ? `chunk:${number}` : `stream:${firstTradeId}`;

/**
 * Rows that a chunk will have, without making it: what is traded is drawn first.
 */
export function countRows(run: Run, spec: ChunkSpec): number {
  if (!run.parameters.explode) return spec.trades;
  const random = stream(purpose(spec), run.parameters.seed);
  const instrument = new Uint8Array(CHUNK_TRADES);
  drawInstruments(instrument, spec.trades, random);
  return explodedRows(instrument, spec.trades);
}
