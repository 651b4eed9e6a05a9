import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import {
  decodeState,
  encodeState,
} from "../../../../../web/src/pivot/state/codec.ts";
import { defaultState } from "../../../../../web/src/pivot/state/default-state.ts";
import type { PivotState } from "../../../../../web/src/pivot/state/pivot-state.ts";
import { repair } from "../../../../../web/src/pivot/state/repair.ts";
import { chooser, randomState } from "./random-state.ts";
import { axisOf, stateOf } from "./state-fixture.ts";
import { VIEW, VIEWS } from "./view-fixture.ts";

/** What a browser makes of the query string. */
const throughUrl = (state: PivotState) =>
  decodeState(
    new URL(`http://localhost/pivot?${encodeState(state)}#here`).search,
    VIEWS,
  );

describe("encodeState(state)", () => {
  it("writes what differs from the defaults, readably and in one order", () => {
    expect(encodeState(stateOf())).toBe(
      "v=2&view=trade_metrics&rows=organisation&columns=calendar&values=notional,trade_count",
    );
    const state = stateOf({
      rows: axisOf(
        [
          {
            name: "organisation",
            from: "fund",
            subtotals: false,
            levels: {
              desk: {
                sort: [{ by: "label", descending: true }],
                top: {
                  count: 5,
                  measure: "pnl",
                  bottom: true,
                  other: true,
                },
              },
            },
          },
        ],
        {
          sort: [
            {
              by: "value",
              measure: "notional",
              figure: "delta",
              at: ["2026-01", null],
              descending: true,
            },
          ],
          expanded: [["A"], ["A", "x/y"], ["B:c"]],
        },
      ),
      values: [
        {
          measure: "notional",
          figure: "delta",
          heat: "column",
          bar: true,
          width: 180,
        },
      ],
      filters: [
        {
          kind: "member",
          dimension: "symbol",
          operator: "equals",
          values: ["AAA", null],
        },
        {
          kind: "path",
          dimensions: ["region", "desk"],
          path: ["EMEA", ""],
          keep: false,
        },
      ],
      mode: "look_through",
      dates: "last_5_days",
      comparison: ["2026-01-02", "2026-01-09"],
      layout: "tabular",
      labelWidths: { names: 320, levels: { desk: 96 } },
      totals: "bottom",
    });
    expect(encodeState(state).split("&")).toEqual([
      "v=2",
      "view=trade_metrics",
      "rows=organisation:from/fund:flat",
      "rows.sort=-notional:delta:2026-01/~0",
      "rows.sort.desk=-label",
      "rows.top=desk:5:pnl:bottom:other",
      "rows.open=A/x~sy,B~dc",
      "columns=calendar",
      "values=notional:delta:heat/column:bar:width/180",
      "filters=equals:symbol:AAA/~0,exclude:region/desk:EMEA/~e",
      "mode=look_through",
      "dates=last_5_days",
      "compare=2026-01-02..2026-01-09",
      "layout=tabular",
      "widths=320,desk:96",
      "totals=bottom",
    ]);
  });
});

describe("decodeState(encodeState(state))", () => {
  const choose = chooser(seedrandom("links"));
  const states = Array.from(
    { length: 1_000 },
    () => repair(randomState(choose), VIEW).state,
  );

  it("gives the same state, for 1,000 random ones", { timeout: 60_000 }, () => {
    for (const state of states) {
      expect(throughUrl(state), encodeState(state)).toEqual({
        state,
        messages: [],
      });
    }
  });

  it("was tried with every part of a state", () => {
    const count = (has: (state: PivotState) => boolean) =>
      states.filter(has).length;
    const levels = ({ rows, columns }: PivotState) =>
      [...rows.fields, ...columns.fields].flatMap((field) =>
        Object.values(field.levels),
      );
    const parts = {
      open: count(({ rows }) => rows.expanded.length > 0),
      deep: count(({ rows }) => rows.expanded.some(({ length }) => length > 1)),
      sortAt: count(({ columns }) =>
        columns.sort.some((key) => key.by === "value" && key.at.length > 0),
      ),
      levelSort: count((state) => levels(state).some((level) => level.sort[0])),
      top: count((state) => levels(state).some(({ top }) => top !== null)),
      from: count(({ rows }) => rows.fields.some(({ from }) => from !== null)),
      standIn: count(({ rows }) => rows.fields.some((item) => item.standsFor)),
      figures: count(({ values }) =>
        values.some(({ figure }) => figure !== "value"),
      ),
      members: count(({ filters }) =>
        filters.some(({ kind }) => kind === "member"),
      ),
      paths: count(({ filters }) =>
        filters.some(({ kind }) => kind === "path"),
      ),
      widths: count(({ values }) => values.some(({ width }) => width)),
      names: count(({ labelWidths }) => labelWidths.names !== null),
      levelWidths: count(
        ({ labelWidths }) => Object.keys(labelWidths.levels).length > 0,
      ),
      surrogates: count((state) =>
        /[\ud800-\udfff]/.test(state.rows.expanded.flat().join("")),
      ),
    };
    for (const [part, number] of Object.entries(parts)) {
      expect(number, part).toBeGreaterThan(10);
    }
  });

  it("keeps the default states of all views", () => {
    for (const view of VIEWS) {
      const state = defaultState(view);
      expect(throughUrl(state)).toEqual({ state, messages: [] });
    }
  });
});
