import type { Query } from "@cubejs-client/core";
import { keyOf, numberOf, type Row } from "../pivot/answer.ts";
import { type RowDimension, trade } from "./members.ts";
import { ask, exposureFilter, type Plan, rowFilter } from "./queries.ts";
import type { Drill } from "./state.ts";
import type { Weight } from "./weights.ts";

export const DRILL_ROWS = 100;

/** As traded, a row counts wrappers too; looked through, only direct trades. */
export const isTraded = (plan: Pick<Plan, "count" | "part">): boolean =>
  plan.count === "direct" && plan.part !== "direct";

/** Which rows of the facts a drill-through is about. */
const scope = (plan: Plan, { row, carrier }: Drill) =>
  carrier === undefined
    ? [
        exposureFilter(isTraded(plan) ? "traded" : "direct"),
        ...rowFilter(plan.rows, row, undefined),
      ]
    : [
        {
          member: trade("symbol"),
          operator: "equals" as const,
          values: [carrier],
        },
        ...rowFilter(plan.rows, row, carrier),
      ];

/** What the positions and what they carry add up to, asked for itself. */
export const drillTotalQuery = (plan: Plan, drill: Drill): Query =>
  ask(plan, {
    measures: [plan.measures.total, plan.measures.via],
    filters: scope(plan, drill),
  });

/** One page of trades, from the one after the last shown: no page shifts when trades arrive. */
export const drillQuery = (
  plan: Plan,
  drill: Drill,
  after: string | undefined,
): Query =>
  ask(plan, {
    measures: [plan.measures.total, plan.measures.via],
    dimensions: [
      "trade_id",
      "ts",
      "portfolio_manager_id",
      "book",
      "symbol",
    ].map(trade),
    filters: [
      ...scope(plan, drill),
      ...(after === undefined
        ? []
        : [
            {
              member: trade("trade_id"),
              operator: "gt" as const,
              values: [after],
            },
          ]),
    ],
    order: [[trade("trade_id"), "asc"]],
    limit: DRILL_ROWS,
  });

/** How many trades there are. */
export const drillCountQuery = (plan: Plan, drill: Drill): Query =>
  ask(plan, {
    measures: [trade("trade_count")],
    filters: scope(plan, drill),
  });

export interface DrillRow {
  tradeId: string;
  /** ISO time, UTC. */
  time: string;
  manager: string;
  book: string;
  symbol: string;
  position: number;
  carried: number;
}

export const readDrillRows = (
  rows: readonly Row[],
  total: string,
  via: string,
): DrillRow[] =>
  rows.map((row) => ({
    tradeId: keyOf(row, trade("trade_id")) ?? "",
    time: keyOf(row, trade("ts")) ?? "",
    manager: keyOf(row, trade("portfolio_manager_id")) ?? "",
    book: keyOf(row, trade("book")) ?? "",
    symbol: keyOf(row, trade("symbol")) ?? "",
    position: numberOf(row, total) ?? 0,
    carried: numberOf(row, via) ?? 0,
  }));

/** The weights that a row of the table has in a wrapper. */
export function weightsUsed(
  weights: readonly Weight[],
  rows: RowDimension,
  { row, carrier }: Drill,
): Weight[] {
  const ofWrapper = weights.filter(({ wrapper }) => wrapper === carrier);
  if (row === undefined) return ofWrapper;
  switch (rows) {
    case "underlying_symbol":
      return ofWrapper.filter(({ holding }) => holding === row);
    case "underlying_sector":
      return ofWrapper.filter(({ sector }) => sector === row);
    case "underlying_asset_class":
      return ofWrapper.filter(({ assetClass }) => assetClass === row);
    case "region":
    case "country":
    case "venue":
    case "portfolio_manager_id":
    case "fund_id":
    case "portfolio_id":
    case "desk":
    case "book":
    case "strategy":
      return ofWrapper;
  }
}
