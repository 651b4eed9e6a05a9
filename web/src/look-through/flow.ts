import type { Query } from "@cubejs-client/core";
import { keyOf, numberOf, type Row } from "../pivot/answer.ts";
import { trade } from "./members.ts";
import { ask, exposureFilter, type Plan } from "./queries.ts";

/** Nodes of each column before Other. */
const TOP_NODES = 20;
export const OTHER = "Other";
export const UNMAPPED = "Unmapped";

type Level = "book" | "symbol" | "underlying_symbol";

const inKeys = (level: Level, keys: readonly string[]) => ({
  member: trade(level),
  operator: "equals" as const,
  values: [...keys],
});

/** The amount a level is ranked by and drawn with. */
const measureOf = (plan: Plan, level: Level) =>
  level === "underlying_symbol" ? plan.measures.via : plan.measures.total;
const rowsOf = (level: Level) =>
  exposureFilter(level === "underlying_symbol" ? "carried" : "wrappers");

/** From one end, because amounts of both signs are large at both. */
export const topNodesQuery = (
  plan: Plan,
  level: Level,
  end: "highest" | "lowest",
): Query =>
  ask(plan, {
    measures: [measureOf(plan, level)],
    dimensions: [trade(level)],
    filters: [rowsOf(level)],
    order: [
      [measureOf(plan, level), end === "highest" ? "desc" : "asc"],
      [trade(level), "asc"],
    ],
    limit: TOP_NODES,
  });

/** What flows through all wrappers together. */
export const flowTotalQuery = (plan: Plan): Query =>
  ask(plan, {
    measures: [plan.measures.total],
    filters: [exposureFilter("wrappers")],
  });

/** What each of the wrappers shown leaves unmapped, and all of them. */
export const flowUnmappedQuery = (
  plan: Plan,
  wrappers: readonly string[],
): Query =>
  ask(plan, {
    measures: [plan.measures.unmapped],
    dimensions: [trade("symbol")],
    filters: [inKeys("symbol", wrappers)],
    limit: TOP_NODES,
  });

/** Links between two columns of nodes. */
export const linksQuery = (
  plan: Plan,
  side: "books" | "holdings",
  ends: { outer: readonly string[]; wrappers: readonly string[] },
): Query => {
  const level = side === "books" ? "book" : "underlying_symbol";
  return ask(plan, {
    measures: [measureOf(plan, level)],
    dimensions: [trade(level), trade("symbol")],
    filters: [
      rowsOf(level),
      inKeys(level, ends.outer),
      inKeys("symbol", ends.wrappers),
    ],
    limit: TOP_NODES * TOP_NODES,
  });
};

/** Key → amount of the n largest, regardless of sign, of the rows of both ends. */
export function topNodes(
  rows: readonly Row[],
  level: Level,
  measure: string,
): Map<string, number> {
  const amounts = new Map(
    rows.map((row) => [
      keyOf(row, trade(level)) ?? "",
      numberOf(row, measure) ?? 0,
    ]),
  );
  return new Map(
    [...amounts]
      .sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || (a < b ? -1 : 1))
      .slice(0, TOP_NODES),
  );
}

export interface FlowInput {
  books: ReadonlyMap<string, number>;
  wrappers: ReadonlyMap<string, number>;
  holdings: ReadonlyMap<string, number>;
  /** Amounts of the whole selection, each from a query of its own. */
  total: number;
  via: number;
  unmapped: number;
  unmappedOf: ReadonlyMap<string, number>;
  bookLinks: readonly FlowLink[];
  holdingLinks: readonly FlowLink[];
}

export type FlowColumn = "book" | "wrapper" | "holding";

export interface FlowLink {
  from: string;
  to: string;
  amount: number;
}

export interface Flow {
  /** Book → wrapper. */
  positions: FlowLink[];
  /** Wrapper → holding, and wrapper → unmapped. */
  carried: FlowLink[];
}

const add = (links: readonly FlowLink[], end: "from" | "to") => {
  const sums = new Map<string, number>();
  for (const link of links) {
    sums.set(link[end], (sums.get(link[end]) ?? 0) + link.amount);
  }
  return (key: string) => sums.get(key) ?? 0;
};

/** Completes links among the largest nodes by Other, so that each node's links sum to it. */
function withOther(
  links: readonly FlowLink[],
  from: ReadonlyMap<string, number>,
  to: ReadonlyMap<string, number>,
  total: number,
): FlowLink[] {
  const [leaving, arriving] = [add(links, "from"), add(links, "to")];
  const toOther = [...from].map(([key, amount]) => ({
    from: key,
    to: OTHER,
    amount: amount - leaving(key),
  }));
  const fromOther = [...to].map(([key, amount]) => ({
    from: OTHER,
    to: key,
    amount: amount - arriving(key),
  }));
  const known = [...from.values()].reduce((sum, amount) => sum + amount, 0);
  const rest =
    total - known - fromOther.reduce((sum, { amount }) => sum + amount, 0);
  return [
    ...links,
    ...toOther,
    ...fromOther,
    { from: OTHER, to: OTHER, amount: rest },
  ];
}

/**
 * Book → wrapper → holding. What the nodes shown do not explain of their exact
 * totals goes to Other, so that nothing is lost on the way.
 */
export function assembleFlow(input: FlowInput): Flow {
  const { books, wrappers, holdings, total, via, unmapped } = input;
  // Residues of subtraction are not a flow: below a millionth of the largest amount.
  const largest = Math.max(
    ...[total, via, unmapped, ...wrappers.values()].map(Math.abs),
  );
  const real = ({ amount }: FlowLink) => Math.abs(amount) > largest * 1e-6;
  const carriedBy = new Map(
    [...wrappers].map(([key, amount]) => [
      key,
      amount - (input.unmappedOf.get(key) ?? 0),
    ]),
  );
  const ofWrappers = [...input.unmappedOf.values()].reduce((a, b) => a + b, 0);
  const positions = withOther(input.bookLinks, books, wrappers, total);
  const carried = [
    ...withOther(input.holdingLinks, carriedBy, holdings, via),
    ...[...input.unmappedOf].map(([from, amount]) => ({
      from,
      to: UNMAPPED,
      amount,
    })),
    { from: OTHER, to: UNMAPPED, amount: unmapped - ofWrappers },
  ];
  const bySize = (a: FlowLink, b: FlowLink) =>
    Math.abs(b.amount) - Math.abs(a.amount);
  return {
    positions: positions.filter(real).sort(bySize),
    carried: carried.filter(real).sort(bySize),
  };
}
