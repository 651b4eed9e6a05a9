import type { Chunk } from "../chunk.ts";
import { allocateChunk } from "../chunk.ts";
import { HOLDINGS, POSITIONS } from "../positions.ts";
import type { Trades } from "./draw.ts";

const WEIGHT = Float64Array.from(POSITIONS, ({ weight }) =>
  Math.round(weight * 1e4),
);
const UNITS = Float64Array.from(POSITIONS, ({ sharesPerUnit }) =>
  Math.round(sharesPerUnit * 1e6),
);

/** Rounds half away from zero, so that the sign of an amount never matters. */
export const roundMoney = (value: number): number =>
  value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5);

/** Rows of a chunk and the trade each of them comes from. */
export class Rows {
  chunk: Chunk = allocateChunk(0);
  /** Trade of each row, a place in the chunk's trades. */
  trade = new Uint16Array(0);

  /** Lays out one row per trade, its holdings after it when exploding. */
  layOut(trades: Trades, explode: boolean): void {
    let rows = trades.count;
    if (explode) {
      for (let t = 0; t < trades.count; t++) {
        rows += HOLDINGS[trades.instrument[t]!]!.count;
      }
    }
    if (rows > this.trade.length) {
      // A tenth of spare room: chunks differ in size by a few percent.
      const capacity = Math.ceil(rows * 1.1);
      this.chunk = allocateChunk(capacity);
      this.trade = new Uint16Array(capacity);
    }
    this.chunk.rows = rows;
    const position = this.chunk.index.position;
    let row = 0;
    for (let t = 0; t < trades.count; t++) {
      const instrument = trades.instrument[t]!;
      this.trade[row] = t;
      position[row++] = instrument;
      if (!explode) continue;
      const { first, count } = HOLDINGS[instrument]!;
      for (let holding = 0; holding < count; holding++) {
        this.trade[row] = t;
        position[row++] = first + holding;
      }
    }
  }

  /** Gives every row the value of its trade. */
  copy(from: Float64Array | Uint16Array, to: Float64Array | Uint16Array): void {
    const { trade } = this;
    const { rows } = this.chunk;
    for (let row = 0; row < rows; row++) to[row] = from[trade[row]!]!;
  }

  /** Gives every row its share of the trade's amount: amount × weight, in cents. */
  split(from: Float64Array, to: Float64Array): void {
    const { trade } = this;
    const { rows, index } = this.chunk;
    const position = index.position;
    for (let row = 0; row < rows; row++) {
      to[row] = roundMoney(
        (from[trade[row]!]! * WEIGHT[position[row]!]!) / 1e4,
      );
    }
  }

  weights(): void {
    const { rows, index, decimal } = this.chunk;
    for (let row = 0; row < rows; row++) {
      decimal.weight[row] = WEIGHT[index.position[row]!]!;
    }
  }

  /** quantity × units of the holding per unit of the wrapper, 6 decimals, exact. */
  quantities(from: Float64Array): void {
    const { rows, index, decimal } = this.chunk;
    for (let row = 0; row < rows; row++) {
      decimal.quantity[row] =
        from[this.trade[row]!]! * UNITS[index.position[row]!]!;
    }
  }
}
