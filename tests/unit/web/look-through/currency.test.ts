import { describe, expect, it } from "vitest";
import { currencyOf } from "../../../../web/src/look-through/currency.ts";
import { trade } from "../../../../web/src/look-through/members.ts";

const rows = (...codes: string[]) =>
  codes.map((code) => ({ [trade("currency")]: code }));

const answered = { stale: false, loading: false };

describe("currencyOf(load)", () => {
  it("names the one currency, or several", () => {
    expect(currencyOf({ rows: rows("USD"), ...answered })).toEqual({
      code: "USD",
      codes: ["USD"],
      lastCodes: ["USD"],
      loading: false,
    });
    const several = currencyOf({ rows: rows("EUR", "USD"), ...answered });
    expect(several.code).toBeUndefined();
    expect(several.codes).toEqual(["EUR", "USD"]);
  });

  it("does not take those of an earlier selection for this one's", () => {
    expect(
      currencyOf({ rows: rows("USD"), stale: true, loading: true }),
    ).toEqual({
      code: undefined,
      codes: [],
      lastCodes: ["USD"],
      loading: true,
    });
  });

  it("is on its way until there is an answer, not while one is renewed", () => {
    const load = { rows: undefined, stale: false };
    expect(currencyOf({ ...load, loading: true }).loading).toBe(true);
    expect(currencyOf({ ...load, loading: false }).loading).toBe(false);
    expect(
      currencyOf({ rows: rows("USD"), stale: false, loading: true }).loading,
    ).toBe(false);
  });
});
