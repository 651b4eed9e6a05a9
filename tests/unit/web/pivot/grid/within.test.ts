import { describe, expect, it } from "vitest";
import type { AxisNode } from "../../../../../web/src/pivot/grid/nodes.ts";
import { TOTAL_NODE } from "../../../../../web/src/pivot/grid/nodes.ts";
import {
  apartReason,
  cellProblem,
} from "../../../../../web/src/pivot/grid/within.ts";
import { memberFilter } from "../../../../../web/src/pivot/state/filters.ts";
import type { PivotFilter } from "../../../../../web/src/pivot/state/pivot-state.ts";
import { VIEW } from "../state/view-fixture.ts";
import { fakeGrid, type PivotOptions } from "./fake-api.ts";

const day = "2026-01-01";
const FACTS = [
  { day, desk: "A", region: "east", notional: 8 },
  { day, desk: "B", region: "west", notional: 4 },
];
const REASON = "Notional means something within one desk only";

/** Problems of a measure that adds up within a desk, by row. */
function problems(options: PivotOptions) {
  const { grid } = fakeGrid(FACTS, { rows: ["desk", "region"], ...options });
  const [value] = grid.plan.values;
  if (value === undefined) throw new Error("no value");
  const planned = { ...value.planned, within: "desk" };
  const apart = apartReason(VIEW, planned, options.filters ?? []);
  const rows = grid.rows.items.flatMap((item): AxisNode[] =>
    item.kind === "node" ? [item.node] : [],
  );
  return Object.fromEntries(
    [TOTAL_NODE, ...rows].map((row) => [
      row.key,
      cellProblem({ ...value, planned, apart }, [row, TOTAL_NODE]),
    ]),
  );
}

const desks = (...values: string[]): PivotFilter => ({
  ...memberFilter("desk"),
  values,
});

describe("a measure that adds up within one member", () => {
  it("means nothing in the total, but in that member and below it", () => {
    expect(problems({ axes: { rows: { expanded: [["A"]] } } })).toEqual({
      "//total": REASON,
      A: "",
      "A/east": "",
      B: "",
    });
  });

  it("means nothing in any row of another dimension", () => {
    expect(problems({ rows: ["region"] })).toEqual({
      "//total": REASON,
      east: REASON,
      west: REASON,
    });
  });

  it("means something everywhere when the filters keep one member", () => {
    const rows = ["region"];
    expect(problems({ rows, filters: [desks("A")] })).toEqual({
      "//total": "",
      east: "",
    });
    expect(problems({ rows, filters: [desks("A", "B")] })).toMatchObject({
      "//total": REASON,
    });
  });
});
