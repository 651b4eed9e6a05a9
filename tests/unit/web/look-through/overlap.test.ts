import { describe, expect, it } from "vitest";
import {
  overlapMatrix,
  sharedHoldings,
  sharedWeight,
} from "../../../../web/src/look-through/overlap.ts";
import { wrappers } from "./fixtures.ts";

const known = wrappers({
  SPY: { AAPL: 0.07, MSFT: 0.065, V: 0.015 },
  QQQ: { AAPL: 0.12, MSFT: 0.1, NVDA: 0.06 },
  GLD: { GOLD: 1 },
});

describe("sharedHoldings", () => {
  it("list what both hold first, by the smaller weight, then the rest", () => {
    const shared = sharedHoldings(known.get("SPY"), known.get("QQQ"));
    expect(
      shared.map((item) => [item.holding, item.left, item.right, item.shared]),
    ).toEqual([
      ["AAPL", 0.07, 0.12, 0.07],
      ["MSFT", 0.065, 0.1, 0.065],
      ["NVDA", undefined, 0.06, 0],
      ["V", 0.015, undefined, 0],
    ]);
  });

  it("share nothing with a wrapper that has no weights", () => {
    expect(sharedWeight(known.get("SPY"), undefined)).toBe(0);
  });
});

describe("overlapMatrix", () => {
  it("is symmetric, with each wrapper's own sum on the diagonal", () => {
    const matrix = overlapMatrix(["SPY", "QQQ", "GLD"], known);
    expect(matrix.map((row) => row.map((value) => value.toFixed(4)))).toEqual([
      ["0.1500", "0.1350", "0.0000"],
      ["0.1350", "0.2800", "0.0000"],
      ["0.0000", "0.0000", "1.0000"],
    ]);
  });
});
