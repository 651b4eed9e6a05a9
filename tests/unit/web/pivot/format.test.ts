import { describe, expect, it } from "vitest";
import {
  formatDay,
  formatLabel,
  formatRows,
  formatMeasure,
  formatMilliseconds,
  formatTime,
  formatUnit,
  smallestShown,
} from "../../../../web/src/pivot/format.ts";
import type { MemberFormat } from "../../../../web/src/model/view.ts";

const format = (value: number | null, name: MemberFormat, currency?: string) =>
  formatMeasure(value, { format: name, currency });

describe("formatMeasure(value, measure)", () => {
  it.each<[number | null, MemberFormat, string]>([
    [1234567.89, "number_0", "1,234,568"],
    [-1234.4, "number_0", "−1,234"],
    [0, "number_0", "0"],
    [null, "number_0", "–"],
    [-0.3, "number_0", "0"],
    [1.5, "number_2", "1.50"],
    [-12.345, "number_2", "−12.35"],
    [101.25, "number_4", "101.2500"],
    [0.2534, "percent_2", "25.34%"],
    [0.5, "percent_1", "50.0%"],
    [1234.5, "currency_2", "$1,234.50"],
    [1234.5, undefined, "1,234.50"],
    [1234.5, { type: "custom-numeric", value: ",.1f" }, "1,234.5"],
  ])("shows %s in %j as %s", (value, name, text) => {
    expect(format(value, name)).toBe(text);
  });

  it("keeps a currency other than the dollar", () => {
    expect(format(-5, "currency_2", "EUR")).toContain("€");
  });
});

describe("smallestShown(measure)", () => {
  it.each<[MemberFormat, number]>([
    ["number_0", 0.5],
    ["number_4", 0.00005],
    ["currency_2", 0.005],
    ["percent_1", 0.0005],
    [{ type: "custom-numeric", value: ",.1f" }, 0.05],
    // Three digits of whatever size.
    ["abbr", 0],
  ])("of %j is %s", (name, smallest) => {
    expect(smallestShown({ format: name, currency: undefined })).toBeCloseTo(
      smallest,
      12,
    );
  });
});

describe("formatLabel(label)", () => {
  it("shows null as a dash and makes an empty text visible", () => {
    expect([null, "", "FX"].map(formatLabel)).toEqual(["–", "(empty)", "FX"]);
  });
});

describe("formatUnit(measure)", () => {
  it("names a unit that neither title nor number says", () => {
    const unit = (title: string, value: string) =>
      formatUnit({ title, unit: value });
    expect(unit("Fee rate", "bps")).toBe("bps");
    expect(unit("Notional", "currency")).toBe("");
    expect(unit("Trades", "trades")).toBe("");
  });
});

describe("formatDay, formatTime, formatMilliseconds", () => {
  it("are in UTC and plain", () => {
    expect(formatDay("2024-01-05")).toBe("5 Jan 2024");
    expect(formatTime("2024-01-05T23:30:00.000Z")).toBe(
      "5 Jan 2024, 23:30:00 UTC",
    );
    expect(formatMilliseconds(12.4)).toBe("12 ms");
    expect(formatMilliseconds(2340)).toBe("2.3 s");
  });
});

describe("formatRows", () => {
  it.each([
    [0, "0 rows"],
    [1, "1 row"],
    [1234, "1,234 rows"],
  ])("%d: %s", (count, text) => {
    expect(formatRows(count)).toBe(text);
  });
});
