import { describe, expect, it } from "vitest";
import type { Row } from "../../../../web/src/pivot/answer.ts";
import {
  byWrapper,
  readEarlierDays,
  readWeights,
  staleWrappers,
} from "../../../../web/src/look-through/weights.ts";

const row = (
  parent: string,
  symbol: string,
  weight: string,
  effective: string,
): Row => ({
  "wrapper_holdings.parent_symbol": parent,
  "wrapper_holdings.constituent_symbol": symbol,
  "wrapper_holdings.weight": weight,
  "wrapper_holdings.effective_date": `${effective}T00:00:00.000`,
  "wrapper_holdings.holding_name": symbol === "X" ? null : `${symbol} Inc.`,
  "wrapper_holdings.holding_sector": null,
  "wrapper_holdings.holding_asset_class": "Equity",
});

describe("readWeights", () => {
  it("keep the latest of two weights of a pair that are both in force", () => {
    const weights = readWeights([
      row("SPY", "AAPL", "0.07", "2024-01-01"),
      row("SPY", "AAPL", "0.08", "2024-02-01"),
      row("SPY", "X", "0.01", "2024-01-01"),
    ]);
    expect(weights).toEqual([
      {
        wrapper: "SPY",
        holding: "AAPL",
        name: "AAPL Inc.",
        sector: "",
        assetClass: "Equity",
        weight: 0.08,
        effective: "2024-02-01",
      },
      expect.objectContaining({ holding: "X", name: "", weight: 0.01 }),
    ]);
  });
});

describe("byWrapper", () => {
  const groups = byWrapper(
    readWeights([
      row("SPY", "AAPL", "0.07", "2023-12-01"),
      row("SPY", "MSFT", "0.09", "2024-01-01"),
      row("GLD", "GOLD", "1", "2022-01-31"),
    ]),
    "2024-01-31",
    "2022-01-03",
  );

  it("sums the weights, largest holding first", () => {
    const spy = groups.get("SPY");
    expect(spy?.sum).toBeCloseTo(0.16, 12);
    expect(spy?.holdings.map(({ holding }) => holding)).toEqual([
      "MSFT",
      "AAPL",
    ]);
  });

  it("is as old as the newest weight", () => {
    expect(groups.get("SPY")).toMatchObject({
      effective: "2024-01-01",
      age: 30,
    });
    // 2022-01-31 to 2024-01-31: two years without a 29 February in between
    expect(groups.get("GLD")?.age).toBe(730);
  });

  it("is no older than the trades it is used for", () => {
    const standing = [row("SPY", "AAPL", "0.07", "2000-01-03")];
    const [spy] = byWrapper(
      readWeights(standing),
      "2024-01-31",
      "2024-01-02",
    ).values();
    expect(spy).toMatchObject({ effective: "2000-01-03", age: 29 });
  });

  it("is stale past the days allowed, not at them", () => {
    const stale = (days: number) =>
      staleWrappers(groups.values(), days).map(({ wrapper }) => wrapper);
    expect(stale(730)).toEqual([]);
    expect(stale(729)).toEqual(["GLD"]);
    expect(stale(29)).toEqual(["SPY", "GLD"]);
  });
});

describe("readEarlierDays", () => {
  it("offers the latest day a wrapper had weights on", () => {
    const ended = (parent: string, day: string): Row => ({
      "wrapper_holdings.parent_symbol": parent,
      "wrapper_holdings.expiry_date": `${day}T00:00:00.000`,
    });
    expect([
      ...readEarlierDays([
        ended("SPY", "2023-06-30"),
        ended("SPY", "2023-03-31"),
        ended("XLE", "2023-09-30"),
      ]),
    ]).toEqual([
      ["SPY", "2023-06-30"],
      ["XLE", "2023-09-30"],
    ]);
  });
});
