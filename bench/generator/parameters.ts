import { businessDayNumber } from "../../generator/calendar.ts";
import type { Parameters } from "../../generator/parameters.ts";

/** What `generate load --rows N` loads. */
export const loadBenchParameters = (rows: number): Parameters => ({
  rows,
  portfolioManagers: 10,
  seed: "42",
  explode: true,
  lastDay: businessDayNumber("2024-01-15"),
  days: 20,
  startTradeId: 1,
});
