import { describe, expect, it } from "vitest";
import { defaultState } from "../../../../web/src/pivot/state.ts";
import {
  nextSort,
  toggleRow,
  toHierarchy,
  toMode,
} from "../../../../web/src/pivot/state-changes.ts";
import { fieldsFixture } from "./meta-fixture.ts";

const fields = fieldsFixture();

describe("toHierarchy(name, fields)", () => {
  it("closes all rows", () => {
    expect(toHierarchy("instrument", fields)).toEqual({
      hierarchy: "instrument",
      expanded: [],
    });
  });

  it("goes to look-through with holdings", () => {
    expect(toHierarchy("holdings", fields)).toEqual({
      hierarchy: "holdings",
      expanded: [],
      mode: "look_through",
    });
  });
});

describe("toMode(state, mode, fields)", () => {
  it("keeps rows, selection and open rows where they mean the same", () => {
    const state = { ...defaultState(fields), expanded: [["101"]] };
    expect(toMode(state, "look_through", fields)).toEqual({
      mode: "look_through",
    });
  });

  it("leaves holdings for instruments when going back to as traded", () => {
    const state = { ...defaultState(fields), hierarchy: "holdings" };
    expect(toMode(state, "as_traded", fields)).toEqual({
      mode: "as_traded",
      hierarchy: "instrument",
      expanded: [],
    });
  });
});

describe("toggleRow(expanded, path)", () => {
  it("opens a closed row", () => {
    expect(toggleRow([["a"]], ["a", "b"])).toEqual([["a"], ["a", "b"]]);
  });

  it("closes an open row with all below it, and nothing else", () => {
    const expanded = [["a"], ["a", "b"], ["a", "b", null], ["c"]];
    expect(toggleRow(expanded, ["a"])).toEqual([["c"]]);
    expect(toggleRow(expanded, ["a", "b"])).toEqual([["a"], ["c"]]);
  });
});

describe("nextSort(sort, measure)", () => {
  it("goes largest first, smallest first, by name", () => {
    const first = nextSort(null, "pnl");
    expect(first).toEqual({ measure: "pnl", descending: true });
    const second = nextSort(first, "pnl");
    expect(second).toEqual({ measure: "pnl", descending: false });
    expect(nextSort(second, "pnl")).toBeNull();
  });

  it("starts anew on another measure", () => {
    const sort = { measure: "pnl", descending: false };
    expect(nextSort(sort, "notional")).toEqual({
      measure: "notional",
      descending: true,
    });
  });
});
