import { CHUNK_TRADES } from "../plan.ts";
import { POSITIONS } from "../positions.ts";
import type { Random } from "../random.ts";
import { RISK_BUCKETS } from "../reference/labels.ts";
import { round } from "./rounding.ts";
import type { Rows } from "./rows.ts";

const TRADING_DAYS = 252;
const CALENDAR_DAYS = 365;

const UNDERLYING_VOLATILITY = Float64Array.from(
  POSITIONS,
  ({ underlying }) => underlying.volatility,
);

const RISK_BUCKET = Uint16Array.from(POSITIONS, ({ traded }) =>
  RISK_BUCKETS.findIndex(([, below]) => traded.volatility < below),
);

const clamp = (value: number, low: number, high: number) =>
  Math.min(high, Math.max(low, value));

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
    for (let t = 0; t < rows.trades; t++) {
      open[t] = 0.5 + u[t * 4]! / 2;
      smile[t] = 0.9 + u[t * 4 + 1]! / 5;
      rate[t] = round(100 + u[t * 4 + 2]! * 400);
      const tail = u[t * 4 + 3]!;
      slippage[t] = round(5000 * tail * tail * tail);
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
        clamp(UNDERLYING_VOLATILITY[place]! * smile[t]!, 0.1, 0.8) * 1e4,
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
      const vol = clamp(
        UNDERLYING_VOLATILITY[position[row]!]! * smile[t]!,
        0.1,
        0.8,
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
  for (let t = 0; t < trades; t++) {
    const row = own[t]!;
    const amount = notional[row]!;
    const rate = 0.01 + u[t * 3]! * 0.04;
    metric_3[row] = round((amount * rate) / CALENDAR_DAYS);
    metric_4[row] = round(amount * u[t * 3 + 1]! * 5e-4);
    metric_7[row] = round(amount * u[t * 3 + 2]!);
  }
}

function fillQualities(rows: Rows, random: Random): void {
  const { own, trades, chunk } = rows;
  const { metric_8, metric_9, metric_10, metric_11 } = chunk.decimal;
  const { metric_12, metric_13, metric_14 } = chunk.decimal;
  const u = rows.uniforms(random, 8);
  for (let t = 0; t < trades; t++) {
    const row = own[t]!;
    const at = t * 8;
    metric_8[row] = round(100 * Math.sqrt(u[at]!));
    metric_9[row] = round(5 - 40 * Math.log(1 - u[at + 1]!));
    metric_10[row] = round(1e4 * u[at + 2]! * u[at + 3]!);
    metric_11[row] = round(1000 * u[at + 4]!);
    metric_12[row] = round(100 - 200 * Math.log(1 - u[at + 5]!));
    metric_13[row] = round(100 * u[at + 6]!);
    metric_14[row] = round(200 * u[at + 7]! - 100);
  }
}
