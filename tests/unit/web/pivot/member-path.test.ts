import { describe, expect, it } from "vitest";
import {
  ancestors,
  decodePath,
  encodePath,
  isUnder,
} from "../../../../web/src/pivot/member-path.ts";

describe("encodePath(path) and decodePath(text)", () => {
  it.each([
    [[], ""],
    [["101"], "101"],
    [["101", "FX/Rates", "a,b"], "101/FX~sRates/a~cb"],
    [[null], "~0"],
    [[""], "~e"],
    [["~0", "~", "~s", "0"], "~~0/~~/~~s/0"],
    [["__proto__", "Größe", "a b&c=d"], "__proto__/Größe/a b&c=d"],
  ])("writes %j as %s and reads it back", (path, text) => {
    expect(encodePath(path)).toBe(text);
    expect(decodePath(text)).toEqual(path);
  });

  it.each(["a//b", "/", "~x", "a~", "a/~1"])("refuses %s", (text) => {
    expect(decodePath(text)).toBeUndefined();
  });
});

describe("ancestors(path)", () => {
  it("lists the rows above, without the root", () => {
    expect(ancestors(["a", null, "c"])).toEqual([["a"], ["a", null]]);
  });
});

describe("isUnder(path, top)", () => {
  it("holds for the path and what is below, not for a sibling or null", () => {
    expect(isUnder(["a"], ["a"])).toBe(true);
    expect(isUnder(["a", "b"], ["a"])).toBe(true);
    expect(isUnder(["ab"], ["a"])).toBe(false);
    expect(isUnder([], [null])).toBe(false);
  });
});
