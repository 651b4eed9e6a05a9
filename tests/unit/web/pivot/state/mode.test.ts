import { describe, expect, it } from "vitest";
import {
  axisField,
  valueField,
} from "../../../../../web/src/pivot/state/default-state.ts";
import {
  counterpart,
  hiddenPills,
  shownState,
} from "../../../../../web/src/pivot/state/mode.ts";
import type {
  MemberFilter,
  PivotState,
  SortKey,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import { after, axisOf, stateOf } from "./state-fixture.ts";
import { VIEW } from "./view-fixture.ts";

const to = (state: PivotState, mode: PivotState["mode"]) =>
  after(state, { type: "setMode", mode });
const measures = ({ values }: PivotState) =>
  values.map(({ measure }) => measure);

const sortBy = (measure: string): SortKey => ({
  by: "value",
  measure,
  figure: "value",
  at: [],
  descending: true,
});

const heldSymbol: MemberFilter = {
  kind: "member",
  dimension: "underlying_symbol",
  operator: "equals",
  values: ["AAA"],
};

describe("counterpart(view, name)", () => {
  it("finds the field over the same leaf as traded", () => {
    const names = ["holdings", "underlying_symbol", "underlying_name"];
    expect(names.map((name) => counterpart(VIEW, name))).toEqual([
      "instrument",
      "symbol",
      undefined,
    ]);
  });
});

describe("setMode", () => {
  it("turns measures, their sorts and top-N into their twins", () => {
    const top = { count: 3, measure: "pnl", bottom: false, other: true };
    const organisation = {
      ...axisField("organisation"),
      levels: { desk: { sort: [sortBy("notional")], top } },
    };
    const state = stateOf({
      rows: axisOf([organisation], { sort: [sortBy("notional")] }),
    });
    const next = to(state, "look_through");
    expect(measures(next)).toEqual(["look_through_notional", "trade_count"]);
    expect(next.rows.sort).toEqual([sortBy("look_through_notional")]);
    expect(next.rows.fields[0]?.levels["desk"]).toEqual({
      sort: [sortBy("look_through_notional")],
      top: { ...top, measure: "look_through_pnl" },
    });
    expect(to(next, "as_traded")).toEqual(state);
  });

  it("turns sorts and top-N though the twin is a value already", () => {
    const top = { bound: 5, measure: "notional", bottom: false, other: true };
    const desk = {
      ...axisField("organisation"),
      levels: { desk: { sort: [], top } },
    };
    const state = stateOf({
      rows: axisOf([desk], { sort: [sortBy("notional")] }),
      values: [valueField("notional"), valueField("look_through_notional")],
    });
    const next = to(state, "look_through");
    expect(measures(next)).toEqual(measures(state));
    expect(next.rows.sort).toEqual([sortBy("look_through_notional")]);
    expect(next.rows.fields[0]?.levels["desk"]?.top).toEqual({
      ...top,
      measure: "look_through_notional",
    });
    expect(to(next, "as_traded")).toEqual(state);
  });

  it("lets instruments stand in for holdings until look-through is back", () => {
    const state = stateOf({
      rows: axisOf(["organisation", "holdings"], { expanded: [["1"]] }),
      values: [valueField("look_through_pnl")],
      mode: "look_through",
    });
    const next = to(state, "as_traded");
    expect(next.rows.fields[1]).toEqual({
      ...axisField("instrument"),
      standsFor: "holdings",
    });
    expect(next.rows.expanded).toEqual([["1"]]);
    expect(to(next, "look_through")).toEqual(state);
  });

  it("closes members whose keys mean something else in the other mode", () => {
    const state = stateOf({
      rows: axisOf(["holdings"], { expanded: [["Equity"]] }),
      mode: "look_through",
    });
    expect(to(state, "as_traded").rows.expanded).toEqual([]);
  });

  it("keeps instruments that were chosen in look-through", () => {
    const state = stateOf({
      rows: axisOf(["instrument"]),
      values: [valueField("coverage")],
      mode: "look_through",
    });
    expect(to(to(state, "as_traded"), "look_through")).toEqual(state);
  });

  it("restores fields without a counterpart, or with one that is there", () => {
    const state = stateOf({
      rows: axisOf(["symbol", "holdings"]),
      columns: axisOf(["underlying_name"]),
      values: [valueField("coverage"), valueField("row_count")],
      filters: [heldSymbol],
      mode: "look_through",
    });
    const next = to(state, "as_traded");
    expect(next).toEqual({ ...state, mode: "as_traded" });
    expect(to(next, "look_through")).toEqual(state);
  });

  it("forgets what a replaced pill stood for", () => {
    const state = stateOf({
      rows: axisOf(["holdings"]),
      mode: "look_through",
    });
    const replaced = after(to(state, "as_traded"), {
      type: "replace",
      place: { shelf: "rows", index: 0 },
      name: "region",
    });
    expect(to(replaced, "look_through").rows).toEqual(axisOf(["region"]));
  });
});

describe("shownState(state, view) and hiddenPills(state, view)", () => {
  const state = stateOf({
    rows: axisOf(["organisation", "underlying_name"], {
      sort: [sortBy("coverage"), sortBy("notional")],
    }),
    values: ["notional", "coverage", "row_count"].map(valueField),
    filters: [
      heldSymbol,
      { ...heldSymbol, dimension: "symbol" },
      { ...heldSymbol, dimension: "desk", values: [] },
      {
        kind: "path",
        dimensions: ["desk", "underlying_symbol"],
        path: ["D", "AAA"],
        keep: true,
      },
    ],
  });

  it("leave out what has no meaning in the mode, and filters without values", () => {
    const shown = shownState(state, VIEW);
    expect(shown.rows).toEqual(
      axisOf(["organisation"], { sort: [sortBy("notional")] }),
    );
    expect(measures(shown)).toEqual(["notional", "row_count"]);
    expect(shown.filters).toEqual([{ ...heldSymbol, dimension: "symbol" }]);
  });

  it("say which pills wait, and for what", () => {
    const hidden = hiddenPills(state, VIEW);
    expect(hidden.map(({ shelf, index }) => [shelf, index])).toEqual([
      ["rows", 1],
      ["values", 1],
      ["filters", 0],
      ["filters", 3],
    ]);
    expect(hidden[1]?.reason).toBe(
      "Coverage has a meaning in look-through only",
    );
  });

  it("leave a state of one mode as it is", () => {
    expect(shownState(stateOf(), VIEW)).toEqual(stateOf());
    expect(hiddenPills(stateOf(), VIEW)).toEqual([]);
  });
});
