import { describe, expect, it } from "vitest";
import {
  decodeState,
  defaultState,
  encodeState,
  type PivotState,
} from "../../../../web/src/pivot/state.ts";
import { fieldsFixture } from "./meta-fixture.ts";

const fields = fieldsFixture();

describe("defaultState(fields)", () => {
  it("shows the organisation as traded over all days", () => {
    expect(defaultState(fields)).toEqual({
      hierarchy: "organisation",
      measures: ["notional", "pnl", "trade_count"],
      mode: "as_traded",
      dates: null,
      sort: null,
      expanded: [],
    });
  });

  it("takes the first hierarchy and measures of a model without those names", () => {
    const other = {
      ...fields,
      hierarchies: fields.hierarchies.slice(0, 1),
      measures: fields.measures.filter(({ name }) => name === "row_count"),
    };
    expect(defaultState(other)).toMatchObject({
      hierarchy: "instrument",
      measures: ["row_count"],
    });
  });
});

describe("encodeState(state)", () => {
  it("is readable and names only the deepest open rows", () => {
    const state: PivotState = {
      hierarchy: "organisation",
      measures: ["notional", "pnl"],
      mode: "look_through",
      dates: ["2024-01-02", "2024-01-05"],
      sort: { measure: "pnl", descending: true },
      expanded: [["101"], ["101", "7"], [null]],
    };
    expect(encodeState(state)).toBe(
      "v=1&rows=organisation&measures=notional,pnl&mode=look_through" +
        "&dates=2024-01-02..2024-01-05&sort=-pnl&open=101/7,~0",
    );
  });
});

describe("decodeState(search, fields)", () => {
  it("gives the default without a link, and says nothing", () => {
    expect(decodeState("", fields)).toEqual({
      state: defaultState(fields),
      messages: [],
    });
  });

  it("restores what encodeState wrote, for 300 states", () => {
    // A fixed congruential sequence: the same states in every run.
    let seed = 7;
    const below = (limit: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * limit);
    };
    const keys = ["101", "", null, "~0", "a/b", "x,y", "100%", "é&=#+ ", "~~"];
    for (let round = 0; round < 300; round += 1) {
      const first = keys[below(keys.length)] ?? null;
      const second = keys[below(keys.length)] ?? null;
      const state: PivotState = {
        hierarchy: "organisation",
        measures: below(2) ? ["pnl"] : ["trade_count", "notional"],
        mode: below(2) ? "as_traded" : "look_through",
        dates: below(2) ? null : ["2024-01-01", `2024-01-1${below(10)}`],
        sort: below(2)
          ? null
          : { measure: "notional", descending: below(2) === 1 },
        expanded: below(3) ? [[first], [first, second]] : [],
      };
      expect(decodeState(`?${encodeState(state)}`, fields)).toEqual({
        state,
        messages: [],
      });
    }
  });

  it("falls back part by part, with a message for each", () => {
    const { state, messages } = decodeState(
      "?v=1&rows=weather&measures=pnl,rain&mode=sideways&dates=2024-02-30..x&sort=rain",
      fields,
    );
    expect(state).toEqual({ ...defaultState(fields), measures: ["pnl"] });
    expect(messages).toEqual([
      'Unknown hierarchy "weather": showing organisation',
      'Unknown measure "rain": left out',
      'Unknown mode "sideways": showing as traded',
      'Dates "2024-02-30..x" are no range of days: showing all days',
      'Unknown measure "rain" to sort by: sorted by name',
    ]);
  });

  it("refuses dates in the wrong order", () => {
    const link = "v=1&dates=2024-01-05..2024-01-02";
    expect(decodeState(link, fields).state.dates).toBeNull();
  });

  it("leaves rows closed that the hierarchy cannot open", () => {
    const link = "v=1&rows=organisation&open=101/7/Alpha,~x,102";
    const { state, messages } = decodeState(link, fields);
    expect(state.expanded).toEqual([["102"]]);
    expect(messages).toHaveLength(2);
  });

  it("opens the rows above an open row", () => {
    const link = "v=1&rows=organisation&open=101/7";
    expect(decodeState(link, fields).state.expanded).toEqual([
      ["101"],
      ["101", "7"],
    ]);
  });

  it("shows the default for a link of another version, and says so", () => {
    const { state, messages } = decodeState("v=9&rows=instrument", fields);
    expect(state).toEqual(defaultState(fields));
    expect(messages[0]).toMatch(/version "9"/);
  });

  it("reads holdings as look-through: as traded they mean nothing", () => {
    const link = "v=1&rows=holdings&mode=as_traded";
    const { state, messages } = decodeState(link, fields);
    expect([state.hierarchy, state.mode]).toEqual(["holdings", "look_through"]);
    expect(messages).toEqual([
      "Holdings has no meaning as traded: showing look-through",
    ]);
  });
});
