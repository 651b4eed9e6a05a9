import { describe, expect, it } from "vitest";
import {
  formatAmount,
  parseAmount,
  rounded,
} from "../../../../web/src/explorer/shelf/parse-amount.ts";

describe("parseAmount(text)", () => {
  it.each([
    ["1,500,000", 1_500_000],
    ["1.5m", 1_500_000],
    ["1.5 M", 1_500_000],
    ["1e7", 10_000_000],
    ["-2.5e-3", -0.0025],
    ["\u221220 bn", -20_000_000_000],
    ["+3k", 3_000],
    [".5", 0.5],
    ["7.", 7],
    ["0", 0],
  ])("reads %j as %d", (text, amount) => {
    expect(parseAmount(text)).toBe(amount);
  });

  it.each(["", "-", "e7", "1e", "1.2.3", "12x", "one", "1e999", "0x10", "m"])(
    "does not read %j",
    (text) => {
      expect(parseAmount(text)).toBeUndefined();
    },
  );

  it("reads what is written", () => {
    for (const amount of [0, -1_500.25, 1e12, 123_456_789.012, -0.000_1]) {
      expect(parseAmount(formatAmount(amount))).toBe(amount);
    }
  });

  it("keeps shares without what floating point adds", () => {
    expect(rounded(0.07 * 100)).toBe(7);
    expect(rounded((parseAmount("7") ?? 0) / 100)).toBe(0.07);
  });
});
