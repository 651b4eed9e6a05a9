import { describe, expect, it } from "vitest";
import { datePresets } from "../../../../web/src/pivot/date-presets.ts";

describe("datePresets(range)", () => {
  it("counts trading days back from the last day, over the weekend", () => {
    // 2024-01-24 is a Wednesday.
    expect(datePresets(["2023-12-28", "2024-01-24"])).toEqual([
      { title: "All days", range: ["2023-12-28", "2024-01-24"] },
      { title: "Last day", range: ["2024-01-24", "2024-01-24"] },
      { title: "Last 5 trading days", range: ["2024-01-18", "2024-01-24"] },
      { title: "Last 10 trading days", range: ["2024-01-11", "2024-01-24"] },
      { title: "Month to date", range: ["2024-01-01", "2024-01-24"] },
      { title: "Year to date", range: ["2024-01-01", "2024-01-24"] },
    ]);
  });

  it("offers no range that starts before the data", () => {
    expect(datePresets(["2024-01-02", "2024-01-02"])).toEqual([
      { title: "All days", range: ["2024-01-02", "2024-01-02"] },
    ]);
  });
});
