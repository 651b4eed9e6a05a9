import { UsageError } from "../base/errors.ts";

const MS_PER_DAY = 86_400_000;

/** Business day 0, a Monday: prices start here, so no trade is older. */
export const EPOCH = "2000-01-03";
const EPOCH_DAY = Date.parse(EPOCH) / MS_PER_DAY;

/** Last day the generator knows. */
const LAST = "2099-12-31";

/** Days since 1970-01-01 → `YYYY-MM-DD`. */
const text = (day: number) =>
  new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** 0 = Monday … 6 = Sunday. */
const weekday = (day: number) => (day - EPOCH_DAY) % 7;

/** Date of a business day counted from {@link EPOCH}, as `YYYY-MM-DD`. */
export function businessDate(number: number): string {
  return text(EPOCH_DAY + Math.floor(number / 5) * 7 + (number % 5));
}

/**
 * The business day on or before a day.
 *
 * @param day days since 1970-01-01, from {@link EPOCH} on
 */
export function latestBusinessDay(day: number): {
  /** Its number. */
  day: number;
  /** Whether it is the day asked for. */
  today: boolean;
} {
  const inWeek = weekday(day);
  return {
    day: Math.floor((day - EPOCH_DAY) / 7) * 5 + Math.min(inWeek, 4),
    today: inWeek <= 4,
  };
}

/**
 * Number of a business day counted from {@link EPOCH} = 0. Weekends are the only
 * days without trade: exchange holidays differ by venue and are not modelled.
 *
 * @throws UsageError for anything but a weekday `YYYY-MM-DD` from 2000-01-03 on
 */
export function businessDayNumber(date: string): number {
  const day = Date.parse(date) / MS_PER_DAY;
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(day)) {
    throw new UsageError(
      `--trade-date must be a date YYYY-MM-DD: ${date || "(empty)"}`,
      "for example --trade-date 2024-01-15",
    );
  }
  if (text(day) !== date) {
    throw new UsageError(
      `--trade-date is no day of the calendar: ${date}`,
      `the nearest is ${text(day)}`,
    );
  }
  if (date < EPOCH || date > LAST) {
    throw new UsageError(
      `--trade-date must be from ${EPOCH} to ${LAST}: ${date}`,
    );
  }
  const inWeek = weekday(day);
  if (inWeek > 4) {
    throw new UsageError(
      `--trade-date must be a weekday: ${date} is a ${inWeek === 5 ? "Saturday" : "Sunday"}`,
      `the nearest weekdays are ${text(day - inWeek + 4)} (Friday) and ${text(day - inWeek + 7)} (Monday)`,
    );
  }
  return Math.floor((day - EPOCH_DAY) / 7) * 5 + inWeek;
}
