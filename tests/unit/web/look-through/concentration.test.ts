import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { concentration } from "../../../../web/src/look-through/concentration.ts";
import type { Row } from "../../../../web/src/pivot/answer.ts";

const MEASURE = "trade_metrics.look_through_exposure";
const row = (symbol: string, amount: number): Row => ({
  "trade_metrics.underlying_symbol": symbol,
  "trade_metrics.underlying_name": `${symbol} Inc.`,
  [MEASURE]: String(amount),
});

describe("concentration", () => {
  it("puts breaches first, then size regardless of sign", () => {
    const { issuers, breaches } = concentration(
      [row("A", 50), row("B", -300), row("C", 110), row("D", 100)],
      MEASURE,
      1_000,
      0.1,
      false,
    );
    expect(
      issuers.map(({ symbol, share, breach }) => [symbol, share, breach]),
    ).toEqual([
      ["B", 0.3, true],
      ["C", 0.11, true],
      // At the limit is not over it.
      ["D", 0.1, false],
      ["A", 0.05, false],
    ]);
    expect(breaches).toBe(2);
  });

  it("adds up the ten largest of all, though each end was cut off", () => {
    const random = seedrandom("concentration");
    const all = Array.from({ length: 60 }, (_, i) => ({
      symbol: `S${i}`,
      amount: Math.round((random() - 0.5) * 1e6),
    }));
    const sorted = all.toSorted((a, b) => b.amount - a.amount);
    const ends = [...sorted.slice(0, 10), ...sorted.slice(-10)];
    const largest = all
      .map(({ amount }) => Math.abs(amount))
      .sort((a, b) => b - a)
      .slice(0, 10);
    const expected = largest.reduce((sum, amount) => sum + amount, 0);
    const { topShare } = concentration(
      ends.map(({ symbol, amount }) => row(symbol, amount)),
      MEASURE,
      -2e6,
      0.1,
      true,
    );
    expect(topShare).toBeCloseTo(expected / 2e6, 12);
  });

  it("counts an issuer that stands in both ends once", () => {
    const { issuers } = concentration(
      [row("A", 5), row("B", 3), row("B", 3), row("A", 5)],
      MEASURE,
      10,
      0.9,
      false,
    );
    expect(issuers.map(({ symbol }) => symbol)).toEqual(["A", "B"]);
  });

  it("warns when the cut runs through the breaches", () => {
    const rows = [row("A", 500), row("B", 400)];
    const cut = (limit: number) =>
      concentration(rows, MEASURE, 1_000, limit, true).truncated;
    expect(cut(0.1)).toBe(true);
    expect(cut(0.45)).toBe(false);
  });

  it("has no shares of a total of zero", () => {
    const { issuers, topShare, breaches } = concentration(
      [row("A", 5)],
      MEASURE,
      0,
      0.1,
      false,
    );
    expect([issuers[0]?.share, topShare, breaches]).toEqual([
      undefined,
      undefined,
      0,
    ]);
  });
});
