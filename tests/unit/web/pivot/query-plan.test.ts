import { describe, expect, it } from "vitest";
import {
  countQuery,
  edgeDayQuery,
  rowsQuery,
  totalQuery,
} from "../../../../web/src/pivot/query-plan.ts";
import { planFixture } from "./plan-fixture.ts";

const COMMON = {
  measures: ["trade_metrics.notional", "trade_metrics.trade_count"],
  timeDimensions: [
    {
      dimension: "trade_metrics.trade_date",
      dateRange: ["2024-01-01", "2024-01-05"],
    },
  ],
  timezone: "UTC",
};

describe("totalQuery(plan)", () => {
  it("asks for the measures alone: no dimension, no limit", () => {
    expect(totalQuery(planFixture())).toEqual(COMMON);
  });
});

describe("rowsQuery(plan, path, page)", () => {
  it("asks for the first level below the root", () => {
    expect(rowsQuery(planFixture(), [], 0)).toEqual({
      ...COMMON,
      dimensions: ["trade_metrics.portfolio_manager_id"],
      filters: [],
      order: [["trade_metrics.portfolio_manager_id", "asc"]],
      limit: 200,
      offset: 0,
    });
  });

  it("turns the path into filters, null into notSet, and keeps the empty text", () => {
    const query = rowsQuery(planFixture(), [null, ""], 0);
    expect(query.dimensions).toEqual(["trade_metrics.book"]);
    expect(query.filters).toEqual([
      { member: "trade_metrics.portfolio_manager_id", operator: "notSet" },
      { member: "trade_metrics.fund_id", operator: "equals", values: [""] },
    ]);
  });

  it("sorts on the server and breaks ties by the level", () => {
    const sort = { member: "trade_metrics.notional", descending: true };
    expect(rowsQuery(planFixture({ sort }), ["101"], 0).order).toEqual([
      ["trade_metrics.notional", "desc"],
      ["trade_metrics.fund_id", "asc"],
    ]);
  });

  it("moves by whole pages", () => {
    expect(rowsQuery(planFixture(), [], 2)).toMatchObject({
      limit: 200,
      offset: 400,
    });
  });

  it("refuses to go below the last level", () => {
    expect(() => rowsQuery(planFixture(), ["101", "7", "A"], 0)).toThrow(
      "no level below 3 keys",
    );
  });
});

describe("countQuery(plan, path)", () => {
  it("asks for the number of members with a single row", () => {
    expect(countQuery(planFixture(), ["101"])).toMatchObject({
      dimensions: ["trade_metrics.fund_id"],
      limit: 1,
      offset: 0,
      total: true,
    });
  });
});

describe("edgeDayQuery(timeDimension, measure, edge)", () => {
  it("asks for one day from either end", () => {
    const query = edgeDayQuery("v.day", "v.count", "last");
    expect(query).toMatchObject({ order: [["v.day", "desc"]], limit: 1 });
    expect(edgeDayQuery("v.day", "v.count", "first").order).toEqual([
      ["v.day", "asc"],
    ]);
  });
});
