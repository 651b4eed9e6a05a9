import { describe, expect, it } from "vitest";
import { exactText } from "../../../../web/src/explorer/drawer/explain-text.ts";
import { unitHint, unitText } from "../../../../web/src/explorer/unit-text.ts";
import { VIEW } from "../pivot/state/view-fixture.ts";

const [measure] = VIEW.measures;
if (measure === undefined) throw new Error("the view has no measure");

describe("unitText", () => {
  it("names the currency of amounts and prices", () => {
    expect(unitText({ unit: "currency" }, ["USD"])).toBe("USD");
    expect(unitText({ unit: "currency per unit" }, ["USD"])).toBe(
      "USD per unit",
    );
    expect(unitText({ unit: "bps" }, ["USD"])).toBe("bps");
  });

  it("says that several are not converted, and nothing of what is not known", () => {
    expect(unitText({ unit: "currency" }, ["EUR", "USD"])).toBe(
      "EUR and USD without conversion",
    );
    expect(unitText({ unit: "currency" }, [])).toBe("currency");
  });
});

describe("unitHint", () => {
  it("is only of figures in the measure's own unit", () => {
    const planned = { ...measure, unit: "currency" };
    const hint = (figure: Parameters<typeof unitHint>[0]["figure"]) =>
      unitHint({ figure, planned }, ["USD"]);
    expect(hint("value")).toBe("In USD");
    expect(hint("delta")).toBe("In USD");
    expect(hint("delta_percent")).toBe("");
    expect(hint("percent_of_row")).toBe("");
    expect(hint("rank")).toBe("");
  });
});

describe("exactText", () => {
  it("rounds nothing", () => {
    expect(exactText(91_962_551.123456)).toBe("91,962,551.123456");
    expect(exactText(1 / 3)).toBe("0.3333333333333333");
    expect(exactText(-0.25)).toBe("−0.25");
    expect(exactText(1e-9)).toBe("0.000000001");
  });

  it("tells nothing to count from not known yet", () => {
    expect(exactText(null)).toBe("–");
    expect(exactText(undefined)).toBe("not known yet");
  });
});
