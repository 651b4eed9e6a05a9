import type { DayRange } from "./pivot-state.ts";

// Days are texts as YYYY-MM-DD throughout; lists of days are sorted.

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const toTime = (day: string) => Date.parse(`${day}T00:00:00Z`);
const toDay = (time: number) => new Date(time).toISOString().slice(0, 10);

/** True for a day of the calendar as YYYY-MM-DD; 2026-02-30 is none. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const time = toTime(text);
  return !Number.isNaN(time) && toDay(time) === text;
}

/** The day so many days later, or earlier when negative. */
export const addDays = (day: string, count: number): string =>
  toDay(toTime(day) + count * DAY_MS);

/** 0 = Sunday. */
export const weekday = (day: string): number =>
  new Date(toTime(day)).getUTCDay();

/** The ISO week of a day, e.g. 2026-W03; its year may differ from the day's. */
export function isoWeek(day: string): string {
  // A week belongs to the year that its Thursday lies in.
  const thursday = addDays(day, 3 - ((weekday(day) + 6) % 7));
  const year = thursday.slice(0, 4);
  const days = (toTime(thursday) - toTime(`${year}-01-01`)) / DAY_MS;
  return `${year}-W${String(1 + Math.floor(days / 7)).padStart(2, "0")}`;
}

const lastOfMonth = (year: number, month: number) =>
  new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** Months count from 0. */
export const yearAndMonth = (day: string): [number, number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)) - 1,
];

/** The same day of another month, or the last one if that month is shorter. */
export function addMonths(day: string, count: number): string {
  const [year, month] = yearAndMonth(day);
  const first = new Date(Date.UTC(year, month + count, 1));
  const last = lastOfMonth(first.getUTCFullYear(), first.getUTCMonth());
  first.setUTCDate(Math.min(Number(day.slice(8)), last));
  return toDay(first.getTime());
}

export const isFirstOfMonth = (day: string): boolean => day.endsWith("-01");

/** The last day of a day's month. */
export const endOfMonth = (day: string): string => {
  const [year, month] = yearAndMonth(day);
  return `${day.slice(0, 8)}${lastOfMonth(year, month)}`;
};

/** Days of a sorted list that lie in a range, both ends included. */
export const within = (
  [from, to]: DayRange,
  days: readonly string[],
): string[] => days.filter((day) => day >= from && day <= to);

const isWeekday = (day: string) => weekday(day) !== 0 && weekday(day) !== 6;

/** The ends of a range, and the weekdays between them. */
export function weekdaysOf([from, to]: DayRange): string[] {
  const found = [from];
  for (let day = addDays(from, 1); day < to; day = addDays(day, 1)) {
    if (isWeekday(day)) found.push(day);
  }
  return from < to ? [...found, to] : found;
}

/**
 * The trading days of a range: those with data, and before the data begins every
 * weekday.
 *
 * @param days sorted days there is data of
 */
export function tradingDaysOf(
  [from, to]: DayRange,
  days: readonly string[],
): string[] {
  const known = within([from, to], days);
  const first = days[0] ?? addDays(to, 1);
  const before: string[] = [];
  for (let day = from; day < first && day <= to; day = addDays(day, 1)) {
    if (isWeekday(day)) before.push(day);
  }
  return [...before, ...known];
}

/** The last trading day before a day; before the data begins, the last weekday. */
export function tradingDayBefore(day: string, days: readonly string[]): string {
  const known = days.findLast((other) => other < day);
  if (known !== undefined) return known;
  let before = addDays(day, -1);
  while (!isWeekday(before)) before = addDays(before, -1);
  return before;
}
