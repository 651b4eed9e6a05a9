import {
  type Comparison,
  COMPARISONS,
  type Dates,
  type DayRange,
  RELATIVE_DATES,
  type RelativeDates,
} from "./pivot-state.ts";
import {
  addDays,
  addMonths,
  endOfMonth,
  isFirstOfMonth,
  tradingDayBefore,
  weekday,
  within,
  yearAndMonth,
} from "./days.ts";

function startOf(dates: RelativeDates, last: string, days: readonly string[]) {
  const back = (count: number) =>
    days[Math.max(0, days.length - count)] ?? last;
  switch (dates) {
    case "last_day":
      return last;
    case "last_5_days":
      return back(5);
    case "last_10_days":
      return back(10);
    case "last_20_days":
      return back(20);
    case "last_65_days":
      return back(65);
    case "week_to_date":
      // Weeks begin on Monday.
      return addDays(last, -((weekday(last) + 6) % 7));
    case "month_to_date":
      return `${last.slice(0, 8)}01`;
    case "quarter_to_date": {
      const [, month] = yearAndMonth(last);
      return addMonths(`${last.slice(0, 8)}01`, -(month % 3));
    }
    case "year_to_date":
      return `${last.slice(0, 4)}-01-01`;
  }
}

/**
 * The days a choice of dates means.
 *
 * @param days sorted days there is data of, as YYYY-MM-DD
 * @returns null when there is no data; periods to date begin on their first
 *   calendar day, whether or not there is data of it
 */
export function resolveDates(
  dates: Dates,
  days: readonly string[],
): DayRange | null {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (dates === null) return [first, last];
  return typeof dates === "string" ? [startOf(dates, last, days), last] : dates;
}

/** Months back, day by day; whole months stay whole, however long they are. */
function monthsBack([from, to]: DayRange, count: number): DayRange {
  const start = addMonths(from, -count);
  const end = addMonths(to, -count);
  const isWhole = isFirstOfMonth(from) && to === endOfMonth(to);
  return [start, isWhole ? endOfMonth(end) : end];
}

function shifted(
  comparison: (typeof COMPARISONS)[number],
  range: DayRange,
  days: readonly string[],
): DayRange {
  const [from, to] = range;
  const shown = within(range, days);
  switch (comparison) {
    case "previous_day":
      return [
        tradingDayBefore(shown[0] ?? from, days),
        tradingDayBefore(shown.at(-1) ?? from, days),
      ];
    case "previous_period": {
      const end = tradingDayBefore(shown[0] ?? from, days);
      let start = end;
      for (let left = shown.length - 1; left > 0; left -= 1) {
        start = tradingDayBefore(start, days);
      }
      return [start, end];
    }
    case "previous_week":
      return [addDays(from, -7), addDays(to, -7)];
    case "previous_month":
      return monthsBack(range, 1);
    case "previous_quarter":
      return monthsBack(range, 3);
    case "previous_year":
      return monthsBack(range, 12);
  }
}

/**
 * The days to compare a range with.
 *
 * - previous_day: both ends one trading day earlier
 * - previous_period: as many trading days directly before
 * - previous_week, _month, _quarter, _year: the same calendar days then, at
 *   the end of a shorter month its last day; whole months give whole months.
 *   Where no trading day lies there, the last one before.
 *
 * Before the data begins every weekday counts as a trading day.
 *
 * @param days sorted days there is data of, as YYYY-MM-DD
 */
export function resolveComparison(
  comparison: Comparison,
  range: DayRange,
  days: readonly string[],
): DayRange {
  if (typeof comparison !== "string") return comparison;
  const then = shifted(comparison, range, days);
  const first = days[0];
  const isHoliday =
    first !== undefined && then[1] > first && within(then, days).length === 0;
  if (!isHoliday) return then;
  const before = tradingDayBefore(then[1], days);
  return [before, before];
}

const DATES_TITLES: Readonly<Record<RelativeDates, string>> = {
  last_day: "Last day",
  last_5_days: "Last 5 trading days",
  last_10_days: "Last 10 trading days",
  last_20_days: "Last 20 trading days",
  last_65_days: "Last 65 trading days",
  week_to_date: "Week to date",
  month_to_date: "Month to date",
  quarter_to_date: "Quarter to date",
  year_to_date: "Year to date",
};

const COMPARISON_TITLES: Readonly<
  Record<(typeof COMPARISONS)[number], string>
> = {
  previous_day: "Previous trading day",
  previous_period: "Previous period",
  previous_week: "Previous week",
  previous_month: "Previous month",
  previous_quarter: "Previous quarter",
  previous_year: "Previous year",
};

/** A range in words, e.g. "2026-01-02 to 2026-01-09"; one day stands alone. */
export const rangeTitle = ([from, to]: DayRange): string =>
  from === to ? from : `${from} to ${to}`;

export const datesTitle = (dates: Dates): string => {
  if (dates === null) return "All days";
  return typeof dates === "string" ? DATES_TITLES[dates] : rangeTitle(dates);
};

export const comparisonTitle = (comparison: Comparison): string =>
  typeof comparison === "string"
    ? COMPARISON_TITLES[comparison]
    : rangeTitle(comparison);

/** A choice of a menu, with the days it means now. */
export interface DateChoice<T> {
  value: T;
  title: string;
  range: DayRange;
}

/** All days, and the relative ranges that are shorter than that. */
export function dateChoices(days: readonly string[]): DateChoice<Dates>[] {
  const all = resolveDates(null, days);
  if (all === null) return [];
  return [null, ...RELATIVE_DATES].flatMap((value) => {
    const range = resolveDates(value, days) ?? all;
    const isShorter = value === null || range[0] > all[0];
    return isShorter ? [{ value, title: datesTitle(value), range }] : [];
  });
}

/** The periods a range can be compared with, and why some cannot be chosen. */
export const comparisonChoices = (
  shown: DayRange,
  days: readonly string[],
): (DateChoice<Comparison> & { refused: string | undefined })[] =>
  COMPARISONS.map((value) => {
    const range = resolveComparison(value, shown, days);
    const [first] = days;
    return {
      value,
      title: comparisonTitle(value),
      range,
      refused:
        first !== undefined && range[1] < first
          ? `no data before ${first}`
          : undefined,
    };
  });
