import { DECIMAL_COLUMNS } from "../columns.ts";
import { HOLDINGS, POSITIONS } from "../positions.ts";
import { zipf } from "../random.ts";
import { INSTRUMENTS } from "../reference/instruments.ts";
import { COUNTERPARTIES, SCENARIOS } from "../reference/labels.ts";
import { VENUES } from "../reference/venues.ts";
import { organisation } from "../organisation.ts";
import { VENUE_ACTIVITY } from "../run.ts";
import {
  FEE_RATES,
  LONG_SHARE,
  MEDIAN_NOTIONAL_CENTS,
  NOTIONAL_SPREAD,
  PRICE_NOISE,
} from "../trades/draw.ts";
import { type Distribution, toBins } from "./distribution.ts";
import { METRICS } from "./metrics.ts";
import { fitRounded, histogram } from "./numbers.ts";
import { correlation, type PriceSample } from "./price-sample.ts";
import type { TradeSample } from "./sample.ts";
import {
  chiSquare,
  kolmogorovSmirnov,
  normalCdf,
  standardNormal,
} from "./statistics.ts";
import { hourShares } from "./trading-hours.ts";

/** What the generator declares about trades, in any unit per class. */
export interface Targets {
  instrument: readonly number[];
  counterparty: readonly number[];
  scenario: readonly number[];
  venue: readonly number[];
  hour: readonly number[];
  /** Share of the activity of every leaf of the organisation. */
  leaf: readonly number[];
  longShare: number;
  medianNotionalCents: number;
  notionalSpread: number;
  feeRates: { lowest: number; highest: number };
}

/** What is declared for a run. */
export function declaredTargets(managers: number, seed: string): Targets {
  const venue = venueShares();
  return {
    instrument: INSTRUMENTS.map(() => 1),
    counterparty: zipf(COUNTERPARTIES.length, 1),
    scenario: SCENARIOS.map(([, weight]) => weight),
    venue,
    hour: hourShares(venue),
    leaf: organisation(managers, seed).map(({ weight }) => weight),
    longShare: LONG_SHARE,
    medianNotionalCents: MEDIAN_NOTIONAL_CENTS,
    notionalSpread: NOTIONAL_SPREAD,
    feeRates: FEE_RATES,
  };
}

/** Commodities go to the venues that list them, everything else to the others. */
function venueShares(): number[] {
  const shares = VENUES.map(() => 0);
  for (const kind of ["listed", "commodity"] as const) {
    const traded = INSTRUMENTS.filter(
      ({ type }) => (type === "Commodity") === (kind === "commodity"),
    );
    const weights = VENUES.map(({ trades }, venue) =>
      trades.includes(kind) ? VENUE_ACTIVITY[venue]! : 0,
    );
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, venue) => {
      shares[venue]! += (traded.length / INSTRUMENTS.length) * (weight / all);
    });
  }
  return shares;
}

/** Adds up what has the same label, labels in the order they first come in. */
function grouped(
  labels: readonly string[],
  ...columns: (readonly number[] | Float64Array)[]
): { labels: string[]; sums: number[][] } {
  const distinct = [...new Set(labels)];
  const sums = columns.map((numbers) => {
    const totals = distinct.map(() => 0);
    labels.forEach((label, index) => {
      totals[distinct.indexOf(label)]! += numbers[index]!;
    });
    return totals;
  });
  return { labels: distinct, sums };
}

function classes(
  id: string,
  title: string,
  declared: string,
  labels: readonly string[],
  counts: readonly number[] | Float64Array,
  targets: readonly number[],
): Distribution {
  const { labels: distinct, sums } = grouped(labels, counts, targets);
  const [observed = [], shares = []] = sums;
  return {
    id,
    title,
    declared,
    bins: toBins(distinct, observed, shares),
    fit: chiSquare(observed, shares),
  };
}

const percent = (share: number) => `${Math.round(share * 1e4) / 100} %`;

/** All distributions of a sample beside their targets. */
export function distributionsOf(
  sample: TradeSample,
  prices: PriceSample,
  targets: Targets,
): Distribution[] {
  return [
    ...whatIsTraded(sample, targets),
    ...whoTrades(sample, targets),
    ...whereAndWhen(sample, targets),
    ...amounts(sample, targets),
    ...pricePaths(sample, prices),
    ...profits(sample, targets),
    ...metrics(sample),
  ];
}

function whatIsTraded(
  { instrument, rowsExploded, trades }: TradeSample,
  targets: Targets,
): Distribution[] {
  const own = POSITIONS.slice(0, INSTRUMENTS.length);
  const rowsPerTrade =
    1 +
    HOLDINGS.reduce((sum, { count }) => sum + count, 0) / INSTRUMENTS.length;
  return [
    classes(
      "exposure_type",
      "Exposure type",
      `of the trades, by what was drawn; with Constituent rows ${(rowsExploded / trades).toFixed(3)} rows per trade, declared ${rowsPerTrade.toFixed(3)}`,
      own.map(({ exposureType }) => exposureType),
      instrument,
      targets.instrument,
    ),
    classes(
      "asset_class",
      "Asset class",
      "as many trades for each instrument",
      INSTRUMENTS.map(({ assetClass }) => assetClass),
      instrument,
      targets.instrument,
    ),
    classes(
      "symbol",
      "Instrument",
      "uniform",
      INSTRUMENTS.map(({ symbol }) => symbol),
      instrument,
      targets.instrument,
    ),
  ];
}

function whoTrades(
  { run, leaf, counterparty, scenario, long, trades }: TradeSample,
  targets: Targets,
): Distribution[] {
  const { portfolio_manager_id: managers } = run.dictionaries;
  const sides = [long, trades - long];
  const shares = [targets.longShare, 1 - targets.longShare];
  return [
    classes(
      "portfolio_manager_id",
      "Portfolio manager",
      "Zipf's law with exponent 0.9, in an order of the seed",
      managers,
      leaf,
      targets.leaf,
    ),
    classes(
      "counterparty",
      "Counterparty",
      "Zipf's law with exponent 1",
      COUNTERPARTIES,
      counterparty,
      targets.counterparty,
    ),
    classes(
      "scenario",
      "Scenario",
      "fixed shares",
      SCENARIOS.map(([name]) => name),
      scenario,
      targets.scenario,
    ),
    classes(
      "direction",
      "Direction",
      `${percent(targets.longShare)} long`,
      ["Long", "Short"],
      sides,
      shares,
    ),
  ];
}

function whereAndWhen(
  { venue, hour }: TradeSample,
  targets: Targets,
): Distribution[] {
  return [
    classes(
      "venue",
      "Venue",
      "Zipf's law with exponent 0.7 over the venues that list what is traded",
      VENUES.map(({ name }) => name),
      venue,
      targets.venue,
    ),
    classes(
      "hour",
      "Trades per hour, UTC",
      "each venue's session, twice its average activity at the open and the close",
      Array.from({ length: 24 }, (_, h) => `${String(h).padStart(2, "0")}:00`),
      hour,
      targets.hour,
    ),
  ];
}

function amounts(
  { notional, wanted, feeRate }: TradeSample,
  targets: Targets,
): Distribution[] {
  const { medianNotionalCents, notionalSpread, feeRates } = targets;
  const cdf = (log: number) =>
    normalCdf((log - Math.log(medianNotionalCents)) / notionalSpread);
  const logs = notional.map(Math.log);
  const middle = Math.log(medianNotionalCents);
  const { lowest, highest } = feeRates;
  const uniform = (rate: number) =>
    Math.min(1, Math.max(0, (rate - lowest) / (highest - lowest)));
  return [
    {
      id: "notional",
      title: "Size (notional, USD)",
      declared: `log-normal, median ${money(middle)}, standard deviation of the logarithm ${notionalSpread}`,
      bins: histogram(
        logs,
        {
          from: middle - 3.5 * notionalSpread,
          to: middle + 3.5 * notionalSpread,
        },
        (low) => `from ${money(low)}`,
        cdf,
        14,
      ),
      // A place in the interval that was rounded, drawn by the law: uniform if
      // the sizes are log-normal (randomised quantile residuals, Dunn and Smyth
      // 1996). The notional itself is too coarse for a large sample.
      fit: kolmogorovSmirnov(
        wanted.place.map((place, trade) => {
          const low = wanted.low[trade]!;
          const below = low === 0 ? 0 : cdf(Math.log(low));
          return below + place * (cdf(Math.log(wanted.high[trade]!)) - below);
        }),
        (chance) => chance,
      ),
    },
    {
      id: "fees",
      title: "Fees ÷ notional, trades of 10,000 USD and more",
      declared: `uniform from ${lowest * 1e4} to ${highest * 1e4} basis points`,
      bins: histogram(
        feeRate,
        { from: lowest, to: highest },
        (low) => `from ${(low * 1e4).toFixed(1)} bp`,
        uniform,
        10,
      ),
      fit: kolmogorovSmirnov(feeRate, uniform),
    },
  ];
}

const money = (logCents: number) =>
  Math.round(Math.exp(logCents) / 100).toLocaleString("en-US");

const deviations = (low: number) => `from ${low.toFixed(1)} σ`;

function pricePaths(
  { farthest }: TradeSample,
  { daily, minutes, pair, days }: PriceSample,
): Distribution[] {
  const seen = correlation(pair.a, pair.b);
  const range = { from: -3.5, to: 3.5 };
  return [
    {
      id: "daily_returns",
      title: "Price paths: daily moves ÷ daily volatility",
      declared: `standard normal, ${days} days, one instrument of each factor`,
      bins: histogram(daily, range, deviations, normalCdf, 14),
      fit: kolmogorovSmirnov(daily, normalCdf),
    },
    {
      id: "minute_returns",
      title: "Price paths: moves by the minute ÷ their volatility",
      declared: "standard normal, the same instruments",
      bins: histogram(minutes, range, deviations, normalCdf, 14),
      fit: kolmogorovSmirnov(minutes, normalCdf),
    },
    {
      id: "correlation",
      title: "Price paths: daily moves of two instruments of one factor",
      declared: `correlation ${pair.correlation.toFixed(2)}; seen ${seen.toFixed(3)} (Fisher's z)`,
      bins: [],
      fit: standardNormal(
        (Math.atanh(seen) - Math.atanh(pair.correlation)) * Math.sqrt(days - 3),
      ),
    },
    {
      id: "price",
      title: "Trade price beside its minute's",
      declared: `never farther than ${percent(PRICE_NOISE)}; farthest seen ${(farthest * 100).toFixed(4)} %`,
      bins: [],
      fit: certainty(farthest <= PRICE_NOISE * 1.001),
    },
  ];
}

/** What must hold for every trade. */
const certainty = (holds: boolean) =>
  chiSquare(holds ? [1, 0] : [0, 1], [1, 0]);

function profits(
  { pnl, gained, wrongPnl, trades }: TradeSample,
  { longShare }: Targets,
): Distribution[] {
  const { count, expected, variance } = gained;
  return [
    {
      id: "pnl",
      title: "P&L ÷ notional",
      declared: "follows from side, price path and fees: shown, not tested",
      bins: histogram(
        pnl,
        { from: -0.035, to: 0.035 },
        (low) => `from ${(low * 100).toFixed(1)} %`,
        undefined,
        14,
      ),
      fit: undefined,
    },
    {
      id: "pnl_formula",
      title: "P&L = side × quantity × (close − price) − fees",
      declared: `of every trade, to the cent; ${wrongPnl} of ${trades} differ`,
      bins: [],
      fit: certainty(wrongPnl === 0),
    },
    {
      id: "winners",
      title: "Trades that gain before fees",
      declared: `${percent(longShare)} of those whose price rises and ${percent(1 - longShare)} of those whose price falls: ${Math.round(expected).toLocaleString("en-US")}; seen ${count.toLocaleString("en-US")}`,
      bins: [],
      fit: standardNormal((count - expected) / Math.sqrt(variance)),
    },
  ];
}

function metrics(sample: TradeSample): Distribution[] {
  return METRICS.map(({ column, title, law, cdf }) => {
    const numbers = sample.metrics[column]!;
    const unit = 10 ** -DECIMAL_COLUMNS[column];
    const [from, to] = quantiles(cdf);
    return {
      id: column,
      title,
      declared: law,
      bins: histogram(
        numbers,
        { from, to },
        (low) => `from ${Number((low * unit).toPrecision(3))}`,
        // Below x are the whole numbers up to the one before it.
        (x) => cdf(Math.ceil(x) - 0.5),
        10,
      ),
      fit: fitRounded(numbers, cdf),
    };
  });
}

/** Between which 99 % of a distribution lie, as whole numbers. */
function quantiles(cdf: (x: number) => number): [number, number] {
  let from = -100;
  while (cdf(from + 1) <= 0) from++;
  let to = from + 1;
  while (cdf(to) < 0.99) to++;
  return [from, to];
}
