import type { Window } from "../plan.ts";
import { below, type Random, WeightedChoice } from "../random.ts";
import { INSTRUMENTS } from "../reference/instruments.ts";
import { VENUES } from "../reference/venues.ts";
import { VENUE_ACTIVITY } from "../run.ts";
import type { Trades } from "./draw.ts";

const MS_PER_MINUTE = 60_000;

/** What can be traded in a minute. */
interface Market {
  instruments: number[];
  /** Per instrument. */
  venues: (WeightedChoice | undefined)[];
}

const markets = new Map<number, Market>();

function marketAt(minute: number): Market {
  const known = markets.get(minute);
  if (known !== undefined) return known;
  const choice = (kind: "listed" | "commodity") => {
    const weights = VENUES.map(({ trades, opens, closes }, venue) =>
      trades.includes(kind) && opens <= minute && minute < closes
        ? VENUE_ACTIVITY[venue]!
        : 0,
    );
    return weights.some((weight) => weight > 0)
      ? new WeightedChoice(weights)
      : undefined;
  };
  const [listed, commodity] = [choice("listed"), choice("commodity")];
  const venues = INSTRUMENTS.map(({ type }) =>
    type === "Commodity" ? commodity : listed,
  );
  const instruments = [...venues.keys()].filter((index) => venues[index]);
  const market = { instruments, venues };
  markets.set(minute, market);
  return market;
}

/**
 * Gives trades of a stream their time, evenly within a window, and with it what
 * is traded where: only venues that are open at that minute, and instruments
 * that some of them lists.
 */
export function drawMoments(
  trades: Trades,
  { from, to }: Window,
  random: Random,
): void {
  for (let t = 0; t < trades.count; t++) {
    const time = from + below(random, to - from);
    const { instruments, venues } = marketAt(Math.floor(time / MS_PER_MINUTE));
    const instrument = instruments[below(random, instruments.length)]!;
    trades.time[t] = time;
    trades.instrument[t] = instrument;
    trades.venue[t] = venues[instrument]!.draw(random);
  }
}
