import { describe, expect, it } from "vitest";
import { narrowerDates } from "../../../../web/src/explorer/waiting/narrower-dates.ts";
import { resolveDates } from "../../../../web/src/pivot/state/trading-calendar.ts";

/** Every weekday of 2025. */
const DAYS = Array.from({ length: 365 }, (_, index) =>
  new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10),
).filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));

const count = (from: string, to: string) =>
  DAYS.filter((day) => day >= from && day <= to).length;

describe("narrowerDates(days, shown)", () => {
  it("gives at most half of the days, and ends up with the last one", () => {
    let shown = resolveDates(null, DAYS);
    const counts: number[] = [];
    for (;;) {
      const narrower = narrowerDates(DAYS, shown);
      if (narrower === undefined || shown === null) break;
      const next = resolveDates(narrower.value, DAYS);
      if (next === null) break;
      counts.push(count(...next));
      expect(count(...next)).toBeLessThanOrEqual(count(...shown) / 2);
      shown = next;
    }
    expect(counts.length).toBeGreaterThan(1);
    expect(counts.at(-1)).toBe(1);
  });

  it("has none for one day, nor for a view without dates", () => {
    expect(narrowerDates(DAYS, ["2025-03-03", "2025-03-03"])).toBeUndefined();
    expect(narrowerDates(DAYS, null)).toBeUndefined();
  });
});
