import { describe, expect, it } from "vitest";
import {
  axisField,
  valueField,
} from "../../../../../web/src/pivot/state/default-state.ts";
import type {
  PivotState,
  ValueField,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import {
  canDrop,
  canReplace,
} from "../../../../../web/src/pivot/state/shelves.ts";
import type {
  Axis,
  Shelf,
} from "../../../../../web/src/pivot/state/view-fields.ts";
import { after, axisOf, refusal, stateOf } from "./state-fixture.ts";
import { VIEW } from "./view-fixture.ts";

const names = (state: PivotState, axis: Axis) =>
  state[axis].fields.map(({ name }) => name);

describe("canDrop(state, view, field, shelf)", () => {
  const state = stateOf();

  it.each<[string, Shelf, string]>([
    ["nothing", "rows", "Trade metrics has no field nothing"],
    ["region", "values", "Region is not a measure: drop it on rows, columns"],
    ["instrument", "values", "Instrument is not a measure"],
    ["pnl", "rows", "P&L is a measure: drop it on values"],
    ["pnl", "filters", "P&L is a measure: drop it on values"],
    ["notional", "values", "Notional is shown already"],
    ["coverage", "values", "Coverage counts what is held: switch to look-thr"],
    [
      "organisation",
      "rows",
      "Portfolio manager is on rows already, as a level",
    ],
    ["desk", "rows", "Desk is on rows already, as a level of Organisation"],
    ["desk", "columns", "Desk is on rows already, as a level of Organisation"],
    ["trade_day", "rows", "Day is on columns already, as a level of Calendar"],
    ["organisation", "filters", "Organisation has several levels: filter by"],
    ["trade_date", "filters", "Trade date is filtered by the dates"],
  ])("refuses %s on %s", (name, shelf, reason) => {
    expect(canDrop(state, VIEW, { name }, shelf)).toContain(reason);
    expect(refusal(state, { type: "add", name, shelf })).toContain(reason);
  });

  it("names a dimension that is there alone", () => {
    const alone = stateOf({ rows: axisOf(["region"]) });
    expect(canDrop(alone, VIEW, { name: "region" }, "columns")).toBe(
      "Region is on rows already",
    );
  });

  it.each<[string, Shelf]>([
    ["region", "rows"],
    ["instrument", "columns"],
    ["trade_date", "rows"],
    ["pnl", "values"],
    ["row_count", "values"],
    ["desk", "filters"],
    ["holdings", "rows"],
  ])("allows %s on %s", (name, shelf) => {
    expect(canDrop(state, VIEW, { name }, shelf)).toBe(true);
  });

  it("does not count a pill against itself", () => {
    const from = { shelf: "rows", index: 0 } as const;
    const dragged = { name: "organisation", from };
    expect(canDrop(state, VIEW, dragged, "columns")).toBe(true);
    expect(canDrop(state, VIEW, dragged, "rows")).toBe(true);
  });

  it("allows the levels above a pill's start level", () => {
    const low = { ...axisField("organisation"), from: "desk" };
    const started = stateOf({ rows: axisOf([low]) });
    expect(canDrop(started, VIEW, { name: "pm" }, "columns")).toBe(true);
    expect(canDrop(started, VIEW, { name: "book" }, "columns")).toContain(
      "Book is on rows already",
    );
  });
});

describe("add", () => {
  it("puts a field where it is dropped, at the end otherwise", () => {
    const first = after(stateOf(), {
      type: "add",
      name: "region",
      shelf: "rows",
      index: 0,
    });
    expect(names(first, "rows")).toEqual(["region", "organisation"]);
    const last = after(stateOf(), {
      type: "add",
      name: "pnl",
      shelf: "values",
    });
    expect(last.values.at(-1)).toEqual(valueField("pnl"));
  });

  it("adds a filter that keeps everything at first", () => {
    const { filters } = after(stateOf(), {
      type: "add",
      name: "desk",
      shelf: "filters",
    });
    expect(filters).toEqual([
      { kind: "member", dimension: "desk", operator: "equals", values: [] },
    ]);
  });

  it("brings look-through along with what is held", () => {
    const state = after(stateOf(), {
      type: "add",
      name: "holdings",
      shelf: "rows",
    });
    expect(state.mode).toBe("look_through");
    expect(names(state, "rows")).toEqual(["organisation", "holdings"]);
    expect(state.values[0]?.measure).toBe("look_through_notional");
  });
});

describe("open members and sorts when fields change", () => {
  const state = stateOf({
    rows: axisOf(["organisation", "region"], {
      expanded: [["1"], ["1", "F"], ["1", "F", "D"], ["1", "F", "D", "B"]],
      sort: [
        {
          by: "value",
          measure: "notional",
          figure: "value",
          at: ["2026-01", "2026-01-05"],
          descending: true,
        },
      ],
    }),
  });

  it("stay with the levels above a removed field", () => {
    const next = after(state, {
      type: "remove",
      place: { shelf: "rows", index: 1 },
    });
    // Books are the last level now: nothing below them can be open.
    expect(next.rows.expanded).toEqual([["1"], ["1", "F"], ["1", "F", "D"]]);
  });

  it("go when a field comes before them", () => {
    const next = after(state, {
      type: "move",
      from: { shelf: "rows", index: 1 },
      to: { shelf: "rows", index: 0 },
    });
    expect(names(next, "rows")).toEqual(["region", "organisation"]);
    expect(next.rows.expanded).toEqual([]);
  });

  it("go when their place on the other axis goes", () => {
    const next = after(state, {
      type: "remove",
      place: { shelf: "columns", index: 0 },
    });
    expect(next.rows.sort).toEqual([]);
    expect(next.rows.expanded).toEqual(state.rows.expanded);
  });

  it("go with a removed measure, but not with another one", () => {
    const remove = (index: number) =>
      after(state, { type: "remove", place: { shelf: "values", index } });
    expect(remove(0).rows.sort).toEqual([]);
    expect(remove(1).rows.sort).toEqual(state.rows.sort);
  });

  it("swap with the axes", () => {
    const next = after(state, { type: "swapAxes" });
    expect(next.columns).toEqual(state.rows);
    expect(next.rows).toEqual(state.columns);
    expect(after(next, { type: "swapAxes" })).toEqual(state);
  });
});

describe("move", () => {
  it("takes a pill with its options to the other axis", () => {
    const low = {
      ...axisField("organisation"),
      from: "desk",
      subtotals: false,
    };
    const state = stateOf({ rows: axisOf([low, "region"]) });
    const next = after(state, {
      type: "move",
      from: { shelf: "rows", index: 0 },
      to: { shelf: "columns", index: 1 },
    });
    expect(names(next, "rows")).toEqual(["region"]);
    expect(next.columns.fields[1]).toEqual(low);
  });

  it("counts the place to move to without the pill", () => {
    const state = stateOf({
      values: ["notional", "pnl", "trade_count"].map(valueField),
    });
    const next = after(state, {
      type: "move",
      from: { shelf: "values", index: 0 },
      to: { shelf: "values", index: 2 },
    });
    expect(next.values.map(({ measure }) => measure)).toEqual([
      "pnl",
      "trade_count",
      "notional",
    ]);
  });

  it("filters by a dimension that stays on its axis", () => {
    const state = stateOf({ rows: axisOf(["region"]) });
    const next = after(state, {
      type: "move",
      from: { shelf: "rows", index: 0 },
      to: { shelf: "filters", index: 0 },
    });
    expect(names(next, "rows")).toEqual(["region"]);
    expect(next.filters).toHaveLength(1);
  });

  it("refuses a measure on an axis", () => {
    const from = { shelf: "values", index: 0 } as const;
    const to = { shelf: "rows", index: 0 } as const;
    expect(refusal(stateOf(), { type: "move", from, to })).toBe(
      "Notional is a measure: drop it on values",
    );
    const nowhere = { shelf: "rows", index: 9 } as const;
    expect(refusal(stateOf(), { type: "move", from: nowhere, to })).toBe(
      "there is no such field to move",
    );
  });
});

describe("replace", () => {
  it("puts a field in the place of another that may show the same", () => {
    const place = { shelf: "rows", index: 0 } as const;
    expect(canReplace(stateOf(), VIEW, place, "desk")).toBe(true);
    const next = after(stateOf(), { type: "replace", place, name: "desk" });
    expect(names(next, "rows")).toEqual(["desk"]);
  });

  it("keeps the figure of a value where the measure has one", () => {
    const share: ValueField = {
      ...valueField("notional"),
      figure: "percent_of_total",
    };
    const state = stateOf({ values: [share] });
    const place = { shelf: "values", index: 0 } as const;
    const replaced = (name: string) =>
      after(state, { type: "replace", place, name }).values[0]?.figure;
    expect(replaced("pnl")).toBe("percent_of_total");
    expect(replaced("avg_price")).toBe("value");
  });
});

describe("setStart, setLevel and setSubtotals", () => {
  const place = { axis: "rows", index: 0 } as const;

  it("starts a hierarchy lower, and closes what means something else now", () => {
    const state = stateOf({
      rows: axisOf(["organisation"], { expanded: [["1"]] }),
    });
    const next = after(state, { type: "setStart", ...place, level: "desk" });
    expect(next.rows.fields[0]?.from).toBe("desk");
    expect(next.rows.expanded).toEqual([]);
    const back = after(next, { type: "setStart", ...place, level: null });
    expect(back.rows).toEqual(axisOf(["organisation"]));
  });

  it("refuses a start that would show a level twice", () => {
    const low = { ...axisField("organisation"), from: "desk" };
    const state = stateOf({ rows: axisOf([low]), columns: axisOf(["fund"]) });
    expect(refusal(state, { type: "setStart", ...place, level: null })).toBe(
      "Fund is on columns already",
    );
  });

  it("keeps options by level, and none that say nothing", () => {
    const top = { count: 5, measure: "pnl", bottom: false, other: true };
    const set = after(stateOf(), {
      type: "setLevel",
      axis: "rows",
      level: "desk",
      options: { top },
    });
    expect(set.rows.fields[0]?.levels).toEqual({ desk: { sort: [], top } });
    const cleared = after(set, {
      type: "setLevel",
      axis: "rows",
      level: "desk",
      options: { top: null },
    });
    expect(cleared).toEqual(stateOf());
    const wrong = { type: "setLevel", axis: "columns", options: {} } as const;
    expect(refusal(stateOf(), { ...wrong, level: "desk" })).toBe(
      "desk is no level on columns",
    );
  });

  it("hides subtotals of one pill", () => {
    const next = after(stateOf(), {
      type: "setSubtotals",
      ...place,
      shown: false,
    });
    expect(next.rows.fields[0]?.subtotals).toBe(false);
    expect(next.columns.fields[0]?.subtotals).toBe(true);
  });
});
