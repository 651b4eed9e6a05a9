import type { DecimalColumn } from "../columns.ts";
import {
  CONFIDENCE,
  CONVICTION,
  EXECUTION,
  FILLED,
  LIQUIDATION,
  LIQUIDITY,
  RATE,
  SLIPPAGE,
  VENUE_SHARE,
} from "../trades/laws.ts";

/** A column of numbers that are drawn by themselves, and the law they follow. */
export interface Metric {
  column: DecimalColumn;
  title: string;
  /** The law in words. */
  law: string;
  /** Chance of at most x, in units of the column's last decimal, before rounding. */
  cdf: (x: number) => number;
}

const uniform = (low: number, high: number) => (x: number) =>
  Math.min(1, Math.max(0, (x - low) / (high - low)));

const exponential = (from: number, mean: number) => (x: number) =>
  x <= from ? 0 : 1 - Math.exp(-(x - from) / mean);

const power = (top: number, exponent: number) => (x: number) =>
  x <= 0 ? 0 : Math.min(1, (x / top) ** exponent);

/** Product of two uniform numbers: P(uv ≤ t) = t − t ln t. */
const product = (top: number) => (x: number) => {
  const t = Math.min(1, Math.max(0, x / top));
  return t === 0 ? 0 : t - t * Math.log(t);
};

export const METRICS: readonly Metric[] = [
  {
    column: "rate",
    title: "Funding rate",
    law: "uniform from 1 % to 5 %",
    cdf: uniform(RATE.from, RATE.from + RATE.range),
  },
  {
    column: "slippage",
    title: "Slippage",
    law: "the cube of a uniform number, up to 0.5 %",
    cdf: power(SLIPPAGE.most, 1 / 3),
  },
  {
    column: "metric_8",
    title: "Share of the order filled (metric_8)",
    law: "the square root of a uniform number",
    cdf: power(FILLED.top, 2),
  },
  {
    column: "metric_9",
    title: "Time to execution, ms (metric_9)",
    law: "5 and an exponential with mean 40",
    cdf: exponential(EXECUTION.from, EXECUTION.mean),
  },
  {
    column: "metric_10",
    title: "Share of the venue's volume (metric_10)",
    law: "the product of two uniform numbers",
    cdf: product(VENUE_SHARE.top),
  },
  {
    column: "metric_11",
    title: "Liquidity score (metric_11)",
    law: "uniform from 0 to 100",
    cdf: uniform(0, LIQUIDITY.top),
  },
  {
    column: "metric_12",
    title: "Days to liquidate (metric_12)",
    law: "1 and an exponential with mean 2",
    cdf: exponential(LIQUIDATION.from, LIQUIDATION.mean),
  },
  {
    column: "metric_13",
    title: "Confidence of the signal (metric_13)",
    law: "uniform from 0 to 1",
    cdf: uniform(0, CONFIDENCE.top),
  },
  {
    column: "metric_14",
    title: "Conviction (metric_14)",
    law: "uniform from -1 to 1",
    cdf: uniform(-CONVICTION.range / 2, CONVICTION.range / 2),
  },
];
