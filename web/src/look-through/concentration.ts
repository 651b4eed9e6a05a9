import type { Query } from "@cubejs-client/core";
import { numberOf, keyOf, type Row } from "../pivot/answer.ts";
import { trade } from "./members.ts";
import { ask, exposureFilter, type Plan } from "./queries.ts";

/** Issuers read from each end of the list. */
export const ISSUER_ROWS = 200;
export const TOP = 10;

/**
 * Issuers from one end. The n largest amounts regardless of sign are among the n
 * highest and the n lowest, so that both ends together miss none.
 */
export const issuersQuery = (plan: Plan, end: "highest" | "lowest"): Query =>
  ask(plan, {
    measures: [plan.measures.held],
    dimensions: [trade("underlying_symbol"), trade("underlying_name")],
    filters: [exposureFilter("held")],
    order: [
      [plan.measures.held, end === "highest" ? "desc" : "asc"],
      [trade("underlying_symbol"), "asc"],
    ],
    limit: ISSUER_ROWS,
  });

export interface Issuer {
  symbol: string;
  name: string;
  amount: number;
  /** |amount| ÷ |total|; undefined when the total is 0. */
  share: number | undefined;
  breach: boolean;
}

export interface Concentration {
  /** Breaches first, then by size regardless of sign. */
  issuers: Issuer[];
  /** Share of the ten largest; undefined when the total is 0. */
  topShare: number | undefined;
  breaches: number;
  /** There may be more breaches than were read. */
  truncated: boolean;
}

/** @param limit largest legal share, 1 = all of the total */
export function concentration(
  rows: readonly Row[],
  measure: string,
  total: number,
  limit: number,
  truncated: boolean,
): Concentration {
  const amounts = new Map<string, { name: string; amount: number }>();
  for (const row of rows) {
    amounts.set(keyOf(row, trade("underlying_symbol")) ?? "", {
      name: keyOf(row, trade("underlying_name")) ?? "",
      amount: numberOf(row, measure) ?? 0,
    });
  }
  const whole = Math.abs(total);
  const issuers = [...amounts]
    .map(([symbol, { name, amount }]): Issuer => {
      const share = whole === 0 ? undefined : Math.abs(amount) / whole;
      return {
        symbol,
        name,
        amount,
        share,
        breach: share !== undefined && share > limit,
      };
    })
    .sort(
      (a, b) =>
        Math.abs(b.amount) - Math.abs(a.amount) ||
        (a.symbol < b.symbol ? -1 : 1),
    );
  const top = issuers
    .slice(0, TOP)
    .reduce((sum, { amount }) => sum + Math.abs(amount), 0);
  return {
    issuers,
    topShare: whole === 0 ? undefined : top / whole,
    breaches: issuers.filter(({ breach }) => breach).length,
    // Sorted by size: when the last one read is a breach, the next may be one too.
    truncated: truncated && issuers.at(-1)?.breach === true,
  };
}
