import { describe, expect, it } from "vitest";
import {
  defaultState,
  valueField,
} from "../../../../../web/src/pivot/state/default-state.ts";
import type {
  PivotFilter,
  PivotState,
  SortKey,
  ValueField,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import { after, axisOf, refusal, stateOf } from "./state-fixture.ts";
import { RAW_VIEW, VIEW } from "./view-fixture.ts";

const delta: ValueField = { ...valueField("notional"), figure: "delta" };
const byDelta: SortKey = {
  by: "value",
  measure: "notional",
  figure: "delta",
  at: [],
  descending: true,
};

describe("addValue and setValue", () => {
  it("shows a measure once more as another figure", () => {
    const { values } = after(stateOf(), {
      type: "addValue",
      measure: "notional",
      figure: "percent_of_total",
      index: 1,
    });
    expect(values.map(({ figure }) => figure)).toEqual([
      "value",
      "percent_of_total",
      "value",
    ]);
  });

  it("brings a comparison along with a change, and keeps a chosen one", () => {
    const action = {
      type: "setValue",
      index: 0,
      change: { figure: "delta" },
    } as const;
    expect(after(stateOf(), action).comparison).toBe("previous_period");
    const chosen = stateOf({ comparison: "previous_week" });
    expect(after(chosen, action).comparison).toBe("previous_week");
  });

  it("lets sorts follow the figure", () => {
    const state = stateOf({
      rows: axisOf(["organisation"], {
        sort: [{ ...byDelta, figure: "value" }],
      }),
    });
    const next = after(state, {
      type: "setValue",
      index: 0,
      change: { figure: "delta" },
    });
    expect(next.rows.sort).toEqual([byDelta]);
  });

  it("changes colours and bars alone", () => {
    const { values } = after(stateOf(), {
      type: "setValue",
      index: 1,
      change: { heat: "row", bar: true },
    });
    expect(values[1]).toEqual({
      measure: "trade_count",
      figure: "value",
      heat: "row",
      bar: true,
    });
  });

  it("refuses shares of what does not add up, repetitions and no value", () => {
    const state = stateOf({
      values: [valueField("avg_price"), delta, valueField("notional")],
      comparison: "previous_day",
    });
    const set = (index: number, figure: ValueField["figure"]) =>
      refusal(state, { type: "setValue", index, change: { figure } });
    expect(set(0, "percent_of_row")).toBe(
      "Average price does not add up, so it has no share of a total",
    );
    expect(set(1, "value")).toBe("Notional is shown like that already");
    expect(set(7, "value")).toBe("there is no value 8");
  });
});

describe("setComparison", () => {
  it("turns changes and sorts by them into values when it goes", () => {
    const state = stateOf({
      values: [delta, valueField("pnl"), valueField("notional")],
      comparison: "previous_week",
      rows: axisOf(["organisation"], { sort: [byDelta] }),
    });
    const next = after(state, { type: "setComparison", comparison: null });
    expect(next.comparison).toBeNull();
    expect(next.values).toEqual([valueField("notional"), valueField("pnl")]);
    expect(next.rows.sort).toEqual([{ ...byDelta, figure: "value" }]);
  });

  it("is refused where there is no date", () => {
    const state = defaultState(RAW_VIEW);
    const comparison = "previous_day";
    expect(refusal(state, { type: "setComparison", comparison })).toBe(
      "Raw metrics has no date to compare by",
    );
  });
});

describe("filters", () => {
  const filter: PivotFilter = {
    kind: "member",
    dimension: "desk",
    operator: "equals",
    values: ["A", null, ""],
  };

  it("are added, changed and removed", () => {
    const added = after(stateOf(), { type: "addFilter", filter });
    expect(added.filters).toEqual([filter]);
    const changed = { ...filter, operator: "notEquals" } as const;
    const next = after(added, { type: "setFilter", index: 0, filter: changed });
    expect(next.filters).toEqual([changed]);
    const place = { shelf: "filters", index: 0 } as const;
    expect(after(next, { type: "remove", place }).filters).toEqual([]);
    expect(after(next, { type: "clearFilters" }).filters).toEqual([]);
    const twice = after(added, { type: "addFilter", filter });
    expect(twice.filters).toEqual([filter]);
  });

  it("are refused where they mean nothing", () => {
    const set = (change: Partial<typeof filter>) =>
      refusal(stateOf(), {
        type: "addFilter",
        filter: { ...filter, ...change },
      });
    expect(set({ dimension: "gone" })).toBe(
      'Unknown dimension "gone" to filter by (hidden by your access or not in this model)',
    );
    expect(set({ dimension: "pm" })).toBe(
      'Portfolio manager is a number, "A" is none',
    );
    expect(refusal(stateOf(), { type: "setFilter", index: 0, filter })).toBe(
      "there is no filter 1",
    );
  });
});

describe("keepOnly and exclude", () => {
  const cell = { rows: ["1", null], columns: ["2026-01"] };
  const path = (
    dimensions: readonly string[],
    keys: readonly (string | null)[],
    keep: boolean,
  ): PivotFilter => ({ kind: "path", dimensions, path: keys, keep });

  it("filter by the keys of both axes at once", () => {
    expect(after(stateOf(), { type: "exclude", cell }).filters).toEqual([
      path(["pm", "fund", "trade_month"], ["1", null, "2026-01"], false),
    ]);
  });

  it("start at a pill's start level", () => {
    const low = {
      name: "organisation",
      from: "desk",
      levels: {},
      subtotals: true,
    };
    const state = stateOf({ rows: axisOf([low]) });
    const { filters } = after(state, {
      type: "keepOnly",
      cell: { rows: ["D"], columns: [] },
    });
    expect(filters).toEqual([path(["desk"], ["D"], true)]);
  });

  it("keep only the narrower one of two that say the same", () => {
    const wide = after(stateOf(), {
      type: "keepOnly",
      cell: { rows: ["1"], columns: [] },
    });
    const { filters } = after(wide, { type: "keepOnly", cell });
    expect(filters).toEqual([
      path(["pm", "fund", "trade_month"], ["1", null, "2026-01"], true),
    ]);
    const other = after(wide, {
      type: "keepOnly",
      cell: { rows: ["2"], columns: [] },
    });
    expect(other.filters).toHaveLength(2);
  });

  it("change nothing on the grand total", () => {
    const total = { rows: [], columns: [] };
    expect(after(stateOf(), { type: "exclude", cell: total })).toEqual(
      stateOf(),
    );
  });
});

describe("the view as a whole", () => {
  it("sets dates, layout and totals", () => {
    const state = [
      { type: "setDates", dates: "week_to_date" } as const,
      { type: "setLayout", layout: "tabular" } as const,
      { type: "setTotals", totals: "bottom" } as const,
    ].reduce(after, stateOf());
    expect(state).toEqual(
      stateOf({ dates: "week_to_date", layout: "tabular", totals: "bottom" }),
    );
  });

  it("keeps what another view knows, or shows its default", () => {
    const to = (state: PivotState) =>
      after(state, { type: "chooseView", view: "raw_metrics" });
    const state = stateOf({
      rows: axisOf(["region", "desk"]),
      dates: "last_day",
    });
    expect(to(state)).toEqual({
      ...state,
      view: "raw_metrics",
      rows: axisOf(["region"]),
      columns: axisOf([]),
      values: [valueField("notional")],
      dates: null,
    });
    const none = stateOf({ values: [valueField("pnl")] });
    expect(to(none)).toEqual(defaultState(RAW_VIEW));
    expect(refusal(state, { type: "chooseView", view: "gone" })).toBe(
      "there is no view gone",
    );
  });

  it("goes back to the view's default", () => {
    expect(after(stateOf(), { type: "reset" })).toEqual(defaultState(VIEW));
  });
});
