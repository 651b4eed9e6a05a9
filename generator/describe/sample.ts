import { ChunkFiller } from "../fill.ts";
import type { Sampling } from "../parameters.ts";
import { HOLDINGS } from "../positions.ts";
import { MINUTES } from "../prices.ts";
import { INSTRUMENTS } from "../reference/instruments.ts";
import { stream } from "../random.ts";
import { COUNTERPARTIES, SCENARIOS } from "../reference/labels.ts";
import { VENUES } from "../reference/venues.ts";
import { prepareRun, type Run } from "../run.ts";
import { METRICS } from "./metrics.ts";

const HOURS = 24;
const MS_PER_HOUR = 3_600_000;
const MS_PER_MINUTE = 60_000;
/** Cents: fees of smaller trades are too coarse to show the rate they were drawn with. */
const FEES_FROM_NOTIONAL = 1_000_000;

/** What is kept of a sample's trades: counts, and numbers one by one where a test needs them. */
export interface TradeSample {
  run: Run;
  trades: number;
  /** Rows with those that wrappers explode into. */
  rowsExploded: number;
  instrument: Float64Array;
  leaf: Float64Array;
  counterparty: Float64Array;
  scenario: Float64Array;
  venue: Float64Array;
  hour: Float64Array;
  long: number;
  /** Money of each trade, in cents. */
  notional: Float64Array;
  /**
   * Money wanted of each trade, in cents, before it was rounded to whole units:
   * bounds of the interval it lies in, and where in it, 0 to 1, at random.
   */
  wanted: { low: Float64Array; high: Float64Array; place: Float64Array };
  /** Profit and loss of each trade, as a share of its notional. */
  pnl: Float64Array;
  /** Fees ÷ notional of the larger trades. */
  feeRate: Float64Array;
  /** Trades whose P&L is not side × quantity × (close − price) − fees, to the cent. */
  wrongPnl: number;
  /** Trades that gained before fees, and how many were to be expected from the moves. */
  gained: { count: number; expected: number; variance: number };
  /** Largest distance of a trade's price from its minute's, as a share of it. */
  farthest: number;
  /** Whole numbers as stored, by metric. */
  metrics: Record<string, Float64Array>;
}

/**
 * Draws the trades of a run, chunk by chunk.
 *
 * @param longShare declared share of long trades
 */
export function drawSample(sampling: Sampling, longShare: number): TradeSample {
  const run = prepareRun({ ...sampling, explode: false, startTradeId: 1 });
  const { rows: trades } = sampling;
  const sample: TradeSample = {
    run,
    trades,
    rowsExploded: trades,
    instrument: new Float64Array(INSTRUMENTS.length),
    leaf: new Float64Array(run.dictionaries.portfolio_manager_id.length),
    counterparty: new Float64Array(COUNTERPARTIES.length),
    scenario: new Float64Array(SCENARIOS.length),
    venue: new Float64Array(VENUES.length),
    hour: new Float64Array(HOURS),
    long: 0,
    notional: new Float64Array(trades),
    wanted: {
      low: new Float64Array(trades),
      high: new Float64Array(trades),
      place: new Float64Array(trades),
    },
    pnl: new Float64Array(trades),
    feeRate: new Float64Array(trades),
    wrongPnl: 0,
    gained: { count: 0, expected: 0, variance: 0 },
    farthest: 0,
    metrics: Object.fromEntries(
      METRICS.map(({ column }) => [column, new Float64Array(trades)]),
    ),
  };
  let at = 0;
  const places = stream("describe:wanted", sampling.seed);
  let fees = 0;
  const filler = new ChunkFiller(run);
  for (const spec of run.plan) {
    const { index, decimal, time, rows } = filler.fill(spec);
    const day = run.prices.day(spec.day);
    for (let row = 0; row < rows; row++, at++) {
      const traded = index.position[row]!;
      sample.instrument[traded]!++;
      sample.rowsExploded += HOLDINGS[traded]!.count;
      sample.leaf[index.leaf[row]!]!++;
      sample.counterparty[index.counterparty[row]!]!++;
      sample.scenario[index.scenario[row]!]!++;
      sample.venue[index.venue[row]!]!++;
      sample.hour[Math.floor(time[row]! / MS_PER_HOUR)]!++;

      const notional = decimal.notional[row]!;
      const price = decimal.price[row]!;
      const fee = decimal.fees[row]!;
      const side = Math.sign(decimal.exposure[row]!);
      if (side > 0) sample.long++;
      sample.notional[at] = notional;
      const units = decimal.quantity[row]! / 1e6;
      sample.wanted.low[at] = units === 1 ? 0 : (units - 0.5) * price;
      sample.wanted.high[at] = (units + 0.5) * price;
      sample.wanted.place[at] = places();
      sample.pnl[at] = decimal.pnl[row]! / notional;
      if (notional >= FEES_FROM_NOTIONAL) {
        sample.feeRate[fees++] = fee / notional;
      }
      const move = day.closes[traded]! - price;
      const gain = side * (decimal.quantity[row]! / 1e6) * move;
      if (Math.abs(decimal.pnl[row]! - (gain - fee)) > 0.5) sample.wrongPnl++;
      if (move !== 0) {
        const chance = move > 0 ? longShare : 1 - longShare;
        if (gain > 0) sample.gained.count++;
        sample.gained.expected += chance;
        sample.gained.variance += chance * (1 - chance);
      }
      const minute = Math.min(
        MINUTES - 1,
        Math.floor(time[row]! / MS_PER_MINUTE),
      );
      const reference = INSTRUMENTS[traded]!.referencePrice * 100;
      const level = reference * Math.exp(day.paths[traded]![minute]!);
      // Half a cent is the rounding of the price.
      const distance = Math.max(0, Math.abs(price - level) - 0.5) / level;
      sample.farthest = Math.max(sample.farthest, distance);
      for (const { column } of METRICS) {
        sample.metrics[column]![at] = decimal[column][row]!;
      }
    }
  }
  sample.feeRate = sample.feeRate.subarray(0, fees);
  return sample;
}
