import { describe, expect, it } from "vitest";
import {
  businessDate,
  businessDayNumber,
} from "../../../generator/calendar.ts";
import { Plan } from "../../../generator/plan.ts";

const plan = (rows: number, days: number) =>
  new Plan({
    rows,
    days,
    lastDay: 6270,
    startTradeId: 7,
    seed: "",
    portfolioManagers: 1,
    explode: false,
  });

describe("businessDayNumber", () => {
  it("counts weekdays from 2000-01-03", () => {
    expect(businessDayNumber("2000-01-03")).toBe(0);
    expect(businessDayNumber("2000-01-07")).toBe(4);
    expect(businessDayNumber("2000-01-10")).toBe(5);
    expect(
      businessDayNumber("2024-02-29") - businessDayNumber("2024-02-28"),
    ).toBe(1);
  });

  it("is undone by businessDate", () => {
    for (const number of [0, 4, 5, 6270, 6271, 20_000])
      expect(businessDayNumber(businessDate(number))).toBe(number);
    expect(businessDate(businessDayNumber("2024-01-15") - 1)).toBe(
      "2024-01-12",
    );
  });

  it.each([
    ["2024-01-13", /2024-01-13 is a Saturday/],
    ["2024-01-14", /2024-01-14 is a Sunday/],
    ["2023-02-29", /no day of the calendar: 2023-02-29/],
    ["1999-12-31", /from 2000-01-03 to 2099-12-31: 1999-12-31/],
    ["2024-1-5", /YYYY-MM-DD: 2024-1-5/],
    ["yesterday", /YYYY-MM-DD: yesterday/],
    ["", /YYYY-MM-DD: \(empty\)/],
  ])("refuses %j", (date, message) => {
    expect(() => businessDayNumber(date)).toThrow(message);
  });
});

describe("Plan", () => {
  it.each([
    [1, 1],
    [10_000, 1],
    [10_001, 1],
    [45_001, 2],
    [3, 5],
    [1_000_000, 20],
    [99_999, 7],
  ])("spreads %i trades over %i days without gaps", (rows, days) => {
    const chunks = [...plan(rows, days)];
    expect(chunks).toHaveLength(plan(rows, days).chunks);
    let next = 7;
    for (const [number, chunk] of chunks.entries()) {
      expect(chunk.number).toBe(number);
      expect(chunk.firstTradeId).toBe(next);
      expect(chunk.trades).toBeGreaterThan(0);
      expect(chunk.trades).toBeLessThanOrEqual(10_000);
      next += chunk.trades;
    }
    expect(next - 7).toBe(rows);
    const perDay = new Map<number, number>();
    for (const { day, trades } of chunks)
      perDay.set(day, (perDay.get(day) ?? 0) + trades);
    const counts = [...perDay.values()];
    expect(perDay.size).toBe(Math.min(days, rows));
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(Math.max(...perDay.keys())).toBeLessThanOrEqual(6270);
  });
});
