import { businessDate, latestBusinessDay } from "../calendar.ts";
import type { Window } from "../plan.ts";
import { VENUES } from "../reference/venues.ts";

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;

/** Some venue is open from midnight UTC, when Tokyo begins, until the last closes. */
const LAST_CLOSE =
  Math.max(...VENUES.map(({ closes }) => closes)) * MS_PER_MINUTE;

/** A moment of trading. */
export interface MarketTime {
  /** Business day number, see calendar.ts. */
  day: number;
  /** Milliseconds since midnight UTC; some venue has been open until then. */
  time: number;
  /** False when all venues are closed and trading of the latest day is replayed. */
  open: boolean;
}

/**
 * Wall clock → trading clock. While a venue is open both are the same. On a
 * weekend it is the same time of the Friday before; after the last close of a
 * day its last hours are gone through again. So a stream never runs dry, and
 * every trade lies in a session.
 */
export function marketTime(now: Date): MarketTime {
  const midnight = Math.floor(now.getTime() / MS_PER_DAY) * MS_PER_DAY;
  const timeOfDay = now.getTime() - midnight;
  const { day, today } = latestBusinessDay(midnight / MS_PER_DAY);
  const time =
    timeOfDay <= LAST_CLOSE ? timeOfDay : timeOfDay - (MS_PER_DAY - LAST_CLOSE);
  return { day, time, open: today && timeOfDay <= LAST_CLOSE };
}

/**
 * The time since the last window, but no more than `interval`: what was missed
 * while nobody streamed is not made up for.
 */
export function windowAt(
  { day, time }: MarketTime,
  interval: number,
  last: Window | undefined,
): Window {
  const to = Math.max(1, Math.floor(time));
  const since =
    last !== undefined && last.day === day && last.to < to ? last.to : 0;
  return { day, from: Math.max(0, since, to - Math.max(1, interval)), to };
}

/** `2024-01-15 14:31:07` for people. */
export function windowText({ day, to }: Window): string {
  const time = new Date(to).toISOString().slice(11, 19);
  return `${businessDate(day)} ${time}`;
}
