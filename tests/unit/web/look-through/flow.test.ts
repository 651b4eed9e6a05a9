import { describe, expect, it } from "vitest";
import {
  assembleFlow,
  type FlowLink,
  OTHER,
  topNodes,
  UNMAPPED,
} from "../../../../web/src/look-through/flow.ts";
import { flowGraph } from "../../../../web/src/look-through/flow-option.ts";
import { type ToyTrade, toyTrades } from "./fixtures.ts";

const WEIGHTS: Record<string, Record<string, number>> = Object.fromEntries(
  Array.from({ length: 30 }, (_, i) => [
    `W${i}`,
    { [`H${i % 25}`]: 0.5, [`H${(i * 7) % 25}x`]: 0.2 },
  ]),
);

const sumBy = <T>(
  items: readonly T[],
  key: (item: T) => string,
  amount: (item: T) => number,
) => {
  const sums = new Map<string, number>();
  for (const item of items) {
    sums.set(key(item), (sums.get(key(item)) ?? 0) + amount(item));
  }
  return sums;
};

const largest = (sums: Map<string, number>) =>
  new Map(
    [...sums].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a)).slice(0, 20),
  );

const toLinks = (sums: Map<string, number>): FlowLink[] =>
  [...sums].map(([key, amount]) => {
    const [from = "", to = ""] = key.split(">");
    return { from, to, amount };
  });

/** What the page asks the server for, worked out from the trades one by one. */
function input(trades: readonly ToyTrade[]) {
  const carried = trades.flatMap((trade) =>
    Object.entries(WEIGHTS[trade.symbol] ?? {}).map(([holding, weight]) => ({
      ...trade,
      holding,
      amount: trade.exposure * weight,
    })),
  );
  const books = largest(
    sumBy(
      trades,
      (t) => t.book,
      (t) => t.exposure,
    ),
  );
  const positions = sumBy(
    trades,
    (t) => t.symbol,
    (t) => t.exposure,
  );
  const wrappers = largest(positions);
  const holdings = largest(
    sumBy(
      carried,
      (c) => c.holding,
      (c) => c.amount,
    ),
  );
  const mapped = sumBy(
    carried,
    (c) => c.symbol,
    (c) => c.amount,
  );
  const total = trades.reduce((sum, { exposure }) => sum + exposure, 0);
  const via = carried.reduce((sum, { amount }) => sum + amount, 0);
  return {
    books,
    wrappers,
    holdings,
    total,
    via,
    unmapped: total - via,
    unmappedOf: new Map(
      [...wrappers].map(([key, amount]) => [
        key,
        amount - (mapped.get(key) ?? 0),
      ]),
    ),
    bookLinks: toLinks(
      sumBy(
        trades.filter((t) => books.has(t.book) && wrappers.has(t.symbol)),
        (t) => `${t.book}>${t.symbol}`,
        (t) => t.exposure,
      ),
    ),
    holdingLinks: toLinks(
      sumBy(
        carried.filter(
          (c) => holdings.has(c.holding) && wrappers.has(c.symbol),
        ),
        (c) => `${c.symbol}>${c.holding}`,
        (c) => c.amount,
      ),
    ),
  };
}

const sums = (links: readonly FlowLink[], end: "from" | "to") =>
  sumBy(
    links,
    (link) => link[end],
    (link) => link.amount,
  );

describe("assembleFlow", () => {
  const trades = toyTrades("flow", 3_000, 40, Object.keys(WEIGHTS));
  const given = input(trades);
  const flow = assembleFlow(given);
  const scale = Math.max(...given.wrappers.values());

  it("loses nothing on the way: every column sums to the whole", () => {
    const total = (links: readonly FlowLink[]) =>
      links.reduce((sum, { amount }) => sum + amount, 0);
    expect(Math.abs(total(flow.positions) - given.total)).toBeLessThan(
      scale * 1e-3,
    );
    expect(Math.abs(total(flow.carried) - given.total)).toBeLessThan(
      scale * 1e-3,
    );
  });

  it("gives each shown node the links that sum to its own total", () => {
    const books = sums(flow.positions, "from");
    for (const [book, amount] of given.books) {
      expect(Math.abs((books.get(book) ?? 0) - amount), book).toBeLessThan(
        scale * 1e-4,
      );
    }
    const holdings = sums(flow.carried, "to");
    for (const [holding, amount] of given.holdings) {
      expect(
        Math.abs((holdings.get(holding) ?? 0) - amount),
        holding,
      ).toBeLessThan(scale * 1e-4);
    }
  });

  it("lets as much out of a wrapper as went in", () => {
    const arriving = sums(flow.positions, "to");
    const leaving = sums(flow.carried, "from");
    expect([...leaving.keys()].sort()).toEqual([...arriving.keys()].sort());
    for (const [wrapper, amount] of arriving) {
      expect(
        Math.abs((leaving.get(wrapper) ?? 0) - amount),
        wrapper,
      ).toBeLessThan(scale * 1e-3);
    }
    expect(arriving.has(OTHER)).toBe(true);
  });

  it("has no Other when all nodes are shown", () => {
    const few = toyTrades("few", 200, 5, ["W0", "W1"]);
    const all = assembleFlow(input(few));
    const names = [...all.positions, ...all.carried].flatMap((link) => [
      link.from,
      link.to,
    ]);
    expect(names).not.toContain(OTHER);
    expect(names).toContain(UNMAPPED);
  });
});

describe("topNodes", () => {
  it("keeps the largest regardless of sign, each once", () => {
    const row = (book: string, amount: number) => ({
      "trade_metrics.book": book,
      m: String(amount),
    });
    const rows = [row("A", 5), row("B", 4), row("C", -9), row("B", 4)];
    expect([...topNodes(rows, "book", "m")]).toEqual([
      ["C", -9],
      ["A", 5],
      ["B", 4],
    ]);
  });
});

describe("flowGraph", () => {
  it("keeps a name that stands in two columns apart, and widths positive", () => {
    const { nodes, links } = flowGraph({
      positions: [{ from: OTHER, to: OTHER, amount: -3 }],
      carried: [{ from: OTHER, to: UNMAPPED, amount: -3 }],
    });
    expect(nodes.map(({ name, depth }) => [name, depth])).toEqual([
      ["book/Other", 0],
      ["wrapper/Other", 1],
      ["holding/Unmapped", 2],
    ]);
    expect(links.map(({ value, amount }) => [value, amount])).toEqual([
      [3, -3],
      [3, -3],
    ]);
  });
});
