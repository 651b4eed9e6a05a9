import {
  COMMON,
  DAILY_VOLATILITY,
  MINUTES,
  PriceBook,
  PULL,
} from "../prices.ts";
import { HOLDINGS } from "../positions.ts";
import { type Factor, INSTRUMENTS } from "../reference/instruments.ts";

/** Business days whose returns are looked at, up to the last of the sample. */
const RETURN_DAYS = 500;
/** Days whose minutes are looked at. */
const MINUTE_DAYS = 5;

/** Standardised moves of prices: standard normal if the paths are as declared. */
export interface PriceSample {
  days: number;
  /** Daily shocks of instruments that have no factor in common. */
  daily: Float64Array;
  /** Moves by the minute of the same instruments. */
  minutes: Float64Array;
  /** Daily shocks of two instruments of one factor, and how they should correlate. */
  pair: { a: Float64Array; b: Float64Array; correlation: number };
}

/** Instruments that walk by themselves, the first two of each factor. */
function walkersOf(factor: Factor): number[] {
  return INSTRUMENTS.map((instrument, index) => ({ instrument, index }))
    .filter(
      ({ instrument, index }) =>
        instrument.factor === factor && HOLDINGS[index]!.count === 0,
    )
    .map(({ index }) => index);
}

/** @param lastDay business day number, see calendar.ts */
export function samplePrices(seed: string, lastDay: number): PriceSample {
  const factors = [...new Set(INSTRUMENTS.map(({ factor }) => factor))];
  const walkers = factors.flatMap((factor) => walkersOf(factor).slice(0, 1));
  const [first, second] = walkersOf("equity");
  const days = Math.min(RETURN_DAYS, lastDay);
  const book = new PriceBook(seed);
  const daily: number[] = [];
  const minutes: number[] = [];
  const pair = { a: new Float64Array(days), b: new Float64Array(days) };
  for (let place = 0; place < days; place++) {
    const { paths } = book.day(lastDay - days + 1 + place);
    const shock = (instrument: number) => {
      const path = paths[instrument]!;
      return (path[MINUTES]! - PULL * path[0]!) / DAILY_VOLATILITY[instrument]!;
    };
    for (const instrument of walkers) {
      daily.push(shock(instrument));
      if (place < days - MINUTE_DAYS) continue;
      const step = DAILY_VOLATILITY[instrument]! / Math.sqrt(MINUTES);
      const path = paths[instrument]!;
      for (let minute = 1; minute <= MINUTES; minute++) {
        minutes.push((path[minute]! - path[minute - 1]!) / step);
      }
    }
    pair.a[place] = shock(first!);
    pair.b[place] = shock(second!);
  }
  return {
    days,
    daily: Float64Array.from(daily),
    minutes: Float64Array.from(minutes),
    pair: { ...pair, correlation: COMMON ** 2 },
  };
}

/** Pearson's correlation. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (numbers: Float64Array) =>
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let place = 0; place < a.length; place++) {
    const x = a[place]! - meanA;
    const y = b[place]! - meanB;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}
