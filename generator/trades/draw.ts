import { CHUNK_TRADES, type ChunkSpec } from "../plan.ts";
import type { DayPrices } from "../prices.ts";
import { cents } from "../prices.ts";
import { below, normal, type Random } from "../random.ts";
import { INSTRUMENTS } from "../reference/instruments.ts";
import { VENUES } from "../reference/venues.ts";
import type { Run } from "../run.ts";

const MS_PER_MINUTE = 60_000;

/** Sizes are log-normal in money: the median trade and the spread of its log. */
const MEDIAN_NOTIONAL_CENTS = 5_000_000;
const NOTIONAL_SPREAD = 1.2;

/** How far a trade may be from its minute's price, as a share of it. */
const PRICE_NOISE = 0.0003;

const FEE_RATES = { lowest: 0.00005, highest: 0.00025 };

const MARGIN_RATE = INSTRUMENTS.map(
  ({ volatility }) => 0.05 + volatility * 0.3,
);

/** What is drawn once per trade, before wrappers are exploded. */
export interface Trades {
  count: number;
  instrument: Uint8Array;
  leaf: Uint16Array;
  venue: Uint16Array;
  counterparty: Uint16Array;
  scenario: Uint16Array;
  /** 1 long, -1 short. */
  side: Int8Array;
  /** Milliseconds since midnight UTC. */
  time: Float64Array;
  /** Whole units. */
  quantity: Float64Array;
  /** Cents from here on. */
  price: Float64Array;
  notional: Float64Array;
  fees: Float64Array;
  margin: Float64Array;
  pnl: Float64Array;
}

export const allocateTrades = (): Trades => ({
  count: 0,
  instrument: new Uint8Array(CHUNK_TRADES),
  leaf: new Uint16Array(CHUNK_TRADES),
  venue: new Uint16Array(CHUNK_TRADES),
  counterparty: new Uint16Array(CHUNK_TRADES),
  scenario: new Uint16Array(CHUNK_TRADES),
  side: new Int8Array(CHUNK_TRADES),
  time: new Float64Array(CHUNK_TRADES),
  quantity: new Float64Array(CHUNK_TRADES),
  price: new Float64Array(CHUNK_TRADES),
  notional: new Float64Array(CHUNK_TRADES),
  fees: new Float64Array(CHUNK_TRADES),
  margin: new Float64Array(CHUNK_TRADES),
  pnl: new Float64Array(CHUNK_TRADES),
});

/** Uniform, so that a trade explodes into 54/29 rows on average. */
export const drawInstrument = (random: Random): number =>
  below(random, INSTRUMENTS.length);

/** Who trades what, where and when. What comes first: countRows relies on it. */
export function drawChoices(
  trades: Trades,
  { choose }: Run,
  spec: ChunkSpec,
  random: Random,
): void {
  const count = spec.trades;
  trades.count = count;
  for (let t = 0; t < count; t++) {
    trades.instrument[t] = drawInstrument(random);
  }
  for (let t = 0; t < count; t++) trades.leaf[t] = choose.leaf.draw(random);
  for (let t = 0; t < count; t++) {
    const { type } = INSTRUMENTS[trades.instrument[t]!]!;
    const kind = type === "Commodity" ? "commodity" : "listed";
    trades.venue[t] = choose.venue[kind].draw(random);
  }
  for (let t = 0; t < count; t++) {
    trades.counterparty[t] = choose.counterparty.draw(random);
  }
  for (let t = 0; t < count; t++) {
    trades.scenario[t] = choose.scenario.draw(random);
  }
  for (let t = 0; t < count; t++) trades.side[t] = random() < 0.52 ? 1 : -1;
  for (let t = 0; t < count; t++) {
    const { opens, closes } = VENUES[trades.venue[t]!]!;
    const length = (closes - opens) * MS_PER_MINUTE;
    trades.time[t] =
      opens * MS_PER_MINUTE + Math.floor(intraday(random()) * length);
  }
}

/**
 * Uniform number → place in the session, [0, 1): twice the average activity at
 * the open and the close, three quarters of it in the middle.
 */
const intraday = (u: number): number => {
  const sine = Math.sin((Math.PI / 2) * u);
  return 0.5 * u + 0.5 * sine * sine;
};

/** Prices, sizes and the amounts that follow from them. */
export function drawAmounts(
  trades: Trades,
  day: DayPrices,
  random: Random,
): void {
  const { count } = trades;
  for (let t = 0; t < count; t++) {
    const instrument = trades.instrument[t]!;
    const minute = Math.floor(trades.time[t]! / MS_PER_MINUTE);
    trades.price[t] = cents(
      INSTRUMENTS[instrument]!.referencePrice,
      day.paths[instrument]![minute]! + (random() * 2 - 1) * PRICE_NOISE,
    );
  }
  for (let t = 0; t < count; t++) {
    const wanted =
      MEDIAN_NOTIONAL_CENTS * Math.exp(NOTIONAL_SPREAD * normal(random));
    const price = trades.price[t]!;
    trades.quantity[t] = Math.max(1, Math.round(wanted / price));
    trades.notional[t] = trades.quantity[t]! * price;
  }
  for (let t = 0; t < count; t++) {
    const { lowest, highest } = FEE_RATES;
    const rate = lowest + random() * (highest - lowest);
    trades.fees[t] = Math.max(1, Math.round(trades.notional[t]! * rate));
  }
  for (let t = 0; t < count; t++) {
    const rate = MARGIN_RATE[trades.instrument[t]!]!;
    trades.margin[t] = Math.round(trades.notional[t]! * rate);
  }
  for (let t = 0; t < count; t++) {
    const move = day.closes[trades.instrument[t]!]! - trades.price[t]!;
    trades.pnl[t] =
      trades.side[t]! * trades.quantity[t]! * move - trades.fees[t]!;
  }
}
