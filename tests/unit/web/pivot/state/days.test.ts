import { describe, expect, it } from "vitest";
import {
  isDay,
  tradingDaysOf,
  weekdaysOf,
} from "../../../../../web/src/pivot/state/days.ts";

describe("isDay(text)", () => {
  it("knows days of the calendar from others", () => {
    const texts = ["2026-01-31", "2024-02-29", "2026-02-29", "2026-1-1", ""];
    expect(texts.map(isDay)).toEqual([true, true, false, false, false]);
  });
});

describe("weekdaysOf(range)", () => {
  it("leaves out weekends, but for the ends", () => {
    // Friday to Monday, Saturday to Sunday, a Wednesday.
    expect(weekdaysOf(["2026-01-09", "2026-01-12"])).toEqual([
      "2026-01-09",
      "2026-01-12",
    ]);
    expect(weekdaysOf(["2026-01-10", "2026-01-11"])).toEqual([
      "2026-01-10",
      "2026-01-11",
    ]);
    expect(weekdaysOf(["2026-01-14", "2026-01-14"])).toEqual(["2026-01-14"]);
  });
});

describe("tradingDaysOf(range, days)", () => {
  const DAYS = ["2026-01-06", "2026-01-08", "2026-01-09", "2026-01-12"];

  it("has the days with data, both ends included", () => {
    expect(tradingDaysOf(["2026-01-07", "2026-01-12"], DAYS)).toEqual([
      "2026-01-08",
      "2026-01-09",
      "2026-01-12",
    ]);
    expect(tradingDaysOf(["2026-01-13", "2026-02-12"], DAYS)).toEqual([]);
  });

  it("counts every weekday before the data begins", () => {
    // 3 and 4 January are a weekend.
    expect(tradingDaysOf(["2026-01-02", "2026-01-08"], DAYS)).toEqual([
      "2026-01-02",
      "2026-01-05",
      "2026-01-06",
      "2026-01-08",
    ]);
    expect(tradingDaysOf(["2025-12-26", "2025-12-29"], DAYS)).toEqual([
      "2025-12-26",
      "2025-12-29",
    ]);
  });
});
