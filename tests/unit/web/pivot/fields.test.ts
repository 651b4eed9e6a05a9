import { describe, expect, it } from "vitest";
import { readFields } from "../../../../web/src/pivot/fields.ts";
import { fieldsFixture } from "./meta-fixture.ts";

describe("readFields(meta)", () => {
  it("takes the trade_metrics view and its date, not its timestamp", () => {
    const fields = fieldsFixture();
    expect(fields.view).toBe("trade_metrics");
    expect(fields.timeDimension).toBe("trade_metrics.trade_date");
  });

  it("lists hierarchies with or without a prefix and drops those without levels", () => {
    const { hierarchies } = fieldsFixture();
    expect(hierarchies.map(({ name }) => name)).toEqual([
      "instrument",
      "organisation",
      "holdings",
    ]);
    expect(hierarchies[1]?.levels.map(({ title }) => title)).toEqual([
      "Portfolio manager",
      "Fund",
      "Book",
    ]);
  });

  it("marks the hierarchy made of holdings", () => {
    expect(
      fieldsFixture().hierarchies.map(({ lookThrough }) => lookThrough),
    ).toEqual([false, false, true]);
  });

  it("leaves out hidden measures and those that need a time axis", () => {
    expect(fieldsFixture().measures.map(({ name }) => name)).toEqual([
      "trade_count",
      "notional",
      "pnl",
      "look_through_notional",
      "look_through_pnl",
      "row_count",
    ]);
  });

  it("reads mode and twin from meta, else from the name", () => {
    const modes = fieldsFixture().measures.map(({ name, mode, twin }) => [
      name,
      mode,
      twin,
    ]);
    expect(modes).toEqual([
      ["trade_count", "as_traded", undefined],
      ["notional", "as_traded", "look_through_notional"],
      ["pnl", "as_traded", "look_through_pnl"],
      ["look_through_notional", "look_through", "notional"],
      ["look_through_pnl", "look_through", "pnl"],
      ["row_count", "any", undefined],
    ]);
  });

  it("puts measures in their folder", () => {
    const folders = fieldsFixture().measures.map(({ folder }) => folder);
    expect(folders.slice(0, 2)).toEqual(["", "Size"]);
  });

  it.each([undefined, null, [], {}, { cubes: "no" }, { cubes: [null, 7] }])(
    "refuses %j with a message",
    (meta) => {
      expect(() => readFields(meta)).toThrow(/no view with hierarchies/);
    },
  );
});
