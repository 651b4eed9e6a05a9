import type { Parameters } from "./parameters.ts";

/** Trades per chunk: fixed, so that a chunk number means the same in every run. */
export const CHUNK_TRADES = 10_000;

/** One unit of work: trades of one business day, made without any other chunk. */
export interface ChunkSpec {
  number: number;
  /** Business day number, see calendar.ts. */
  day: number;
  firstTradeId: number;
  trades: number;
  /** When its trades happen, of a stream; else at any time of the sessions. */
  window?: Window;
}

/** A part of a trading day. */
export interface Window {
  /** Business day number, see calendar.ts. */
  day: number;
  /** Milliseconds since midnight UTC: [from, to). */
  from: number;
  to: number;
}

/**
 * Days → chunks. Trades are spread evenly over the days, the first days take
 * the remainder; trade ids run through the days without gaps.
 */
export class Plan {
  readonly chunks: number;
  readonly #parameters: Parameters;
  readonly #perDay: number;
  readonly #longDays: number;

  constructor(parameters: Parameters) {
    this.#parameters = parameters;
    this.#perDay = Math.floor(parameters.rows / parameters.days);
    this.#longDays = parameters.rows % parameters.days;
    this.chunks = this.#firstChunk(parameters.days);
  }

  /** Number of the first chunk of a day, 0 = the first day of the run. */
  #firstChunk(day: number): number {
    const long = Math.min(day, this.#longDays);
    const perLongDay = Math.ceil((this.#perDay + 1) / CHUNK_TRADES);
    const perShortDay = Math.ceil(this.#perDay / CHUNK_TRADES);
    return long * perLongDay + (day - long) * perShortDay;
  }

  chunk(number: number): ChunkSpec {
    let low = 0;
    let high = this.#parameters.days - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#firstChunk(middle) <= number) low = middle;
      else high = middle - 1;
    }
    const inDay = (number - this.#firstChunk(low)) * CHUNK_TRADES;
    const tradesOfDay = this.#perDay + (low < this.#longDays ? 1 : 0);
    const before = low * this.#perDay + Math.min(low, this.#longDays) + inDay;
    return {
      number,
      day: this.#parameters.lastDay - this.#parameters.days + 1 + low,
      firstTradeId: this.#parameters.startTradeId + before,
      trades: Math.min(CHUNK_TRADES, tradesOfDay - inDay),
    };
  }

  *[Symbol.iterator](): Generator<ChunkSpec> {
    for (let number = 0; number < this.chunks; number++) {
      yield this.chunk(number);
    }
  }
}
