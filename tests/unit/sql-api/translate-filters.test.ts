import { loadModule } from "libpg-query";
import { beforeAll, describe, expect, it } from "vitest";
import { queryOf } from "./translate-plan-of.ts";

beforeAll(() => loadModule());

describe("translate(select): filters", () => {
  const desk = (operator: string, ...values: string[]) => ({
    member: "trades.desk",
    operator,
    ...(values.length > 0 ? { values } : {}),
  });

  it.each([
    ["desk = 'a'", [desk("equals", "a")]],
    ["'a' = desk", [desk("equals", "a")]],
    ["desk <> 'a'", [desk("notEquals", "a"), desk("set")]],
    ["NOT desk = 'a'", [desk("notEquals", "a"), desk("set")]],
    ["desk NOT IN ('a', 'b')", [desk("notEquals", "a", "b"), desk("set")]],
    ["desk IN ('a', NULL)", [desk("equals", "a")]],
    [
      "desk = 'a' OR desk IN ('b', 'c') OR desk = 'a'",
      [desk("equals", "a", "b", "c")],
    ],
    [
      "desk = 'a' OR desk IS NULL OR 'b' = desk",
      [{ or: [desk("equals", "a", "b"), desk("notSet")] }],
    ],
    ["desk <> 'a' AND 'b' <> desk", [desk("notEquals", "a", "b"), desk("set")]],
    [
      "NOT (desk = 'a' OR desk IN ('b', 'c')) AND desk IS NOT NULL",
      [desk("notEquals", "a", "b", "c"), desk("set")],
    ],
    [
      "is_open OR NOT is_open",
      [
        {
          or: [
            { member: "trades.is_open", operator: "equals", values: ["true"] },
            { member: "trades.is_open", operator: "equals", values: ["false"] },
          ],
        },
      ],
    ],
    ["desk IS NULL", [desk("notSet")]],
    ["desk IS NOT NULL", [desk("set")]],
    ["desk > 'a' AND desk <= 'b'", [desk("gt", "a"), desk("lte", "b")]],
    ["desk ILIKE '%a\\_%'", [desk("contains", "a_")]],
    ["desk ILIKE 'a%'", [desk("startsWith", "a")]],
    ["desk ILIKE '%a'", [desk("endsWith", "a")]],
    ["desk NOT ILIKE '%a%'", [desk("notContains", "a"), desk("set")]],
    ["desk ILIKE '%'", [desk("set")]],
    [
      "desk = 'a' OR desk IS NULL",
      [{ or: [desk("equals", "a"), desk("notSet")] }],
    ],
    [
      "NOT (desk = 'a' AND symbol = 'b')",
      [
        {
          or: [
            { and: [desk("notEquals", "a"), desk("set")] },
            {
              and: [
                {
                  member: "trades.symbol",
                  operator: "notEquals",
                  values: ["b"],
                },
                { member: "trades.symbol", operator: "set" },
              ],
            },
          ],
        },
      ],
    ],
    ["desk IS DISTINCT FROM NULL", [desk("set")]],
    [
      "is_open",
      [{ member: "trades.is_open", operator: "equals", values: ["true"] }],
    ],
    [
      "NOT is_open",
      [{ member: "trades.is_open", operator: "equals", values: ["false"] }],
    ],
    [
      "is_open IS NOT TRUE",
      [
        {
          or: [
            { member: "trades.is_open", operator: "equals", values: ["false"] },
            { member: "trades.is_open", operator: "notSet" },
          ],
        },
      ],
    ],
    [
      "lots BETWEEN 1 AND 2.5",
      [
        { member: "trades.lots", operator: "gte", values: ["1"] },
        { member: "trades.lots", operator: "lte", values: ["2.5"] },
      ],
    ],
    ["pnl > 5", [{ member: "trades.pnl", operator: "gt", values: ["5"] }]],
  ])("filters by %s", async (where, filters) => {
    const query = await queryOf(
      `SELECT MEASURE(count) FROM trades WHERE ${where}`,
    );
    expect(query).toEqual({ measures: ["trades.count"], filters });
  });

  it("filters groups by measures", async () => {
    const query = await queryOf(
      "SELECT desk FROM trades GROUP BY desk HAVING SUM(notional) > 100 AND COUNT(*) <> 3 AND desk = 'a'",
    );
    expect(query).toEqual({
      dimensions: ["trades.desk"],
      filters: [
        { member: "trades.desk", operator: "equals", values: ["a"] },
        { member: "trades.notional", operator: "gt", values: ["100"] },
        { member: "trades.count", operator: "notEquals", values: ["3"] },
        { member: "trades.count", operator: "set" },
      ],
    });
  });

  it.each(["big", "big IS TRUE", "big = TRUE"])(
    "takes %s for a segment",
    async (where) => {
      expect(
        await queryOf(`SELECT MEASURE(count) FROM trades WHERE ${where}`),
      ).toEqual({ measures: ["trades.count"], segments: ["trades.big"] });
    },
  );
});
