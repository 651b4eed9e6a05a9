import { describe, expect, it } from "vitest";
import {
  counterpart,
  measuresInMode,
  offeredMeasures,
} from "../../../../web/src/pivot/exposure.ts";
import type { ExposureMode } from "../../../../web/src/pivot/fields.ts";
import { fieldsFixture } from "./meta-fixture.ts";

const fields = fieldsFixture();
const split = (selected: string[], mode: ExposureMode) => {
  const { shown, hidden } = measuresInMode(selected, mode, fields);
  return [shown.map(({ name }) => name), hidden.map(({ name }) => name)];
};

describe("measuresInMode(selected, mode, fields)", () => {
  it("keeps what suits the mode", () => {
    expect(split(["notional", "trade_count"], "as_traded")).toEqual([
      ["notional", "trade_count"],
      [],
    ]);
  });

  it("shows twins in the other mode and hides what has none", () => {
    expect(split(["notional", "trade_count", "pnl"], "look_through")).toEqual([
      ["look_through_notional", "look_through_pnl"],
      ["trade_count"],
    ]);
  });

  it("shows a measure once when it is selected next to its twin", () => {
    expect(
      split(["notional", "look_through_notional"], "look_through"),
    ).toEqual([["look_through_notional"], []]);
  });

  it("keeps measures of any mode in both", () => {
    expect(split(["row_count"], "look_through")).toEqual([["row_count"], []]);
    expect(split(["row_count"], "as_traded")).toEqual([["row_count"], []]);
  });
});

describe("offeredMeasures(mode, fields)", () => {
  it("offers only measures of the mode", () => {
    const names = offeredMeasures("look_through", fields).map(
      ({ name }) => name,
    );
    expect(names).toEqual([
      "look_through_notional",
      "look_through_pnl",
      "row_count",
    ]);
  });
});

describe("counterpart(hierarchy, fields)", () => {
  it("pairs instrument with holdings and leaves organisation alone", () => {
    const names = fields.hierarchies.map((hierarchy) => [
      hierarchy.name,
      counterpart(hierarchy, fields)?.name,
    ]);
    expect(names).toEqual([
      ["instrument", "holdings"],
      ["organisation", undefined],
      ["holdings", "instrument"],
    ]);
  });
});
