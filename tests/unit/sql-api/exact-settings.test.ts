import { describe, expect, it } from "vitest";
import { exactSettings } from "../../../server/sql-api/statements/exact-settings.ts";

describe("exactSettings(settings)", () => {
  it.each([
    [undefined, "ISO, MDY"],
    ["ISO, MDY", "ISO, MDY"],
    ["ISO, DMY", "ISO, DMY"],
    ["German, DMY", "ISO, DMY"],
    ["SQL, YMD", "ISO, YMD"],
    ["german", "ISO, DMY"],
    ["German, MDY", "ISO, MDY"],
    ["sql, european", "ISO, DMY"],
    ["postgres, noneuropean", "ISO, MDY"],
  ])("reads dates in the order of %s", (style, exact) => {
    const settings = new Map(
      style === undefined ? [] : [["datestyle", style]],
    ).set("timezone", "Asia/Tokyo");
    expect(Object.fromEntries(exactSettings(settings))).toEqual({
      datestyle: exact,
      extra_float_digits: "1",
      timezone: "Asia/Tokyo",
    });
  });

  it("are the same for the same settings", () => {
    const settings = new Map([["datestyle", "German, DMY"]]);
    expect(exactSettings(settings)).toBe(exactSettings(settings));
  });
});
