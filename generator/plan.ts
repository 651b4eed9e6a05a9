import type { Parameters } from "./parameters.ts";

/** Trades per batch: fixed, so that a batch number means the same in every run. */
export const BATCH_TRADES = 10_000;

/** One unit of work: trades of one business day, made without any other batch. */
export interface BatchSpec {
  number: number;
  /** Business day number, see calendar.ts. */
  day: number;
  firstTradeId: number;
  trades: number;
}

/**
 * Days → batches. Trades are spread evenly over the days, the first days take
 * the remainder; trade ids run through the days without gaps.
 */
export class Plan {
  readonly batches: number;
  readonly #parameters: Parameters;
  readonly #perDay: number;
  readonly #longDays: number;

  constructor(parameters: Parameters) {
    this.#parameters = parameters;
    this.#perDay = Math.floor(parameters.rows / parameters.days);
    this.#longDays = parameters.rows % parameters.days;
    this.batches = this.#firstBatch(parameters.days);
  }

  /** Number of the first batch of a day, 0 = the first day of the run. */
  #firstBatch(day: number): number {
    const long = Math.min(day, this.#longDays);
    const perLongDay = Math.ceil((this.#perDay + 1) / BATCH_TRADES);
    const perShortDay = Math.ceil(this.#perDay / BATCH_TRADES);
    return long * perLongDay + (day - long) * perShortDay;
  }

  batch(number: number): BatchSpec {
    let low = 0;
    let high = this.#parameters.days - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#firstBatch(middle) <= number) low = middle;
      else high = middle - 1;
    }
    const inDay = (number - this.#firstBatch(low)) * BATCH_TRADES;
    const tradesOfDay = this.#perDay + (low < this.#longDays ? 1 : 0);
    const before = low * this.#perDay + Math.min(low, this.#longDays) + inDay;
    return {
      number,
      day: this.#parameters.lastDay - this.#parameters.days + 1 + low,
      firstTradeId: this.#parameters.startTradeId + before,
      trades: Math.min(BATCH_TRADES, tradesOfDay - inDay),
    };
  }

  *[Symbol.iterator](): Generator<BatchSpec> {
    for (let number = 0; number < this.batches; number++) {
      yield this.batch(number);
    }
  }
}
