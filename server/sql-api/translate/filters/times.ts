import type { Bounds } from "../../tables.ts";

/** Lengths of time that Cube and Postgres cut timestamps to in the same way. */
export const GRANULARITIES = [
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
] as const;
export type Granularity = (typeof GRANULARITIES)[number];

export const isGranularity = (name: string): name is Granularity =>
  (GRANULARITIES as readonly string[]).includes(name);

/** A time as Postgres writes it in the style of ISO. */
export interface Time {
  /** Since 1970, cut to milliseconds. */
  ms: number;
  /** Whether microseconds were cut off. */
  cut: boolean;
}

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/;

/** Undefined for infinity and for years that have not four digits. */
export function parseTime(text: string): Time | undefined {
  const parts = TIMESTAMP.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map(Number);
  const micros = (parts[7] ?? "").padEnd(6, "0");
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day);
  date.setUTCHours(hour!, minute, second, Number(micros.slice(0, 3)));
  return { ms: date.getTime(), cut: Number(micros.slice(3)) > 0 };
}

/** As Cube wants dates, without a time zone; undefined for years beyond four digits. */
export function cubeTime(ms: number): string | undefined {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999
    ? date.toISOString().slice(0, "YYYY-MM-DDTHH:MM:SS.mmm".length)
    : undefined;
}

const DAY = 86_400_000;
const FIXED: Partial<Record<Granularity, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY,
};
/** 1969-12-29, a Monday. */
const MONDAY = -3 * DAY;
const MONTHS: Partial<Record<Granularity, number>> = {
  month: 1,
  quarter: 3,
  year: 12,
};

/** Where the period begins that the time is in, and where the next one does. */
export function period(
  ms: number,
  granularity: Granularity,
): { start: number; next: number } {
  const months = MONTHS[granularity];
  if (months !== undefined) {
    const date = new Date(ms);
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    const first = Math.floor(month / months) * months;
    return { start: startOfMonth(first), next: startOfMonth(first + months) };
  }
  const length = FIXED[granularity] ?? 7 * DAY;
  const origin = granularity === "week" ? MONDAY : 0;
  const start = Math.floor((ms - origin) / length) * length + origin;
  return { start, next: start + length };
}

function startOfMonth(month: number): number {
  const date = new Date(0);
  return date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
}

/** Both ends belong to it; undefined or infinite is without end. In milliseconds. */
export interface TimeRange {
  from: number | undefined;
  to: number | undefined;
}

export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">=";

/**
 * The times t for which `t op time` holds, or `date_trunc(granularity, t) op time`.
 * Times of the model have milliseconds. Null when there are none.
 */
export function rangeOf(
  op: Exclude<Comparison, "<>">,
  { ms, cut }: Time,
  granularity: Granularity | undefined,
): TimeRange | null {
  const { start, next } =
    granularity === undefined
      ? { start: ms, next: ms + 1 }
      : period(ms, granularity);
  const isStart = start === ms && !cut;
  switch (op) {
    case "=":
      return isStart ? { from: start, to: next - 1 } : null;
    case "<":
      return { from: undefined, to: isStart ? start - 1 : next - 1 };
    case "<=":
      return { from: undefined, to: next - 1 };
    case ">":
      return { from: next, to: undefined };
    case ">=":
      return { from: isStart ? start : next, to: undefined };
  }
}

export const intersection = (a: TimeRange, b: TimeRange): TimeRange => ({
  from: Math.max(a.from ?? -Infinity, b.from ?? -Infinity),
  to: Math.min(a.to ?? Infinity, b.to ?? Infinity),
});

/** A range with the ends that it lacks, where those of the model are beyond what it has. */
export function closed(range: TimeRange, [first, last]: Bounds): TimeRange {
  const ends = { from: Date.parse(first), to: Date.parse(last) + DAY - 1 };
  const { from, to } = intersection(range, { from: undefined, to: undefined });
  const whole = {
    from: Number.isFinite(from) ? from : ends.from,
    to: Number.isFinite(to) ? to : ends.to,
  };
  return isEmptyRange(whole) ? range : whole;
}

export const isEmptyRange = ({ from, to }: TimeRange): boolean =>
  (from ?? -Infinity) > (to ?? Infinity);
