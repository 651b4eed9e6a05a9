import type { Window } from "../plan.ts";
import { below, type Random, WeightedChoice } from "../random.ts";
import { INSTRUMENTS } from "../reference/instruments.ts";
import { VENUES } from "../reference/venues.ts";
import { VENUE_ACTIVITY } from "../run.ts";
import { MS_PER_MINUTE } from "./draw.ts";
import type { Rows } from "./rows.ts";

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

/** When and where trades of a stream happen, an entry for each trade. */
export interface Moments {
  /** Milliseconds since midnight UTC. */
  time: Float64Array;
  venue: Uint16Array;
}

/**
 * Draws the times of a stream's trades, evenly within a window, and with them
 * what is traded where: only venues that are open at that minute, and
 * instruments that some of them lists.
 */
export function drawMoments(
  instrument: Uint8Array,
  trades: number,
  { from, to }: Window,
  random: Random,
): Moments {
  const time = new Float64Array(trades);
  const venue = new Uint16Array(trades);
  for (let t = 0; t < trades; t++) {
    time[t] = from + below(random, to - from);
    const market = marketAt(Math.floor(time[t]! / MS_PER_MINUTE));
    const traded =
      market.instruments[below(random, market.instruments.length)]!;
    instrument[t] = traded;
    venue[t] = market.venues[traded]!.draw(random);
  }
  return { time, venue };
}

/** Writes them to the trades' own rows. */
export function placeMoments(
  { own, trades, chunk }: Rows,
  { time, venue }: Moments,
): void {
  for (let t = 0; t < trades; t++) {
    chunk.time[own[t]!] = time[t]!;
    chunk.index.venue[own[t]!] = venue[t]!;
  }
}
