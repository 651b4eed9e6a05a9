import { describe, expect, it } from "vitest";
import { decodeState } from "../../../../../web/src/pivot/state/codec.ts";
import {
  defaultState,
  valueField,
} from "../../../../../web/src/pivot/state/default-state.ts";
import { axisOf, stateOf } from "./state-fixture.ts";
import { VIEW, VIEWS } from "./view-fixture.ts";

const decode = (search: string) => decodeState(search, VIEWS);

describe("decodeState(link of version 1, views)", () => {
  it("reads hierarchy, measures, dates, sort and open rows", () => {
    const link =
      "?v=1&rows=organisation&measures=notional,pnl&mode=as_traded&dates=2026-01-02..2026-01-30&sort=-pnl&open=101/A~sB,7:8";
    expect(decode(link)).toEqual({
      state: stateOf({
        rows: axisOf(["organisation"], {
          sort: [
            {
              by: "value",
              measure: "pnl",
              figure: "value",
              at: [],
              descending: true,
            },
          ],
          expanded: [["101"], ["101", "A/B"], ["7:8"]],
        }),
        columns: axisOf([]),
        values: ["notional", "pnl"].map(valueField),
        dates: ["2026-01-02", "2026-01-30"],
      }),
      messages: [],
    });
  });

  it("shows the twins its mode showed, and sorts by them", () => {
    const { state, messages } = decode(
      "v=1&rows=organisation&measures=notional,trade_count&mode=look_through&sort=notional",
    );
    expect(state.mode).toBe("look_through");
    expect(state.values.map(({ measure }) => measure)).toEqual([
      "look_through_notional",
      "trade_count",
    ]);
    expect(state.rows.sort).toEqual([
      {
        by: "value",
        measure: "look_through_notional",
        figure: "value",
        at: [],
        descending: false,
      },
    ]);
    expect(messages).toEqual([]);
  });

  it("goes to look-through with holdings, saying so", () => {
    const { state, messages } = decode("v=1&rows=holdings&measures=pnl");
    expect(state).toMatchObject({
      mode: "look_through",
      rows: axisOf(["holdings"]),
      values: [valueField("look_through_pnl")],
    });
    expect(messages).toEqual([
      "Holdings has no meaning as traded: showing look-through",
    ]);
  });

  it("says what it does not know and keeps the rest", () => {
    const { state, messages } = decode(
      "v=1&rows=gone&measures=gone,pnl&mode=x&dates=y&sort=gone&open=a",
    );
    expect(state.rows).toEqual(defaultState(VIEW).rows);
    expect(state.values).toEqual([valueField("pnl")]);
    expect(messages).toEqual([
      'Unknown hierarchy "gone": showing organisation (hidden by your access or not in this model)',
      'Unknown mode "x", one of as_traded, look_through: showing as_traded',
      'Dates "y" are no range of days: showing all days',
      'Unknown measure "gone": left out (hidden by your access or not in this model)',
      'Sort by "gone", which is not shown: left out',
    ]);
  });

  it("shows default measures when it names none", () => {
    const { state, messages } = decode("v=1&rows=instrument");
    expect(state.rows).toEqual(axisOf(["instrument"]));
    expect(state.values).toEqual(defaultState(VIEW).values);
    expect(messages).toEqual([]);
  });
});
