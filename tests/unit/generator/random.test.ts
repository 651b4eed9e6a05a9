import jstat from "jstat";
import { describe, expect, it } from "vitest";
import { normal } from "../../../generator/normal.ts";
import { stream, WeightedChoice } from "../../../generator/random.ts";

/** Pearson's statistic and the chance of a larger one when the law holds. */
function chiSquare(observed: readonly number[], shares: readonly number[]) {
  const total = observed.reduce((sum, count) => sum + count, 0);
  const statistic = observed.reduce((sum, count, index) => {
    const expected = total * shares[index]!;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  return 1 - jstat.chisquare.cdf(statistic, observed.length - 1);
}

describe("normal", () => {
  const DRAWS = 4_000_000;
  /** Edges from the middle to far beyond 3.65, where the tail has a method of its own. */
  const EDGES = [
    ...Array.from({ length: 65 }, (_, index) => (index - 32) / 8),
    4.3,
    4.6,
  ].flatMap((edge) => (edge > 4 ? [-edge, edge] : [edge]));
  EDGES.sort((a, b) => a - b);

  it("has the normal law in its body and in its tails", () => {
    const random = stream("test", "normal");
    const counts = new Array<number>(EDGES.length + 1).fill(0);
    for (let draw = 0; draw < DRAWS; draw++) {
      const x = normal(random);
      let low = 0;
      let high = EDGES.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (EDGES[middle]! <= x) low = middle + 1;
        else high = middle;
      }
      counts[low]!++;
    }
    const below = [0, ...EDGES.map((edge) => jstat.normal.cdf(edge, 0, 1)), 1];
    const shares = counts.map((_, bin) => below[bin + 1]! - below[bin]!);
    expect(Math.min(...shares) * DRAWS).toBeGreaterThan(5);
    expect(chiSquare(counts, shares)).toBeGreaterThan(0.001);
  });
});

describe("WeightedChoice", () => {
  it.each([
    ["one", [3]],
    ["even", [1, 1, 1, 1]],
    ["skewed", [1000, 100, 10, 1, 0.5]],
    ["with zeros", [0, 5, 0, 1, 0]],
  ])("draws with the odds given: %s", (_, weights) => {
    const choice = new WeightedChoice(weights);
    const random = stream("test", "choice");
    const counts = weights.map(() => 0);
    for (let draw = 0; draw < 1_000_000; draw++) counts[choice.draw(random)]!++;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const possible = [...weights.keys()].filter((index) => weights[index]! > 0);
    weights.forEach((weight, index) => {
      if (weight === 0) expect(counts[index]).toBe(0);
    });
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1_000_000);
    if (possible.length === 1) return;
    expect(
      chiSquare(
        possible.map((index) => counts[index]!),
        possible.map((index) => weights[index]! / total),
      ),
    ).toBeGreaterThan(0.001);
  });
});
