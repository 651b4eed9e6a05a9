import type { Dates, DayRange } from "../../pivot/state/pivot-state.ts";
import { dateChoices } from "../../pivot/state/trading-calendar.ts";

export interface NarrowerDates {
  value: Dates;
  /** The days it means. */
  range: DayRange;
  title: string;
}

/**
 * The longest choice of dates with at most half of the days now shown: less to
 * read, and still as much as can be had of it. undefined = there is none.
 *
 * @param days with data, sorted
 */
export function narrowerDates(
  days: readonly string[],
  shown: DayRange | null,
): NarrowerDates | undefined {
  if (shown === null) return undefined;
  const count = ([from, to]: DayRange) =>
    days.filter((day) => day >= from && day <= to).length;
  const most = count(shown) / 2;
  const fitting = dateChoices(days)
    .map((choice) => ({ ...choice, days: count(choice.range) }))
    .filter((choice) => choice.days > 0 && choice.days <= most)
    .sort((one, other) => other.days - one.days);
  return fitting[0];
}
