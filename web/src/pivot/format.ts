import { formatValue, getFormat } from "@cubejs-client/core/format";
import type { Measure } from "../model/view.ts";

/** Stands for null: no value, unlike zero. */
export const NO_VALUE = "–";

// One locale for all, because the model's own d3 formats are always in it.
const LOCALE = "en-US";

/**
 * Decimals are kept (`1.50`, not `1.5`): a column of numbers lines up on its
 * point, and a named format of the model trims them.
 */
const alignedFormat = (measure: Pick<Measure, "format" | "currency">) => {
  const member = { type: "number" as const, ...measure };
  const specifier = getFormat(member, { locale: LOCALE }).formatString;
  const currency = measure.currency ?? "USD";
  return specifier === null || (specifier.includes("$") && currency !== "USD")
    ? member
    : {
        type: "number" as const,
        format: {
          type: "custom-numeric" as const,
          value: specifier.replace("~", ""),
        },
      };
};

/** A measure's value in its model's format; negatives carry a minus sign (−). */
export function formatMeasure(
  value: number | null,
  measure: Pick<Measure, "format" | "currency">,
): string {
  const text = formatValue(value, {
    ...alignedFormat(measure),
    locale: LOCALE,
    emptyPlaceholder: NO_VALUE,
  });
  // −0.3 without decimals is no loss: it is nothing.
  return /^[−-][0.,%$]*$/.test(text) ? text.slice(1) : text;
}

const SMALLEST = new WeakMap<object, number>();

/**
 * The smallest value that a measure's format does not round to 0; 0 when it keeps
 * all digits.
 */
export function smallestShown(
  measure: Pick<Measure, "format" | "currency">,
): number {
  const known = SMALLEST.get(measure);
  if (known !== undefined) return known;
  const { format, currency } = measure;
  const { formatString } = getFormat(
    { type: "number", format, currency },
    { locale: LOCALE },
  );
  const [, places, type] = /\.(\d+)~?([f%])$/.exec(formatString ?? "") ?? [];
  const digits = Number(places) + (type === "%" ? 2 : 0);
  const smallest = type === undefined ? 0 : 0.5 * 10 ** -digits;
  SMALLEST.set(measure, smallest);
  return smallest;
}

/** A row's name: a dash for null, and an empty text made visible. */
export const formatLabel = (label: string | null): string =>
  label === null ? NO_VALUE : label === "" ? "(empty)" : label;

/** Units that neither the title nor the number already says. */
const UNITS_IN_PLAIN_SIGHT = [
  "",
  "currency",
  "currency per unit",
  "greek",
  "ratio",
];

/** Unit to show beside a measure's title, or empty. */
export const formatUnit = (measure: Pick<Measure, "unit" | "title">): string =>
  UNITS_IN_PLAIN_SIGHT.includes(measure.unit) ||
  measure.title.toLowerCase() === measure.unit.toLowerCase()
    ? ""
    : measure.unit;

const DAY_FORMAT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** YYYY-MM-DD → 15 Jan 2024. */
export const formatDay = (day: string): string =>
  DAY_FORMAT.format(new Date(`${day}T00:00:00Z`));

const TIME_FORMAT = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});

/** A moment, in UTC like every date of the data. */
export const formatTime = (moment: string | number): string =>
  `${TIME_FORMAT.format(new Date(moment))} UTC`;

export const formatMilliseconds = (milliseconds: number): string =>
  milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;

export const formatCount = (count: number): string =>
  count.toLocaleString(LOCALE);

const counted = (count: number, thing: string): string =>
  `${formatCount(count)} ${thing}${count === 1 ? "" : "s"}`;

export const formatRows = (count: number): string => counted(count, "row");

export const formatRequests = (count: number): string =>
  counted(count, "request");

/** Bytes, in units of 1000 as on the wire. */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000
    ? `${(bytes / 1_000).toFixed(1)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
};
