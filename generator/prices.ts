import { normal, stream } from "./random.ts";
import { CONSTITUENTS } from "./reference/constituents.ts";
import {
  type Factor,
  INSTRUMENTS,
  instrumentIndex,
} from "./reference/instruments.ts";

export const MINUTES = 1440;
const DAYS_PER_YEAR = 252;

/** Log prices return to their reference level with a half-life of 250 days. */
const PULL = Math.exp(-Math.LN2 / 250);

/** Returns of one factor have correlation COMMON². */
const COMMON = 0.6;
const OWN = 0.8;

const FACTORS: readonly Factor[] = [
  "equity",
  "precious",
  "energy",
  "industrial",
];

const DAILY_VOLATILITY = INSTRUMENTS.map(
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
  #walk = { day: -1, x: new Float64Array(INSTRUMENTS.length) };
  #last: { day: number; prices: DayPrices } | undefined;

  constructor(seed: string) {
    this.#seed = seed;
  }

  day(day: number): DayPrices {
    if (this.#last?.day !== day) {
      this.#last = { day, prices: this.#computeDay(day) };
    }
    return this.#last.prices;
  }

  /** Log levels of the own walks at the close of a day; day -1 is the reference. */
  #closeOf(day: number): Float64Array {
    if (this.#walk.day > day) {
      this.#walk = { day: -1, x: new Float64Array(INSTRUMENTS.length) };
    }
    const x = this.#walk.x.slice();
    for (let next = this.#walk.day + 1; next <= day; next++) {
      const random = stream(`return:${next}`, this.#seed);
      const common = FACTORS.map(() => normal(random));
      INSTRUMENTS.forEach(({ factor }, index) => {
        const shock =
          COMMON * common[FACTORS.indexOf(factor)]! + OWN * normal(random);
        x[index] = PULL * x[index]! + DAILY_VOLATILITY[index]! * shock;
      });
    }
    this.#walk = { day, x };
    return x;
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
  random: () => number,
): Float64Array {
  const path = new Float64Array(MINUTES + 1);
  for (let minute = 1; minute <= MINUTES; minute++) {
    path[minute] = path[minute - 1]! + step * normal(random);
  }
  const drift = (to - from - path[MINUTES]!) / MINUTES;
  for (let minute = 0; minute <= MINUTES; minute++) {
    path[minute] = from + path[minute]! + drift * minute;
  }
  return path;
}

/** Price in whole cents, at least one. */
export const cents = (reference: number, logLevel: number): number =>
  Math.max(1, Math.round(reference * Math.exp(logLevel) * 100));
