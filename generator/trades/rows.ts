import { allocateChunk } from "../chunk.ts";
import { CHUNK_TRADES } from "../plan.ts";
import { HOLDINGS } from "../positions.ts";
import type { Random } from "../random.ts";

const HOLDING_COUNT = Uint8Array.from(HOLDINGS, ({ count }) => count);
/** Never read for an instrument that holds nothing. */
const FIRST_HOLDING = Uint8Array.from(HOLDINGS, ({ first }) => first);

/** Rows that trades in these instruments explode into. */
export function explodedRows(instrument: Uint8Array, trades: number): number {
  let rows = trades;
  for (let t = 0; t < trades; t++) rows += HOLDING_COUNT[instrument[t]!]!;
  return rows;
}

/**
 * A chunk and where its rows lie: each trade's own row, then one row for each of
 * its holdings. What a trade draws is written straight to its own row, the rows
 * of its holdings are derived from there. Memory is kept from chunk to chunk.
 */
export class Rows {
  chunk = allocateChunk(0);
  /** Trade of each row. */
  trade = new Uint16Array(0);

  /** Number of trades; the arrays that follow have an entry for each. */
  trades = 0;
  readonly instrument = new Uint8Array(CHUNK_TRADES);
  readonly own = new Uint32Array(CHUNK_TRADES);
  /** 1 long, -1 short. */
  readonly side = new Int8Array(CHUNK_TRADES);

  /** Number of rows of holdings; the arrays that follow have an entry for each. */
  holdings = 0;
  holding = new Uint32Array(0);
  /** Own row of the trade it belongs to. */
  parent = new Uint32Array(0);

  #uniforms = new Float64Array(0);

  /**
   * Uniform numbers, `perTrade` for each trade after one another; valid until the
   * next call. Drawn in a loop of their own, because only in a small loop V8
   * inlines the generator: a call for a double would allocate it.
   */
  uniforms(random: Random, perTrade: number): Float64Array {
    const count = this.trades * perTrade;
    if (this.#uniforms.length < count) {
      this.#uniforms = new Float64Array(CHUNK_TRADES * perTrade);
    }
    const uniforms = this.#uniforms;
    for (let i = 0; i < count; i++) uniforms[i] = random();
    return uniforms;
  }

  /** Lays out trades whose instruments are drawn. */
  layOut(trades: number, explode: boolean): void {
    this.trades = trades;
    this.#reserve(explode ? explodedRows(this.instrument, trades) : trades);
    const { instrument, own, trade, holding, parent } = this;
    const { position } = this.chunk.index;
    let row = 0;
    let held = 0;
    for (let t = 0; t < trades; t++) {
      const traded = instrument[t]!;
      const ownRow = row++;
      own[t] = ownRow;
      trade[ownRow] = t;
      position[ownRow] = traded;
      if (!explode) continue;
      const first = FIRST_HOLDING[traded]!;
      const end = first + HOLDING_COUNT[traded]!;
      for (let place = first; place < end; place++) {
        trade[row] = t;
        position[row] = place;
        parent[held] = ownRow;
        holding[held++] = row++;
      }
    }
    this.holdings = held;
  }

  #reserve(rows: number): void {
    if (rows > this.trade.length) {
      // A tenth of spare room: chunks differ in size by a few percent.
      const capacity = Math.ceil(rows * 1.1);
      this.chunk = allocateChunk(capacity);
      this.trade = new Uint16Array(capacity);
      this.holding = new Uint32Array(capacity);
      this.parent = new Uint32Array(capacity);
    }
    this.chunk.rows = rows;
  }
}
