import { POSITIONS } from "../positions.ts";
import type { Random } from "../random.ts";
import { RISK_BUCKETS } from "../reference/labels.ts";
import { CHUNK_TRADES } from "../plan.ts";
import { roundMoney, type Rows } from "./explode.ts";
import type { Trades } from "./draw.ts";

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
 * optionality of its own: `u` in [0.5, 1) stands for how much of the position an
 * overlay leaves open, and every greek follows from it, price, vol and rate.
 */
export function fillRisk(rows: Rows, trades: Trades, random: Random): void {
  const { chunk, trade } = rows;
  const { decimal, index } = chunk;
  const u = scratch(trades.count, () => 0.5 + random() / 2);
  const smile = scratch(trades.count, () => 0.9 + random() / 5);
  const rate = scratch(trades.count, () => Math.round(100 + random() * 400));
  const slippage = scratch(trades.count, () => {
    const tail = random();
    return Math.round(5000 * tail * tail * tail);
  });
  rows.copy(rate, decimal.rate);
  rows.copy(slippage, decimal.slippage);
  for (let row = 0; row < chunk.rows; row++) {
    const t = trade[row]!;
    const position = index.position[row]!;
    const open = u[t]!;
    const vol = clamp(UNDERLYING_VOLATILITY[position]! * smile[t]!, 0.1, 0.8);
    const price = decimal.price[row]! / 100;
    decimal.vol[row] = Math.round(vol * 1e4);
    decimal.delta[row] = Math.round(trades.side[t]! * open * 1e4);
    decimal.gamma[row] = Math.round(0.4 * open * (1 - open) * 1e6);
    decimal.vega[row] = Math.round(price * 0.01 * (1 - open) * 1e4);
    decimal.theta[row] = -Math.round(
      ((price * vol * (1 - open)) / CALENDAR_DAYS) * 1e4,
    );
    decimal.rho[row] = roundMoney(
      trades.side[t]! * price * 0.01 * open * rate[t]!,
    );
    index.riskBucket[row] = RISK_BUCKET[position]!;
  }
}

/** metric_1 … metric_14, described in columns.ts. */
export function fillMetrics(rows: Rows, trades: Trades, random: Random): void {
  const { decimal } = rows.chunk;
  const { notional, side, instrument } = trades;
  const amount = (of: (t: number) => number) =>
    scratch(trades.count, (t) => roundMoney(of(t)));
  const daily = (t: number) =>
    (notional[t]! * UNDERLYING_VOLATILITY[instrument[t]!]!) /
    Math.sqrt(TRADING_DAYS);

  rows.split(
    amount((t) => 1.645 * daily(t)),
    decimal.metric_1,
  );
  rows.split(
    amount((t) => 2.338 * daily(t)),
    decimal.metric_2,
  );
  rows.split(
    amount((t) => (notional[t]! * (0.01 + random() * 0.04)) / CALENDAR_DAYS),
    decimal.metric_3,
  );
  rows.split(
    amount((t) => notional[t]! * random() * 5e-4),
    decimal.metric_4,
  );
  rows.split(
    amount((t) => -0.1 * side[t]! * notional[t]!),
    decimal.metric_5,
  );
  rows.split(
    amount((t) => 0.08 * daily(t) * 12.5),
    decimal.metric_6,
  );
  rows.split(
    amount((t) => notional[t]! * random()),
    decimal.metric_7,
  );

  const whole = (of: () => number) =>
    scratch(trades.count, () => Math.round(of()));
  rows.copy(
    whole(() => 100 * Math.sqrt(random())),
    decimal.metric_8,
  );
  rows.copy(
    whole(() => 5 - 40 * Math.log(1 - random())),
    decimal.metric_9,
  );
  rows.copy(
    whole(() => 1e4 * random() * random()),
    decimal.metric_10,
  );
  rows.copy(
    whole(() => 1000 * random()),
    decimal.metric_11,
  );
  rows.copy(
    whole(() => 100 - 200 * Math.log(1 - random())),
    decimal.metric_12,
  );
  rows.copy(
    whole(() => 100 * random()),
    decimal.metric_13,
  );
  rows.copy(
    whole(() => 200 * random() - 100),
    decimal.metric_14,
  );
}

/** One value per trade. */
function scratch(count: number, of: (trade: number) => number): Float64Array {
  const values = new Float64Array(CHUNK_TRADES);
  for (let t = 0; t < count; t++) values[t] = of(t);
  return values;
}
