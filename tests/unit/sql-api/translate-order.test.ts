import { loadModule } from "libpg-query";
import { beforeAll, describe, expect, it } from "vitest";
import { planOf, queryOf } from "./translate-plan-of.ts";

beforeAll(() => loadModule());

describe("translate(select): order and limits", () => {
  it.each([
    ["ORDER BY MEASURE(count) DESC", [["trades.count", "desc"]]],
    ["ORDER BY 2 DESC NULLS LAST", [["trades.pnl", "desc"]]],
    [
      "ORDER BY desk, SUM(pnl)",
      [
        ["trades.desk", "asc"],
        ["trades.pnl", "asc"],
      ],
    ],
  ])("lets Cube do %s", async (orderBy, order) => {
    const query = await queryOf(
      `SELECT desk, MEASURE(pnl), COUNT(*) FROM trades GROUP BY 1 ${orderBy} LIMIT 2`,
    );
    expect(query).toMatchObject({ order, limit: 2 });
  });

  it.each([
    ["SELECT trade_id FROM trades", "1 DESC", ["trades.trade_id", "desc"]],
    ["SELECT trade_id, pnl FROM trades", "1 DESC", ["trades.trade_id", "desc"]],
    [
      "SELECT trade_id FROM trades GROUP BY 1",
      "1 NULLS FIRST",
      ["trades.trade_id", "asc"],
    ],
    [
      "SELECT desk, MAX(max_px) FROM trades GROUP BY 1",
      "2 DESC",
      ["trades.max_px", "desc"],
    ],
  ] as const)(
    "lets Cube order what is never NULL: %s ORDER BY %s",
    async (sql, orderBy, order) => {
      const plan = await planOf(`${sql} ORDER BY ${orderBy} LIMIT 2`);
      expect(plan.outer).toBeUndefined();
      expect(plan.scans[0]!.query).toMatchObject({ order: [order], limit: 2 });
    },
  );

  it("orders itself by what a join may lack", async () => {
    const plan = await planOf(
      `SELECT trade_id, book FROM books b LEFT JOIN trades t
       ON b."__cubeJoinField" = t."__cubeJoinField" ORDER BY 1 DESC LIMIT 2`,
    );
    expect(plan.outer).toMatch(/ORDER BY 1 DESC LIMIT 2$/);
  });

  it.each(["2 DESC", "1 NULLS FIRST", "2 DESC, 1", "upper(desk)"])(
    "orders by %s after all rows are read, as Cube would put NULL elsewhere",
    async (orderBy) => {
      const plan = await planOf(
        `SELECT desk, MEASURE(pnl) FROM trades GROUP BY 1 ORDER BY ${orderBy} LIMIT 2`,
      );
      expect(plan.scans[0]).toMatchObject({ limited: false });
      expect(plan.scans[0]!.query).not.toHaveProperty("order");
      expect(plan.scans[0]!.query).not.toHaveProperty("limit");
      expect(plan.outer).toMatch(/ORDER BY .* LIMIT 2$/s);
    },
  );

  it.each([
    "SELECT desk, MEASURE(pnl) FROM trades GROUP BY 1 LIMIT 0",
    "SELECT * FROM trades WHERE false",
    "SELECT COUNT(*) FROM trades WHERE desk IN ('a') AND desk = NULL",
  ])("asks nothing for %s", async (sql) => {
    const plan = await planOf(sql);
    expect(plan.scans).toEqual([]);
    expect(plan.outer).toMatch(/^SELECT/);
  });
});
