import { normal } from "./normal.ts";
import { type Random, stream } from "./random.ts";
import { CONSTITUENTS } from "./reference/constituents.ts";
import {
  type Factor,
  INSTRUMENTS,
  instrumentIndex,
} from "./reference/instruments.ts";

export const MINUTES = 1440;
const DAYS_PER_YEAR = 252;

/** Log prices return to their reference level with a half-life of 250 days. */
export const PULL = Math.exp(-Math.LN2 / 250);

/** Returns of one factor have correlation COMMON². */
export const COMMON = 0.6;
const OWN = 0.8;

const FACTORS: readonly Factor[] = [
  "equity",
  "precious",
  "energy",
  "industrial",
];
const FACTOR = INSTRUMENTS.map(({ factor }) => FACTORS.indexOf(factor));

export const DAILY_VOLATILITY = INSTRUMENTS.map(
  ({ volatility }) => volatility / Math.sqrt(DAYS_PER_YEAR),
);

/** Share of each instrument's own walk, and what its holdings add. */
const MIX = INSTRUMENTS.map(({ symbol }) => {
  const holdings = CONSTITUENTS.filter(({ parent }) => parent === symbol);
  const held = holdings.reduce((sum, { weight }) => sum + weight, 0);
  return {
    own: 1 - Math.round(held * 1e4) / 1e4,
    holdings: holdings.map(({ symbol: holding, weight }) => ({
      index: instrumentIndex(holding),
      weight,
    })),
  };
});

/** One day of prices. */
export interface DayPrices {
  /** Per instrument: log of price ÷ reference price at each minute, 0 … 1440, UTC. */
  paths: readonly Float64Array[];
  /** Per instrument: last price of the day in cents, a whole number. */
  closes: Float64Array;
}

/** Log levels of the own walks, day after day from the reference on day -1. */
class Walk {
  day = -1;
  readonly levels = new Float64Array(INSTRUMENTS.length);
  readonly #common = new Float64Array(FACTORS.length);
  readonly #random: Random;

  constructor(seed: string) {
    this.#random = stream("returns", seed);
  }

  /** Goes on to the close of the next day. */
  step(): void {
    const random = this.#random;
    const common = this.#common;
    const { levels } = this;
    for (let f = 0; f < common.length; f++) common[f] = normal(random);
    for (let i = 0; i < levels.length; i++) {
      const shock = COMMON * common[FACTOR[i]!]! + OWN * normal(random);
      levels[i] = PULL * levels[i]! + DAILY_VOLATILITY[i]! * shock;
    }
    this.day++;
  }
}

/**
 * Price paths, each day a pure function of (seed, business day).
 *
 * Every instrument walks by itself: a geometric random walk with daily
 * volatility σ/√252, pulled back slowly so that decades stay plausible:
 * x(n) = 2^(-1/250) · x(n-1) + r(n), price = reference · e^x. Within a day a
 * Brownian bridge over 1440 minutes joins the two closes. A wrapper's log price
 * is Σ weight · holding + (1 − Σ weight) · its own walk, the part of the basket
 * that its listed holdings leave unexplained.
 */
export class PriceBook {
  readonly #seed: string;
  #walk: Walk;
  #last: { day: number; prices: DayPrices } | undefined;

  constructor(seed: string) {
    this.#seed = seed;
    this.#walk = new Walk(seed);
  }

  day(day: number): DayPrices {
    if (this.#last?.day !== day) {
      this.#last = { day, prices: this.#computeDay(day) };
    }
    return this.#last.prices;
  }

  /** Log levels of the own walks at the close of a day. */
  #closeOf(day: number): Float64Array {
    if (this.#walk.day > day) this.#walk = new Walk(this.#seed);
    while (this.#walk.day < day) this.#walk.step();
    return this.#walk.levels.slice();
  }

  #computeDay(day: number): DayPrices {
    const from = this.#closeOf(day - 1);
    const to = this.#closeOf(day);
    const own = INSTRUMENTS.map(({ symbol }, index) =>
      bridge(
        from[index]!,
        to[index]!,
        DAILY_VOLATILITY[index]! / Math.sqrt(MINUTES),
        stream(`minutes:${symbol}:${day}`, this.#seed),
      ),
    );
    const paths = MIX.map((mix, index) => {
      if (mix.holdings.length === 0) return own[index]!;
      const path = own[index]!.map((value) => value * mix.own);
      for (const { index: holding, weight } of mix.holdings) {
        const held = own[holding]!;
        for (let minute = 0; minute <= MINUTES; minute++) {
          path[minute] = path[minute]! + weight * held[minute]!;
        }
      }
      return path;
    });
    const closes = Float64Array.from(paths, (path, index) =>
      cents(INSTRUMENTS[index]!.referencePrice, path[MINUTES]!),
    );
    return { paths, closes };
  }
}

/** Brownian bridge: a random walk of MINUTES steps that ends where it must. */
function bridge(
  from: number,
  to: number,
  step: number,
  random: Random,
): Float64Array {
  const path = new Float64Array(MINUTES + 1);
  let level = 0;
  for (let minute = 1; minute <= MINUTES; minute++) {
    level += step * normal(random);
    path[minute] = level;
  }
  const drift = (to - from - level) / MINUTES;
  for (let minute = 0; minute <= MINUTES; minute++) {
    path[minute] = from + path[minute]! + drift * minute;
  }
  return path;
}

/** Price in whole cents, at least one. */
export const cents = (reference: number, logLevel: number): number =>
  Math.max(1, Math.floor(reference * Math.exp(logLevel) * 100 + 0.5));
