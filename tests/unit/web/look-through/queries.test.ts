import { describe, expect, it } from "vitest";
import {
  BASES,
  basisMeasures,
  missingMeasures,
} from "../../../../web/src/look-through/basis.ts";
import {
  drillQuery,
  drillTotalQuery,
  weightsUsed,
} from "../../../../web/src/look-through/drill.ts";
import { totalQuery } from "../../../../web/src/look-through/queries.ts";
import {
  countQuery,
  heldRowsQuery,
  partFilters,
} from "../../../../web/src/look-through/row-queries.ts";
import {
  withoutValue,
  withValue,
} from "../../../../web/src/look-through/slices.ts";
import { holding, plan } from "./fixtures.ts";

const only = (name: string, values: string[]) => ({
  member: `trade_metrics.${name}`,
  operator: "equals",
  values,
});

describe("queries", () => {
  it("ask for dates as a range of the time dimension, and for the slices", () => {
    expect(
      totalQuery(plan({ slices: [{ dimension: "desk", values: ["D1"] }] })),
    ).toEqual({
      measures: ["trade_metrics.exposure"],
      timeDimensions: [
        {
          dimension: "trade_metrics.trade_date",
          dateRange: ["2024-01-01", "2024-01-31"],
        },
      ],
      filters: [only("desk", ["D1"])],
      timezone: "UTC",
    });
  });

  it("ask for pages in an order that names every row once", () => {
    const order = {
      member: "trade_metrics.look_through_exposure",
      descending: true,
    };
    expect(heldRowsQuery(plan(), order, 2)).toMatchObject({
      order: [
        ["trade_metrics.look_through_exposure", "desc"],
        ["trade_metrics.underlying_symbol", "asc"],
      ],
      limit: 50,
      offset: 100,
    });
    const byName = {
      member: "trade_metrics.underlying_symbol",
      descending: true,
    };
    expect(heldRowsQuery(plan(), byName, 0).order).toEqual([
      ["trade_metrics.underlying_symbol", "desc"],
    ]);
    expect(countQuery(heldRowsQuery(plan(), order, 2))).toMatchObject({
      limit: 1,
      offset: 0,
      total: true,
    });
  });

  it("filter by the head tile", () => {
    const filters = (part: Parameters<typeof plan>[0]) =>
      partFilters(plan(part));
    expect(filters({ part: "all" })).toEqual([
      only("exposure_type", ["Direct", "Constituent"]),
    ]);
    expect(filters({ part: "direct" })).toEqual([
      only("exposure_type", ["Direct"]),
    ]);
    expect(filters({ part: "via" })).toEqual([
      only("exposure_type", ["Constituent"]),
    ]);
    expect(filters({ part: "stale", staleWrappers: ["XLE"] })).toEqual([
      only("exposure_type", ["Constituent"]),
      only("symbol", ["XLE"]),
    ]);
  });
});

describe("drill-through", () => {
  it("takes the wrapper's own row with the constituent's", () => {
    const { filters } = drillTotalQuery(plan(), {
      row: "AAPL",
      carrier: "SPY",
    });
    expect(filters).toEqual([
      only("symbol", ["SPY"]),
      {
        or: [
          only("exposure_type", ["ETF", "ETC"]),
          {
            and: [
              only("exposure_type", ["Constituent"]),
              only("underlying_symbol", ["AAPL"]),
            ],
          },
        ],
      },
    ]);
  });

  it("filters both rows by a dimension of the trade", () => {
    const { filters } = drillTotalQuery(plan({ rows: "book" }), {
      row: "PT-01",
      carrier: "SPY",
    });
    expect(filters).toEqual([only("symbol", ["SPY"]), only("book", ["PT-01"])]);
  });

  it("takes wrappers' own trades in only where the row counts them", () => {
    const types = (change: Parameters<typeof plan>[0]) =>
      drillTotalQuery(plan(change), { row: "D1", carrier: undefined })
        .filters?.[0];
    expect(types({ rows: "desk", count: "look_through" })).toEqual(
      only("exposure_type", ["Direct"]),
    );
    expect(types({ rows: "desk", count: "direct" })).toEqual(
      only("exposure_type", ["Direct", "ETF", "ETC"]),
    );
    expect(types({ rows: "desk", count: "direct", part: "direct" })).toEqual(
      only("exposure_type", ["Direct"]),
    );
  });

  it("goes on after the last trade shown", () => {
    const { filters } = drillQuery(
      plan(),
      { row: "AAPL", carrier: undefined },
      "18446744073709551615",
    );
    expect(filters).toEqual([
      only("exposure_type", ["Direct"]),
      only("underlying_symbol", ["AAPL"]),
      {
        member: "trade_metrics.trade_id",
        operator: "gt",
        values: ["18446744073709551615"],
      },
    ]);
  });

  it("uses the weights of the row in the wrapper", () => {
    const weights = [
      holding("SPY", "AAPL", 0.07),
      holding("SPY", "V", 0.015, { sector: "Financials" }),
      holding("QQQ", "AAPL", 0.12),
    ];
    const used = (rows: Parameters<typeof weightsUsed>[1], row?: string) =>
      weightsUsed(weights, rows, { row, carrier: "SPY" }).map(
        ({ weight }) => weight,
      );
    expect(used("underlying_symbol", "AAPL")).toEqual([0.07]);
    expect(used("underlying_sector", "Financials")).toEqual([0.015]);
    expect(used("underlying_asset_class", "Equity")).toEqual([0.07, 0.015]);
    expect(used("book", "PT-01")).toEqual([0.07, 0.015]);
    expect(used("underlying_symbol")).toEqual([0.07, 0.015]);
  });
});

describe("bases", () => {
  it("are offered when the model has all four measures", () => {
    const measure = (member: string) => ({ member }) as never;
    const { total, held, via, unmapped } = basisMeasures("gross");
    const view = { measures: [total, held, via].map(measure) };
    expect(missingMeasures("gross", view)).toEqual([unmapped]);
    expect(
      BASES.filter((basis) => missingMeasures(basis, view).length === 0),
    ).toEqual([]);
  });
});

describe("slices", () => {
  it("collect values by dimension and vanish with the last one", () => {
    const one = withValue([], "desk", "D1");
    const two = withValue(withValue(one, "desk", "D2"), "region", "EMEA");
    expect(two).toEqual([
      { dimension: "desk", values: ["D1", "D2"] },
      { dimension: "region", values: ["EMEA"] },
    ]);
    expect(withValue(two, "region", "EMEA")).toEqual(two);
    expect(withoutValue(two, "region", "EMEA")).toEqual([
      { dimension: "desk", values: ["D1", "D2"] },
    ]);
  });
});
