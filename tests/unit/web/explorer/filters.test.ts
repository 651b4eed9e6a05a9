import { describe, expect, it } from "vitest";
import { filterText } from "../../../../web/src/explorer/shelf/filter-text.ts";
import {
  foundMembers,
  MEMBER_LIMIT,
  memberQuery,
} from "../../../../web/src/explorer/shelf/member-query.ts";
import type { Dimension } from "../../../../web/src/model/view.ts";
import { findDimension } from "../../../../web/src/pivot/state/view-fields.ts";
import { VIEW } from "../pivot/state/view-fixture.ts";

const dimension = (name: string): Dimension => {
  const found = findDimension(VIEW, name);
  if (found === undefined) throw new Error(`no dimension ${name}`);
  return found;
};

describe("filterText(view, filter)", () => {
  const member = (values: (string | null)[]) =>
    ({
      kind: "member",
      dimension: "desk",
      operator: "equals",
      values,
    }) as const;

  it("names two values and counts the others", () => {
    expect(filterText(VIEW, member([]))).toBe("Desk all");
    expect(filterText(VIEW, member(["Alpha", null]))).toBe("Desk is Alpha, –");
    expect(filterText(VIEW, member(["A", "B", "C", ""]))).toBe(
      "Desk is A, B and 2 more",
    );
  });

  it.each([
    ["gte", "1000000", "is at least 1,000,000"],
    ["lt", "-1.5", "is less than \u22121.5"],
    // A key is no amount, and no digit of a bound is lost.
    ["equals", "1000000", "is 1000000"],
    ["gt", "123456789012345678", "is more than 123456789012345678"],
    ["lte", "1000.50", "is at most 1000.50"],
  ] as const)("writes the bounds of numbers as numbers: %s %s", (...given) => {
    const [operator, value, text] = given;
    expect(
      filterText(VIEW, {
        ...member([value]),
        dimension: "pm",
        operator,
      }),
    ).toBe(`Portfolio manager ${text}`);
  });

  it("tells operators without values, and paths from coarse to fine", () => {
    expect(filterText(VIEW, { ...member([]), operator: "notSet" })).toBe(
      "Desk has no value",
    );
    expect(
      filterText(VIEW, {
        kind: "path",
        dimensions: ["fund", "desk"],
        path: ["7", ""],
        keep: false,
      }),
    ).toBe("Without Fund 7 › Desk (empty)");
  });
});

describe("memberQuery(search)", () => {
  const search = { view: VIEW, measure: undefined, dates: null, text: " al " };

  it("has the API search texts, one member beyond the limit", () => {
    expect(
      memberQuery({ ...search, dimension: dimension("desk") }),
    ).toMatchObject({
      filters: [
        { member: "trade_metrics.desk", operator: "contains", values: ["al"] },
      ],
      limit: MEMBER_LIMIT + 1,
    });
  });

  it("does not search numbers by text, and keeps to the days", () => {
    const query = memberQuery({
      ...search,
      dates: ["2024-01-01", "2024-01-05"],
      dimension: dimension("pm"),
    });
    expect(query.filters).toEqual([]);
    expect(query.timeDimensions).toEqual([
      {
        dimension: "trade_metrics.trade_date",
        dateRange: ["2024-01-01", "2024-01-05"],
      },
    ]);
  });
});

describe("foundMembers(search, keys)", () => {
  const keys = Array.from({ length: MEMBER_LIMIT + 1 }, (_, key) =>
    String(key),
  );

  it("cuts at the limit and says so", () => {
    const found = foundMembers(
      { dimension: dimension("desk"), text: "" },
      keys,
    );
    expect(found.members).toEqual(keys.slice(0, MEMBER_LIMIT));
    expect(found.truncated).toBe(true);
  });

  it("searches numbers here", () => {
    expect(
      foundMembers({ dimension: dimension("pm"), text: "10" }, [...keys, null]),
    ).toEqual({ members: ["10", "100"], truncated: false });
  });
});
