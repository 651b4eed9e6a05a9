import { CHUNK_TRADES } from "../plan.ts";
import { POSITIONS } from "../positions.ts";
import type { Random } from "../random.ts";
import { RISK_BUCKETS } from "../reference/labels.ts";
import {
  CALENDAR_DAYS,
  CONFIDENCE,
  CONVICTION,
  EXECUTION,
  FILLED,
  FUNDING,
  LIQUIDATION,
  LIQUIDITY,
  OPEN,
  RATE,
  SLIPPAGE,
  SMILE,
  SPREAD_COST,
  VENUE_SHARE,
  VOLATILITY,
} from "./laws.ts";
import { round } from "./rounding.ts";
import type { Rows } from "./rows.ts";

const TRADING_DAYS = 252;

const UNDERLYING_VOLATILITY = Float64Array.from(
  POSITIONS,
  ({ underlying }) => underlying.volatility,
);

const RISK_BUCKET = Uint16Array.from(POSITIONS, ({ traded }) =>
  RISK_BUCKETS.findIndex(([, below]) => traded.volatility < below),
);

const { lowest, highest } = VOLATILITY;
const clampVolatility = (value: number) =>
  Math.min(highest, Math.max(lowest, value));

/**
 * Sensitivities per unit and the rates they rest on. A linear instrument has no
 * optionality of its own: `open` in [0.5, 1) stands for how much of the position
 * an overlay leaves open, and every greek follows from it, price, vol and rate.
 */
export class Risk {
  /** Per trade, like those of Rows. */
  readonly #open = new Float64Array(CHUNK_TRADES);
  readonly #smile = new Float64Array(CHUNK_TRADES);
  readonly #rate = new Float64Array(CHUNK_TRADES);
  readonly #slippage = new Float64Array(CHUNK_TRADES);

  fill(rows: Rows, random: Random): void {
    const open = this.#open;
    const smile = this.#smile;
    const rate = this.#rate;
    const slippage = this.#slippage;
    const u = rows.uniforms(random, 4);
    const { from: leastOpen, range: openRange } = OPEN;
    const { from: leastSmile, parts: smileParts } = SMILE;
    const { from: leastRate, range: rateRange } = RATE;
    const { most: mostSlippage } = SLIPPAGE;
    for (let t = 0; t < rows.trades; t++) {
      open[t] = leastOpen + u[t * 4]! * openRange;
      smile[t] = leastSmile + u[t * 4 + 1]! / smileParts;
      rate[t] = round(leastRate + u[t * 4 + 2]! * rateRange);
      const tail = u[t * 4 + 3]!;
      slippage[t] = round(mostSlippage * tail * tail * tail);
    }
    this.#fillRates(rows);
    this.#fillGreeks(rows);
  }

  #fillRates({ chunk, trade }: Rows): void {
    const smile = this.#smile;
    const { rate, slippage, vol } = chunk.decimal;
    const { position, riskBucket } = chunk.index;
    for (let row = 0; row < chunk.rows; row++) {
      const t = trade[row]!;
      const place = position[row]!;
      rate[row] = this.#rate[t]!;
      slippage[row] = this.#slippage[t]!;
      riskBucket[row] = RISK_BUCKET[place]!;
      vol[row] = round(
        clampVolatility(UNDERLYING_VOLATILITY[place]! * smile[t]!) * 1e4,
      );
    }
  }

  #fillGreeks({ chunk, trade, side }: Rows): void {
    const open = this.#open;
    const smile = this.#smile;
    const { price, rate, delta, gamma, vega, theta, rho } = chunk.decimal;
    const { position } = chunk.index;
    for (let row = 0; row < chunk.rows; row++) {
      const t = trade[row]!;
      const u = open[t]!;
      const unitPrice = price[row]! / 100;
      const vol = clampVolatility(
        UNDERLYING_VOLATILITY[position[row]!]! * smile[t]!,
      );
      delta[row] = round(side[t]! * u * 1e4);
      gamma[row] = round(0.4 * u * (1 - u) * 1e6);
      vega[row] = round(unitPrice * 0.01 * (1 - u) * 1e4);
      theta[row] = round(((-unitPrice * vol * (1 - u)) / CALENDAR_DAYS) * 1e4);
      rho[row] = round(side[t]! * unitPrice * 0.01 * u * rate[row]!);
    }
  }
}

const DAILY_VOLATILITY = UNDERLYING_VOLATILITY.map(
  (volatility) => volatility / Math.sqrt(TRADING_DAYS),
);

/** metric_1 … metric_14 of the trades' own rows, described in columns.ts. */
export function fillMetrics(rows: Rows, random: Random): void {
  fillAmounts(rows, random);
  fillQualities(rows, random);
}

function fillAmounts(rows: Rows, random: Random): void {
  const { own, trades, side, instrument } = rows;
  const { decimal } = rows.chunk;
  const { notional, metric_1, metric_2, metric_5, metric_6 } = decimal;
  const { metric_3, metric_4, metric_7 } = decimal;
  for (let t = 0; t < trades; t++) {
    const row = own[t]!;
    const amount = notional[row]!;
    const daily = amount * DAILY_VOLATILITY[instrument[t]!]!;
    metric_1[row] = round(1.645 * daily);
    metric_2[row] = round(2.338 * daily);
    metric_5[row] = round(-0.1 * side[t]! * amount);
    metric_6[row] = round(0.08 * daily * 12.5);
  }
  const u = rows.uniforms(random, 3);
  const { from: leastFunding, range: fundingRange } = FUNDING;
  const { most: mostSpread } = SPREAD_COST;
  for (let t = 0; t < trades; t++) {
    const row = own[t]!;
    const amount = notional[row]!;
    const rate = leastFunding + u[t * 3]! * fundingRange;
    metric_3[row] = round((amount * rate) / CALENDAR_DAYS);
    metric_4[row] = round(amount * u[t * 3 + 1]! * mostSpread);
    metric_7[row] = round(amount * u[t * 3 + 2]!);
  }
}

function fillQualities(rows: Rows, random: Random): void {
  const { own, trades, chunk } = rows;
  const { metric_8, metric_9, metric_10, metric_11 } = chunk.decimal;
  const { metric_12, metric_13, metric_14 } = chunk.decimal;
  const u = rows.uniforms(random, 8);
  const { top: filled } = FILLED;
  const { from: soonest, mean: delay } = EXECUTION;
  const { top: venueShare } = VENUE_SHARE;
  const { top: liquidity } = LIQUIDITY;
  const { from: fewestDays, mean: moreDays } = LIQUIDATION;
  const { top: confidence } = CONFIDENCE;
  const { range: conviction } = CONVICTION;
  for (let t = 0; t < trades; t++) {
    const row = own[t]!;
    const at = t * 8;
    metric_8[row] = round(filled * Math.sqrt(u[at]!));
    metric_9[row] = round(soonest - delay * Math.log(1 - u[at + 1]!));
    metric_10[row] = round(venueShare * u[at + 2]! * u[at + 3]!);
    metric_11[row] = round(liquidity * u[at + 4]!);
    metric_12[row] = round(fewestDays - moreDays * Math.log(1 - u[at + 5]!));
    metric_13[row] = round(confidence * u[at + 6]!);
    metric_14[row] = round(conviction * u[at + 7]! - conviction / 2);
  }
}
