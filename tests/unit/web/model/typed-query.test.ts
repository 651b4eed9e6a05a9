import type { Query } from "@cubejs-client/core";
import { describe, expectTypeOf, it } from "vitest";
import type {
  InstrumentReferenceTimeDimension,
  TradeMetricsHierarchy,
  ViewName,
} from "../../../../web/src/model/members.ts";
import type {
  DimensionOf,
  TypedQuery,
} from "../../../../web/src/model/typed-query.ts";

const QUERY: TypedQuery<"trade_metrics"> = {
  measures: ["trade_metrics.notional", "trade_metrics.symbol_count"],
  dimensions: ["trade_metrics.desk"],
  timeDimensions: [
    {
      dimension: "trade_metrics.trade_date",
      granularity: "month",
      dateRange: ["2024-01-01", "2024-03-31"],
    },
  ],
  filters: [
    { member: "trade_metrics.desk", operator: "equals", values: ["Macro"] },
    {
      or: [
        { member: "trade_metrics.symbol", operator: "set" },
        {
          and: [
            {
              member: "trade_metrics.book",
              operator: "notEquals",
              values: ["MM-01"],
            },
          ],
        },
      ],
    },
    { member: "trade_metrics.pnl", operator: "gt", values: ["0"] },
  ],
  order: [["trade_metrics.notional", "desc"]],
  limit: 200,
};

// What must not compile: `npm run typecheck` fails when one of these does.
const WRONG: TypedQuery<"trade_metrics">[] = [
  // @ts-expect-error no member of that name
  { measures: ["trade_metrics.notionl"] },
  // @ts-expect-error a dimension is no measure
  { measures: ["trade_metrics.desk"] },
  // @ts-expect-error a member of another view
  { dimensions: ["instrument_reference.symbol"] },
  // @ts-expect-error a text is no time
  { timeDimensions: [{ dimension: "trade_metrics.trade_day" }] },
  // @ts-expect-error the view has no segment
  { segments: ["trade_metrics.liquid"] },
  // @ts-expect-error no member of that name
  { order: [["trade_metrics.notionl", "desc"]] },
  // @ts-expect-error no member of that name
  { filters: [{ member: "trade_metrics.des", operator: "set" }] },
  {
    filters: [
      {
        or: [
          // @ts-expect-error dimension and measure in one condition
          { member: "trade_metrics.desk", operator: "set" },
          { member: "trade_metrics.pnl", operator: "gt", values: ["0"] },
        ],
      },
    ],
  },
];

describe("TypedQuery", () => {
  it("is a query of Cube", () => {
    expectTypeOf(QUERY).toExtend<Query>();
    expectTypeOf(WRONG[0]).not.toBeAny();
  });

  it("knows views, and kinds that a view has none of", () => {
    expectTypeOf<ViewName>().toEqualTypeOf<
      | "trade_metrics"
      | "trade_metrics_raw"
      | "instrument_reference"
      | "wrapper_holdings"
    >();
    expectTypeOf<InstrumentReferenceTimeDimension>().toEqualTypeOf<never>();
    expectTypeOf<"trade_metrics.calendar">().toExtend<TradeMetricsHierarchy>();
    expectTypeOf<"wrapper_holdings.parent_symbol">().toExtend<
      DimensionOf<"wrapper_holdings">
    >();
  });
});
