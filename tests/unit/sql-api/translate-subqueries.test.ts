import { describe, expect, it } from "vitest";
import { scanQuery } from "../../../server/sql-api/load/load-scan.ts";
import type { ScanSubquery } from "../../../server/sql-api/translate/plan.ts";
import { subqueryFilters } from "../../../server/sql-api/translate/filters/subquery-filters.ts";

const subquery = (changes: Partial<ScanSubquery>): ScanSubquery => ({
  subject: { member: "trades.desk", type: "text", of: "dimension" },
  member: "trades.desk",
  op: "=",
  quantifier: "any",
  plan: { scans: [], outer: "SELECT 'a'", output: [], user: undefined },
  ...changes,
});
const lots = (changes: Partial<ScanSubquery>) =>
  subquery({
    subject: { member: "trades.lots", type: "float8", of: "dimension" },
    member: "trades.lots",
    ...changes,
  });

const equals = { member: "trades.desk", operator: "equals", values: ["a"] };
const set = { member: "trades.desk", operator: "set" };
const NEVER = [set, { member: "trades.desk", operator: "notSet" }];

describe("subqueryFilters(subquery, values)", () => {
  it.each([
    ["any", ["a"], [equals]],
    ["any", ["a", null], [equals]],
    ["any", [null], NEVER],
    ["any", [], NEVER],
    ["none", ["a"], [{ and: [{ ...equals, operator: "notEquals" }, set] }]],
    ["none", ["a", null], NEVER],
    ["none", [], []],
    ["one", ["a"], [equals]],
    ["one", [null], NEVER],
    ["one", [], NEVER],
  ] as const)("%s of %j", (quantifier, values, filters) => {
    expect(subqueryFilters(subquery({ quantifier }), values)).toEqual(filters);
  });

  it.each([
    ["true", []],
    ["false", NEVER],
    [null, NEVER],
  ])(
    "lets all rows pass or none when the condition is %s",
    (value, filters) => {
      const condition = subquery({ subject: undefined, quantifier: "one" });
      expect(subqueryFilters(condition, [value])).toEqual(filters);
    },
  );

  it("compares with the only value", () => {
    expect(
      subqueryFilters(lots({ op: ">=", quantifier: "one" }), ["2.5"]),
    ).toEqual([{ member: "trades.lots", operator: "gte", values: ["2.5"] }]);
  });

  it.each(["NaN", "Infinity"])(
    "refuses %s, which Cube has no word for",
    (value) => {
      expect(() =>
        subqueryFilters(lots({ quantifier: "any" }), [value]),
      ).toThrow(expect.objectContaining({ code: "0A000" }));
    },
  );

  it.each([
    ["many", Array.from({ length: 5001 }, (_, n) => String(n))],
    ["long", Array.from({ length: 10 }, (_, n) => String(n).repeat(20_000))],
  ])("refuses too %s values", (_, values) => {
    expect(() => subqueryFilters(subquery({}), values)).toThrow(
      expect.objectContaining({ code: "54000" }),
    );
  });
});

describe("scanQuery(scan, values)", () => {
  it("adds what each subquery gives to the filters of the scan", () => {
    const scan = {
      query: { measures: ["trades.count"], filters: [set] },
      columns: [],
      subqueries: [subquery({}), lots({ op: ">", quantifier: "one" })],
      limited: false,
    };
    expect(scanQuery(scan, [["a", null], ["3"]])).toEqual({
      measures: ["trades.count"],
      filters: [
        set,
        equals,
        { member: "trades.lots", operator: "gt", values: ["3"] },
      ],
    });
  });
});
