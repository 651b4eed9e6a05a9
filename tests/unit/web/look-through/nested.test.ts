import { describe, expect, it } from "vitest";
import { nestedHoldings } from "../../../../web/src/look-through/nested.ts";
import { wrappers } from "./fixtures.ts";

const flat = (
  table: Record<string, Record<string, number>>,
  wrapper: string,
  depth: "one" | "all",
) => {
  const { holdings, cycles } = nestedHoldings(wrapper, wrappers(table), depth);
  return {
    weights: Object.fromEntries(
      holdings.map(({ holding, weight }) => [holding, weight]),
    ),
    cycles,
  };
};

const FUND_OF_FUNDS = {
  FOF: { SPY: 0.5, GLD: 0.25, AAPL: 0.25 },
  SPY: { AAPL: 0.5, MSFT: 0.25 },
  GLD: { GOLD: 1 },
};

describe("nestedHoldings", () => {
  it("stops at the wrapper's own holdings", () => {
    expect(flat(FUND_OF_FUNDS, "FOF", "one").weights).toEqual({
      SPY: 0.5,
      GLD: 0.25,
      AAPL: 0.25,
    });
  });

  it("multiplies weights down to the constituents and adds the paths", () => {
    expect(flat(FUND_OF_FUNDS, "FOF", "all")).toEqual({
      // 0.25 directly and 0.5 × 0.5 through SPY
      weights: { AAPL: 0.5, GOLD: 0.25, MSFT: 0.125 },
      cycles: [],
    });
  });

  it("names the paths to a holding", () => {
    const { holdings } = nestedHoldings("FOF", wrappers(FUND_OF_FUNDS), "all");
    expect(holdings[0]).toMatchObject({
      holding: "AAPL",
      paths: [["FOF", "SPY"], ["FOF"]],
    });
  });

  it("cuts cycles, reports them and loses no weight", () => {
    const cycle = {
      A: { B: 0.5, X: 0.5 },
      B: { A: 0.4, Y: 0.6 },
    };
    const { weights, cycles } = flat(cycle, "A", "all");
    expect(cycles).toEqual([["A", "B", "A"]]);
    expect(weights).toEqual({ X: 0.5, Y: 0.3, A: 0.2 });
  });

  it("cuts a wrapper that holds itself", () => {
    expect(flat({ A: { A: 0.1, X: 0.9 } }, "A", "all")).toEqual({
      weights: { X: 0.9, A: 0.1 },
      cycles: [["A", "A"]],
    });
  });

  it("has nothing for a wrapper without weights", () => {
    expect(flat({}, "A", "all")).toEqual({ weights: {}, cycles: [] });
  });
});
