import { describe, expect, it } from "vitest";
import { estimateRows } from "../../../../web/src/explorer/bar/estimate-rows.ts";
import { resolveAxis } from "../../../../web/src/pivot/plan/axis.ts";
import { axisField } from "../../../../web/src/pivot/state/default-state.ts";
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

const axis = (top: number | null, other = true) =>
  resolveAxis(
    VIEW,
    "rows",
    axisOf([
      {
        ...axisField("instrument"),
        levels:
          top === null
            ? {}
            : {
                symbol: {
                  sort: [],
                  top: {
                    count: top,
                    measure: "notional",
                    bottom: false,
                    other,
                  },
                },
              },
      },
    ]),
  );

describe("estimateRows(answer, axis, level)", () => {
  it("counts the members of every level above and on it", () => {
    expect(estimateRows({ rows: ROWS }, axis(null), 1)).toEqual({
      rows: 2,
      atLeast: false,
    });
    expect(estimateRows({ rows: ROWS }, axis(null), 2).rows).toBe(2 + 5);
  });

  it("counts a top-N by parent, and the others as one", () => {
    expect(estimateRows({ rows: ROWS }, axis(2), 2).rows).toBe(2 + (2 + 1) + 2);
    expect(estimateRows({ rows: ROWS }, axis(2, false), 2).rows).toBe(
      2 + 2 + 2,
    );
  });
});
