import { loadModule } from "libpg-query";
import { beforeAll, describe, expect, it } from "vitest";
import { planOf, queryOf } from "./translate-plan-of.ts";

beforeAll(() => loadModule());

describe("translate(select): what is asked of Cube", () => {
  it("asks Cube alone when its columns are the result", async () => {
    const sql = `SELECT desk, date_trunc('month', ts), MEASURE(notional)
      FROM trades WHERE symbol IN ('A','B') GROUP BY 1,2 ORDER BY 3 LIMIT 10`;
    expect(await planOf(sql)).toEqual({
      scans: [
        {
          query: {
            measures: ["trades.notional"],
            dimensions: ["trades.desk"],
            timeDimensions: [{ dimension: "trades.ts", granularity: "month" }],
            filters: [
              {
                member: "trades.symbol",
                operator: "equals",
                values: ["A", "B"],
              },
            ],
            order: [["trades.notional", "asc"]],
            limit: 10,
          },
          columns: [
            { key: "trades.desk", type: "text" },
            { key: "trades.ts.month", type: "timestamp" },
            { key: "trades.notional", type: "float8" },
          ],
          subqueries: [],
          limited: true,
        },
      ],
      outer: undefined,
      output: [0, 1, 2],
      user: undefined,
    });
  });

  it.each([
    ["SUM(ratio)", "trades.ratio", "float8"],
    ["COUNT(*)", "trades.count", "int8"],
    ["COUNT(1)", "trades.count", "int8"],
    ["COUNT(count)", "trades.count", "int8"],
    ["COUNT(ratio)", "trades.ratio", "int8"],
    ["COUNT(DISTINCT desks)", "trades.desks", "int8"],
    ['MEASURE("public"."trades".count)', "trades.count", "int8"],
    ["Measure(trades.ratio)", "trades.ratio", "float8"],
  ])("%s is %s as %s", async (expression, key, type) => {
    const plan = await planOf(`SELECT ${expression} FROM public.trades`);
    expect(plan.scans).toMatchObject([
      { query: { measures: [key] }, columns: [{ key, type }], limited: false },
    ]);
    expect(plan.outer).toBeUndefined();
  });

  it.each([
    ["SUM(notional)", "trades.notional"],
    ["MEASURE(pnl)", "trades.pnl"],
    ["AVG(avg_px)", "trades.avg_px"],
    ["MIN(min_px)", "trades.min_px"],
    ["MAX(max_px)", "trades.max_px"],
  ])("%s of no rows is NULL, where sources have 0", async (expression, key) => {
    const plan = await planOf(`SELECT ${expression} FROM trades`);
    expect(plan.scans[0]).toMatchObject({
      query: { measures: [key, "trades.count"] },
      columns: [{ key, type: "float8", nullWithout: "trades.count" }],
    });
    expect(plan.outer).toBeUndefined();
    const groups = await queryOf(
      `SELECT desk, ${expression} FROM trades GROUP BY 1`,
    );
    expect(groups.measures).toEqual([key]);
  });

  it("gives SUM of a count the type of SQL", async () => {
    const plan = await planOf("SELECT SUM(count) FROM trades");
    expect(plan.outer).toMatch(/^SELECT _scan_0\.c0::numeric /);
  });

  it("says whose rights are asked for", async () => {
    const plan = await planOf(
      "SELECT MEASURE(pnl) FROM trades WHERE __user = 'fx' AND desk = 'a'",
    );
    expect(plan.user).toBe("fx");
    expect(plan.scans[0]!.query.filters).toHaveLength(1);
  });

  it("reads rows one by one where nothing is grouped", async () => {
    expect(
      await queryOf("SELECT trade_id, notional FROM trades LIMIT 100 OFFSET 5"),
    ).toEqual({
      measures: ["trades.notional"],
      dimensions: ["trades.trade_id"],
      limit: 100,
      offset: 5,
      ungrouped: true,
    });
  });

  it("fills columns that are no data with NULL in *", async () => {
    const plan = await planOf("SELECT * FROM books LIMIT 3");
    expect(plan.scans[0]!.query).toMatchObject({
      measures: [
        "books.running",
        "books.size",
        "books.label",
        "books.last_open",
      ],
      dimensions: ["books.book", "books.Opened At"],
      limit: 3,
    });
    expect(plan.outer).toBeUndefined();
    expect(plan.output).toEqual([2, 3, 4, 5, 0, 1, null, null]);
  });

  it.each([
    ["SELECT NULL, desk, NULL::int FROM trades", [null, 0, null]],
    ["SELECT desk, NULL, COUNT(*) FROM trades GROUP BY 1", [0, null, 1]],
    ["SELECT DISTINCT desk, NULL FROM trades", [0, null]],
  ])("leaves NULL to whoever writes the rows: %s", async (sql, output) => {
    expect(await planOf(sql)).toMatchObject({ outer: undefined, output });
  });

  it.each(["SELECT NULL FROM trades", "SELECT FROM trades"])(
    "counts rows itself where they have no column: %s",
    async (sql) => {
      expect((await planOf(sql)).outer).toMatch(/FROM _scan_0/);
    },
  );

  it("takes DISTINCT dimensions for groups", async () => {
    expect(
      await queryOf("SELECT DISTINCT desk, symbol FROM trades ORDER BY 1"),
    ).toEqual({
      dimensions: ["trades.desk", "trades.symbol"],
      order: [["trades.desk", "asc"]],
    });
  });
});
