import { describe, expect, it } from "vitest";
import { businessDate } from "../../../generator/calendar.ts";
import { VENUES } from "../../../generator/reference/venues.ts";
import {
  marketTime,
  windowAt,
  windowText,
} from "../../../generator/stream/market-clock.ts";

const at = (iso: string) => {
  const { day, time, open } = marketTime(new Date(iso));
  return [businessDate(day), new Date(time).toISOString().slice(11, 23), open];
};

describe("marketTime", () => {
  it.each([
    [
      "a Thursday afternoon",
      "2026-11-19T14:31:07.123Z",
      "2026-11-19",
      "14:31:07.123",
      true,
    ],
    [
      "just after midnight",
      "2026-11-19T00:00:00.001Z",
      "2026-11-19",
      "00:00:00.001",
      true,
    ],
    [
      "the last close",
      "2026-11-19T21:00:00.000Z",
      "2026-11-19",
      "21:00:00.000",
      true,
    ],
    [
      "after the last close",
      "2026-11-19T21:00:00.001Z",
      "2026-11-19",
      "18:00:00.001",
      false,
    ],
    [
      "before midnight",
      "2026-11-19T23:59:59.999Z",
      "2026-11-19",
      "20:59:59.999",
      false,
    ],
    [
      "a Saturday",
      "2026-11-21T10:00:00.000Z",
      "2026-11-20",
      "10:00:00.000",
      false,
    ],
    [
      "a Sunday night",
      "2026-11-22T22:30:00.000Z",
      "2026-11-20",
      "19:30:00.000",
      false,
    ],
  ])("of %s", (_name, now, date, time, open) => {
    expect(at(now)).toEqual([date, time, open]);
  });

  it("is a time at which some venue has been open, at any minute of a week", () => {
    for (let minute = 1; minute < 7 * 1440; minute++) {
      const now = new Date(Date.UTC(2026, 10, 16, 0, minute));
      const { time } = marketTime(now);
      const before = Math.max(0, Math.ceil(time / 60_000) - 1);
      const open = VENUES.filter(
        ({ opens, closes }) => opens <= before && before < closes,
      );
      expect(open.length, now.toISOString()).toBeGreaterThan(0);
    }
  });
});

describe("windowAt", () => {
  const now = { day: 10, time: 600_000, open: true };

  it("begins where the last one ended", () => {
    const last = { day: 10, from: 580_000, to: 590_000 };
    expect(windowAt(now, 24_000, last)).toEqual({
      day: 10,
      from: 590_000,
      to: 600_000,
    });
  });

  it.each([
    ["a stream begins", undefined],
    ["the last window was long ago", { day: 10, from: 0, to: 100_000 }],
    ["it was on another day", { day: 9, from: 580_000, to: 590_000 }],
    ["the clock went back", { day: 10, from: 610_000, to: 620_000 }],
  ])("is as long as the interval when %s", (_name, last) => {
    expect(windowAt(now, 24_000, last)).toEqual({
      day: 10,
      from: 576_000,
      to: 600_000,
    });
  });

  it("never reaches into the day before, and is never empty", () => {
    expect(windowAt({ ...now, time: 5000 }, 24_000, undefined)).toEqual({
      day: 10,
      from: 0,
      to: 5000,
    });
    expect(windowAt({ ...now, time: 0 }, 24_000, undefined)).toEqual({
      day: 10,
      from: 0,
      to: 1,
    });
  });

  it("is shown by its end", () => {
    expect(windowText({ day: 0, from: 0, to: 52_267_000 })).toBe(
      "2000-01-03 14:31:07",
    );
  });
});
