import { VENUES } from "../reference/venues.ts";
import { intraday } from "../trades/draw.ts";

const MINUTES_PER_HOUR = 60;
const HOURS = 24;

/** Share of a venue's trades until a place in its session, both 0 to 1: `intraday` backwards. */
function shareUntil(place: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (intraday(middle) < place) low = middle;
    else high = middle;
  }
  return low;
}

/** Share of the trades in each hour of the day (UTC), by what share each venue has. */
export function hourShares(venueShares: readonly number[]): number[] {
  const hours = Array.from({ length: HOURS }, () => 0);
  VENUES.forEach(({ opens, closes }, venue) => {
    const until = (minute: number) =>
      shareUntil(Math.min(1, Math.max(0, (minute - opens) / (closes - opens))));
    for (let hour = 0; hour < HOURS; hour++) {
      hours[hour]! +=
        venueShares[venue]! *
        (until((hour + 1) * MINUTES_PER_HOUR) - until(hour * MINUTES_PER_HOUR));
    }
  });
  return hours;
}
