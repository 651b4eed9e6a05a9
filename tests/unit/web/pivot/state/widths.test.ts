import { describe, expect, it } from "vitest";
import type { SizedColumn } from "../../../../../web/src/pivot/state/widths.ts";
import { after, axisOf, stateOf } from "./state-fixture.ts";

const NOTIONAL: SizedColumn = {
  kind: "value",
  measure: "notional",
  figure: "value",
};
const DESK: SizedColumn = { kind: "level", level: "desk" };

const sized = (column: SizedColumn, width: number | null, state = stateOf()) =>
  after(state, { type: "setWidth", column, width });

describe("setWidth", () => {
  it("keeps the width of a value, a level and the only column of names", () => {
    const state = [NOTIONAL, DESK, { kind: "names" } as const].reduce(
      (before, column) => sized(column, 180.4, before),
      stateOf(),
    );
    expect(state.values.map(({ width }) => width)).toEqual([180, undefined]);
    expect(state.labelWidths).toEqual({ names: 180, levels: { desk: 180 } });
  });

  it("takes the nearest width a column can have", () => {
    expect(sized(NOTIONAL, 3).values[0]?.width).toBe(48);
    expect(sized(NOTIONAL, 9_999).values[0]?.width).toBe(800);
  });

  it("gives the state of before back without a width", () => {
    for (const column of [NOTIONAL, DESK, { kind: "names" } as const]) {
      expect(sized(column, null, sized(column, 100))).toEqual(stateOf());
    }
  });

  it("is that of a value as it is shown, of this measure", () => {
    const state = sized(NOTIONAL, 100);
    const width = (action: Parameters<typeof after>[1]) =>
      after(state, action).values[0]?.width;
    expect(width({ type: "setValue", index: 0, change: { bar: true } })).toBe(
      100,
    );
    expect(
      width({ type: "setValue", index: 0, change: { figure: "rank" } }),
    ).toBeUndefined();
    expect(
      width({
        type: "replace",
        place: { shelf: "values", index: 0 },
        name: "pnl",
      }),
    ).toBeUndefined();
  });

  it("goes with a level that leaves the rows", () => {
    const state = sized(DESK, 100);
    const gone = after(state, {
      type: "remove",
      place: { shelf: "rows", index: 0 },
    });
    expect(gone.labelWidths.levels).toEqual({});
    expect(sized({ kind: "level", level: "symbol" }, 100, state)).toEqual(
      state,
    );
    expect(state.rows).toEqual(axisOf(["organisation"]));
  });
});
