import { describe, expect, it } from "vitest";
import type { MemberPath } from "../../../../../web/src/pivot/member-path.ts";
import { axisField } from "../../../../../web/src/pivot/state/default-state.ts";
import type { SortTarget } from "../../../../../web/src/pivot/state/sorting.ts";
import { after, axisOf, refusal, stateOf } from "./state-fixture.ts";

const open = (expanded: readonly MemberPath[]) =>
  stateOf({ rows: axisOf(["organisation"], { expanded }) });

describe("toggleOpen and setOpen", () => {
  const toggle = (expanded: readonly MemberPath[], path: MemberPath) =>
    after(open(expanded), { type: "toggleOpen", axis: "rows", path }).rows
      .expanded;

  it("opens a member, and those above it", () => {
    expect(toggle([["b"]], ["a"])).toEqual([["a"], ["b"]]);
    expect(toggle([], ["a", "b"])).toEqual([["a"], ["a", "b"]]);
  });

  it("closes a member with all below it and nothing else", () => {
    const expanded = [["a"], ["a", "b"], ["a", "b", null], ["ab"]];
    expect(toggle(expanded, ["a"])).toEqual([["ab"]]);
    expect(toggle(expanded, ["a", "b"])).toEqual([["a"], ["ab"]]);
  });

  it("tells apart no value, an empty one and a slash", () => {
    expect(toggle([[null], [""], ["a/b"]], [""])).toHaveLength(2);
    expect(toggle([[null]], ["null"])).toHaveLength(2);
  });

  it("opens nothing at the last level", () => {
    expect(toggle([], ["a", "b", "c", "d"])).toEqual([]);
  });

  it("opens and closes siblings at once", () => {
    const paths = [["a"], ["b"]];
    const all = after(open([]), {
      type: "setOpen",
      axis: "rows",
      paths,
      open: true,
    });
    expect(all.rows.expanded).toEqual(paths);
    const none = after(open([["a"], ["a", "x"], ["c"]]), {
      type: "setOpen",
      axis: "rows",
      paths,
      open: false,
    });
    expect(none.rows.expanded).toEqual([["c"]]);
  });
});

describe("expandToLevel", () => {
  const known = [["a"], ["b"], ["a", "x"], ["b", "y"], ["a", "x", "p"]];
  const at = (level: number) =>
    after(open([["z"]]), { type: "expandToLevel", axis: "rows", level, known })
      .rows.expanded;

  it("shows the first levels and no deeper one", () => {
    expect(at(1)).toEqual([]);
    expect(at(2)).toEqual([["a"], ["b"]]);
    expect(at(3)).toEqual([["a"], ["a", "x"], ["b"], ["b", "y"]]);
  });
});

describe("sortBy", () => {
  const notional: SortTarget = {
    by: "value",
    measure: "notional",
    figure: "value",
    at: [],
  };
  const inJanuary: SortTarget = { ...notional, at: ["2026-01"] };
  const click = (state = stateOf(), target = notional, add = false) =>
    after(state, { type: "sortBy", axis: "rows", target, add });

  it("goes descending, ascending, model order", () => {
    const first = click();
    expect(first.rows.sort).toEqual([{ ...notional, descending: true }]);
    const second = click(first);
    expect(second.rows.sort).toEqual([{ ...notional, descending: false }]);
    expect(click(second).rows.sort).toEqual([]);
  });

  it("starts anew at another column, also of the same measure", () => {
    expect(click(click(), inJanuary).rows.sort).toEqual([
      { ...inJanuary, descending: true },
    ]);
  });

  it("adds, turns and removes one key of several with Shift", () => {
    const two = click(click(), inJanuary, true);
    expect(two.rows.sort).toEqual([
      { ...notional, descending: true },
      { ...inJanuary, descending: true },
    ]);
    const turned = click(two, notional, true);
    expect(turned.rows.sort.map(({ descending }) => descending)).toEqual([
      false,
      true,
    ]);
    expect(click(turned, notional, true).rows.sort).toEqual([
      { ...inJanuary, descending: true },
    ]);
  });

  it("drops a key that names no shown value", () => {
    const pnl = { ...notional, measure: "pnl" };
    expect(click(stateOf(), pnl).rows.sort).toEqual([]);
  });
});

describe("breakDown", () => {
  const state = stateOf({
    rows: axisOf(["organisation"], {
      expanded: [["1"], ["1", "F"], ["2"]],
    }),
  });
  const breakDown = (path: MemberPath, name = "symbol") =>
    after(state, { type: "breakDown", axis: "rows", path, name }).rows;

  it("adds a field below the last level and opens the member", () => {
    const path = ["1", "F", "D", "B"];
    const { fields, expanded } = breakDown(path);
    expect(fields).toEqual([axisField("organisation"), axisField("symbol")]);
    expect(expanded).toContainEqual(path);
    expect(expanded).toContainEqual(["2"]);
  });

  it("splits a hierarchy at the member's level", () => {
    const { fields, expanded } = breakDown(["3"]);
    expect(fields).toEqual([
      axisField("pm"),
      axisField("symbol"),
      { ...axisField("organisation"), from: "fund" },
    ]);
    expect(expanded).toEqual([["1"], ["2"], ["3"]]);
  });

  it("puts a field first for the grand total", () => {
    const { fields, expanded } = breakDown([]);
    expect(fields.map(({ name }) => name)).toEqual(["symbol", "organisation"]);
    expect(expanded).toEqual([]);
  });

  it("refuses a field that is there already", () => {
    expect(
      refusal(state, {
        type: "breakDown",
        axis: "rows",
        path: ["1"],
        name: "book",
      }),
    ).toBe("Book is on rows already, as a level of Organisation");
  });
});
