import { expect, describe, it } from "vitest";
import { fileHead } from "../../../../../web/src/explorer/export/file-table.ts";
import {
  pairText,
  pairTitle,
  valueHint,
} from "../../../../../web/src/explorer/grid/pair-text.ts";
import { TOTAL_NODE } from "../../../../../web/src/pivot/grid/nodes.ts";
import { fakeGrid, type PivotOptions } from "../../pivot/grid/fake-api.ts";

const DAYS = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"];
const FACTS = DAYS.map((day) => ({ day, desk: "A", notional: 1 }));

const columns = (dates: PivotOptions["dates"], more: PivotOptions = {}) => {
  const { grid } = fakeGrid(FACTS, {
    columns: ["trade_day"],
    values: [
      ["notional", "value"],
      ["notional", "delta"],
    ],
    dates,
    days: DAYS,
    ...more,
  });
  const nodes = grid.columns.items.flatMap((item) =>
    item.kind === "node" ? [item.node] : [],
  );
  return { grid, nodes, values: grid.plan.values };
};

describe("a column of a compared day", () => {
  it("says what is compared with what", () => {
    const { grid, nodes, values } = columns(["2026-01-07", "2026-01-08"], {
      comparison: ["2026-01-05", "2026-01-05"],
    });
    expect(nodes.map(pairText)).toEqual([
      "Day 2026-01-07, compared with 2026-01-05",
      "Day 2026-01-08, with none in the compared period",
    ]);
    expect(nodes.map(pairTitle)).toEqual([
      "2026-01-07 vs 2026-01-05",
      "2026-01-08",
    ]);
    expect(fileHead(grid, "top").columns.map(({ title }) => title)).toEqual([
      "Notional",
      "Notional Δ",
      "2026-01-07 vs 2026-01-05 Notional",
      "2026-01-07 vs 2026-01-05 Notional Δ",
      "2026-01-08 Notional",
      "2026-01-08 Notional Δ",
    ]);
    const hints = values.map((value) =>
      [TOTAL_NODE, ...nodes].map((node) => valueHint(value, node)),
    );
    expect(hints).toEqual([
      ["Notional.", "Notional.", "Notional."],
      [
        "Notional.\n2026-01-07 to 2026-01-08, compared with 2026-01-05",
        "Notional.\nDay 2026-01-07, compared with 2026-01-05",
        "Notional.\nDay 2026-01-08, with none in the compared period",
      ],
    ]);
  });

  it("says when only the compared period has it", () => {
    const { nodes } = columns(["2026-01-08", "2026-01-08"], {
      comparison: ["2026-01-05", "2026-01-06"],
    });
    expect(nodes.map(pairText)[1]).toBe(
      "Day 2026-01-06, of the compared period only",
    );
    expect(nodes.map(pairTitle)[1]).toBe("vs 2026-01-06");
  });

  it("has nothing to say without a comparison", () => {
    const { nodes, values } = columns(["2026-01-07", "2026-01-08"]);
    expect(nodes.map(pairText)).toEqual([undefined, undefined]);
    expect(nodes.map(pairTitle)).toEqual(["2026-01-07", "2026-01-08"]);
    expect(values.map((value) => valueHint(value, TOTAL_NODE))).toEqual([
      "Notional.",
      "No comparison period is chosen",
    ]);
  });
});
