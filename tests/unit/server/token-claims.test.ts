import { describe, expect, it } from "vitest";
import { splitRepeated, tokenClaims } from "../../../server/token-claims.ts";

describe("splitRepeated(argv)", () => {
  it("collects what may be repeated and leaves the rest", () => {
    expect(
      splitRepeated(
        "--group a --expires 1h --group=b --claim desk=X=Y --scope sql".split(
          " ",
        ),
      ),
    ).toEqual([
      { group: ["a", "b"], claim: ["desk=X=Y"], scope: ["sql"] },
      ["--expires", "1h"],
    ]);
  });

  it.each([[["--group"]], [["--group", "--scope"]], [["--claim="]]])(
    "refuses %j: the value is missing",
    (argv) => {
      expect(() => splitRepeated(argv)).toThrow("needs a value");
    },
  );
});

describe("tokenClaims(options)", () => {
  const claims = (claim: string[], scope: string[] = []) =>
    tokenClaims({ group: ["desk"], claim, scope });

  it("makes claims, whole numbers as numbers", () => {
    expect(claims(["desk=Rates", "portfolio_manager_id=7"], ["sql"])).toEqual({
      groups: ["desk"],
      scopes: ["sql"],
      desk: "Rates",
      portfolio_manager_id: 7,
    });
  });

  it.each([
    [["desk"], "must be name=value: desk"],
    [["=x"], "must be name=value"],
    [["exp=1"], "cannot set exp"],
    [["groups=root"], "cannot set groups"],
  ])("refuses %j", (claim, message) => {
    expect(() => claims(claim)).toThrow(message);
  });

  it("refuses an unknown scope, naming the legal ones", () => {
    expect(() => claims([], ["root"])).toThrow(
      expect.objectContaining({ hint: "legal: sql, jobs" }) as Error,
    );
  });
});
