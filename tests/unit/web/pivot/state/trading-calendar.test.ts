import { describe, expect, it } from "vitest";
import type {
  Comparison,
  DayRange,
  RelativeDates,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import {
  comparisonChoices,
  comparisonTitle,
  dateChoices,
  datesTitle,
  resolveComparison,
  resolveDates,
} from "../../../../../web/src/pivot/state/trading-calendar.ts";

// Mon 22 Dec 2025 to Wed 14 Jan 2026. No data on 25 and 26 December, 1 January
// (holidays) and 7 January (missing).
const DAYS = [
  "2025-12-22",
  "2025-12-23",
  "2025-12-24",
  "2025-12-29",
  "2025-12-30",
  "2025-12-31",
  "2026-01-02",
  "2026-01-05",
  "2026-01-06",
  "2026-01-08",
  "2026-01-09",
  "2026-01-12",
  "2026-01-13",
  "2026-01-14",
];

/** Weekdays of 2024 to 2026: holidays do not matter for calendar shifts. */
const WEEKDAYS = Array.from(
  { length: 1_096 },
  (_, index) => new Date(Date.UTC(2024, 0, 1 + index)),
)
  .filter((day) => day.getUTCDay() % 6 !== 0)
  .map((day) => day.toISOString().slice(0, 10));

describe("resolveDates(dates, days)", () => {
  it.each<[RelativeDates, string]>([
    ["last_day", "2026-01-14"],
    ["last_5_days", "2026-01-08"],
    ["last_10_days", "2025-12-30"],
    // There are only 14 days.
    ["last_20_days", "2025-12-22"],
    ["last_65_days", "2025-12-22"],
    ["week_to_date", "2026-01-12"],
    ["month_to_date", "2026-01-01"],
    ["quarter_to_date", "2026-01-01"],
    ["year_to_date", "2026-01-01"],
  ])("begins %s on %s", (dates, from) => {
    expect(resolveDates(dates, DAYS)).toEqual([from, "2026-01-14"]);
  });

  it.each<[RelativeDates, string, string]>([
    ["week_to_date", "2026-01-05", "2026-01-05"],
    ["week_to_date", "2026-01-02", "2025-12-29"],
    ["month_to_date", "2025-12-31", "2025-12-01"],
    ["quarter_to_date", "2026-05-29", "2026-04-01"],
    ["quarter_to_date", "2026-09-30", "2026-07-01"],
    ["quarter_to_date", "2025-12-31", "2025-10-01"],
    ["year_to_date", "2025-12-31", "2025-01-01"],
  ])("begins %s as of %s on %s", (dates, last, from) => {
    const days = WEEKDAYS.filter((day) => day <= last);
    expect(resolveDates(dates, days)).toEqual([from, last]);
  });

  it("takes a range as it is, and all days without one", () => {
    const range = ["2026-01-01", "2026-01-04"] as const;
    expect(resolveDates(range, DAYS)).toEqual(range);
    expect(resolveDates(null, DAYS)).toEqual(["2025-12-22", "2026-01-14"]);
  });

  it("is null without data", () => {
    expect(resolveDates("last_day", [])).toBeNull();
    expect(resolveDates(null, [])).toBeNull();
  });
});

describe("resolveComparison(comparison, range, days)", () => {
  it.each<[string, Comparison, DayRange, DayRange]>([
    [
      "a day with the trading day before, over a weekend",
      "previous_day",
      ["2026-01-12", "2026-01-12"],
      ["2026-01-09", "2026-01-09"],
    ],
    [
      "a day with the one before a missing day",
      "previous_day",
      ["2026-01-08", "2026-01-08"],
      ["2026-01-06", "2026-01-06"],
    ],
    [
      "both ends one trading day earlier, over a year's end",
      "previous_day",
      ["2026-01-02", "2026-01-08"],
      ["2025-12-31", "2026-01-06"],
    ],
    [
      "ends without data as the trading days between them",
      "previous_day",
      ["2026-01-03", "2026-01-07"],
      ["2026-01-02", "2026-01-05"],
    ],
    [
      "a weekend with the Friday before",
      "previous_day",
      ["2026-01-10", "2026-01-11"],
      ["2026-01-09", "2026-01-09"],
    ],
    [
      "the first day there is with the weekday before",
      "previous_day",
      ["2025-12-22", "2025-12-22"],
      ["2025-12-19", "2025-12-19"],
    ],
    [
      "five trading days with the five before",
      "previous_period",
      ["2026-01-08", "2026-01-14"],
      ["2025-12-30", "2026-01-06"],
    ],
    [
      "three trading days with the three before, over holidays",
      "previous_period",
      ["2025-12-29", "2025-12-31"],
      ["2025-12-22", "2025-12-24"],
    ],
    [
      "as many weekdays where there is no data yet",
      "previous_period",
      ["2025-12-23", "2025-12-29"],
      // 22 December has data; Friday 19 and Thursday 18 are weekdays.
      ["2025-12-18", "2025-12-22"],
    ],
    [
      "a week with the calendar week before",
      "previous_week",
      ["2026-01-12", "2026-01-14"],
      ["2026-01-05", "2026-01-07"],
    ],
    [
      "a Wednesday with the last trading day before a missing one",
      "previous_week",
      ["2026-01-14", "2026-01-14"],
      ["2026-01-06", "2026-01-06"],
    ],
    [
      "days with chosen ones",
      ["2025-12-22", "2025-12-24"],
      ["2026-01-12", "2026-01-14"],
      ["2025-12-22", "2025-12-24"],
    ],
  ])("compares %s", (_, comparison, range, expected) => {
    expect(resolveComparison(comparison, range, DAYS)).toEqual(expected);
  });

  it.each<[Comparison, DayRange, DayRange]>([
    // The same days of a shorter month end with it.
    [
      "previous_month",
      ["2026-03-16", "2026-03-31"],
      ["2026-02-16", "2026-02-28"],
    ],
    [
      "previous_month",
      ["2024-03-30", "2024-03-31"],
      ["2024-02-29", "2024-02-29"],
    ],
    [
      "previous_month",
      ["2026-01-05", "2026-01-30"],
      ["2025-12-05", "2025-12-30"],
    ],
    [
      "previous_month",
      ["2026-03-01", "2026-03-20"],
      ["2026-02-01", "2026-02-20"],
    ],
    // Whole months stay whole.
    [
      "previous_month",
      ["2026-02-01", "2026-02-28"],
      ["2026-01-01", "2026-01-31"],
    ],
    [
      "previous_quarter",
      ["2026-04-01", "2026-06-30"],
      ["2026-01-01", "2026-03-31"],
    ],
    [
      "previous_quarter",
      ["2026-05-29", "2026-05-31"],
      // 28 February 2026 is a Saturday.
      ["2026-02-27", "2026-02-27"],
    ],
    [
      "previous_quarter",
      ["2026-01-15", "2026-02-13"],
      ["2025-10-15", "2025-11-13"],
    ],
    [
      "previous_year",
      ["2026-01-01", "2026-11-20"],
      ["2025-01-01", "2025-11-20"],
    ],
    [
      "previous_year",
      ["2024-02-26", "2024-02-29"],
      // No day of 2023 is in the data, so it stays as the calendar has it.
      ["2023-02-26", "2023-02-28"],
    ],
    // 8 March 2025 is a Saturday.
    [
      "previous_year",
      ["2026-03-08", "2026-03-08"],
      ["2025-03-07", "2025-03-07"],
    ],
  ])("shifts by the calendar: %s of %j is %j", (comparison, range, then) => {
    expect(resolveComparison(comparison, range, WEEKDAYS)).toEqual(then);
  });

  it("goes by weekdays without data", () => {
    const range = ["2026-01-05", "2026-01-05"] as const;
    expect(resolveComparison("previous_day", range, [])).toEqual([
      "2026-01-02",
      "2026-01-02",
    ]);
  });
});

describe("choices of menus", () => {
  it("offers the ranges shorter than all days, with the days they mean", () => {
    expect(dateChoices(DAYS).map(({ title }) => title)).toEqual([
      "All days",
      "Last day",
      "Last 5 trading days",
      "Last 10 trading days",
      "Week to date",
      "Month to date",
      "Quarter to date",
      "Year to date",
    ]);
    expect(dateChoices(DAYS)[1]?.range).toEqual(["2026-01-14", "2026-01-14"]);
    expect(dateChoices([])).toEqual([]);
  });

  it("offers every comparison with the days it means", () => {
    const range = ["2026-01-14", "2026-01-14"] as const;
    const choices = comparisonChoices(range, DAYS);
    expect(choices[0]).toEqual({
      value: "previous_day",
      title: "Previous trading day",
      range: ["2026-01-13", "2026-01-13"],
    });
    expect(choices).toHaveLength(6);
  });

  it("refuses periods without data, and says since when there is some", () => {
    const range = ["2026-01-02", "2026-01-02"] as const;
    const refused = comparisonChoices(range, DAYS).map((choice) => [
      choice.value,
      choice.refused,
    ]);
    const before = "no data before 2025-12-22";
    expect(refused).toEqual([
      ["previous_day", undefined],
      ["previous_period", undefined],
      ["previous_week", undefined],
      ["previous_month", before],
      ["previous_quarter", before],
      ["previous_year", before],
    ]);
  });

  it("names ranges by their days", () => {
    expect(datesTitle(["2026-01-02", "2026-01-05"])).toBe(
      "2026-01-02 to 2026-01-05",
    );
    expect(comparisonTitle(["2026-01-02", "2026-01-02"])).toBe("2026-01-02");
  });
});
