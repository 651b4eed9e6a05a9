import { describe, expect, it } from "vitest";
import { estimateRows } from "../../../../web/src/explorer/bar/estimate-rows.ts";
import { resolveAxis } from "../../../../web/src/pivot/plan/axis.ts";
import { axisField } from "../../../../web/src/pivot/state/default-state.ts";
import type { Cut } from "../../../../web/src/pivot/state/pivot-state.ts";
import { axisOf } from "../pivot/state/state-fixture.ts";
import { VIEW } from "../pivot/state/view-fixture.ts";

const ROWS = [
  ["Equity", "AAPL"],
  ["Equity", "MSFT"],
  ["Equity", "SPY"],
  ["Commodity", "GLD"],
  ["Commodity", null],
].map(([asset, symbol]) => ({
  "trade_metrics.asset_class": asset ?? null,
  "trade_metrics.symbol": symbol ?? null,
}));

const by = { measure: "notional", bottom: false };

const axis = (top: Cut | null) =>
  resolveAxis(
    VIEW,
    "rows",
    axisOf([
      {
        ...axisField("instrument"),
        levels: top === null ? {} : { symbol: { sort: [], top } },
      },
    ]),
  );

describe("estimateRows(answer, axis, level)", () => {
  it("counts the members of every level above and on it", () => {
    expect(estimateRows({ rows: ROWS }, axis(null), 1)).toEqual({
      rows: 2,
      atLeast: false,
      atMost: false,
    });
    expect(estimateRows({ rows: ROWS }, axis(null), 2).rows).toBe(2 + 5);
  });

  it("counts a top-N by parent, and the others as one", () => {
    const rows = (other: boolean) =>
      estimateRows({ rows: ROWS }, axis({ ...by, count: 2, other }), 2).rows;
    expect(rows(true)).toBe(2 + (2 + 1) + 2);
    expect(rows(false)).toBe(2 + 2 + 2);
  });

  it("does not know how many a threshold keeps, but that there are no more", () => {
    const cut = { ...by, bound: 1, other: true };
    expect(estimateRows({ rows: ROWS }, axis(cut), 2)).toEqual({
      rows: 2 + 5,
      atLeast: false,
      atMost: true,
    });
    expect(estimateRows({ rows: ROWS }, axis(cut), 1).atMost).toBe(false);
  });
});
