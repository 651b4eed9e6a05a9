import { loadModule, parseSync } from "libpg-query";
import { beforeAll, describe, expect, it } from "vitest";
import { translate } from "../../../server/sql-api/translate/translate.ts";
import { TABLES } from "./translate-model.ts";

beforeAll(() => loadModule());

/** Constants that need a database are answered from what the test gives. */
const planOf = (sql: string, answers: (string | null)[] = []) => {
  const rest = [...answers];
  return translate(parseSync(sql).stmts![0]!.stmt!, {
    tables: TABLES,
    text: sql,
    evaluate: (expressions) =>
      Promise.resolve(
        expressions.map((expression) => {
          const answer = rest.shift();
          if (answer === undefined) throw new Error(`asked: ${expression}`);
          return answer;
        }),
      ),
  });
};

const queryOf = async (sql: string, answers: (string | null)[] = []) => {
  const { scans } = await planOf(sql, answers);
  expect(scans).toHaveLength(1);
  return scans[0]!.query;
};

describe("translate(select): one table", () => {
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

  it.each([
    [
      "ts >= '2024-01-01' AND ts < '2024-02-01'",
      ["2024-01-01 00:00:00", "2024-02-01 00:00:00"],
      "2024-01-01T00:00:00.000",
      "2024-01-31T23:59:59.999",
    ],
    [
      "ts BETWEEN '2024-01-01' AND '2024-01-31'",
      ["2024-01-01 00:00:00", "2024-01-31 00:00:00"],
      "2024-01-01T00:00:00.000",
      "2024-01-31T00:00:00.000",
    ],
    [
      "date_trunc('month', ts) = '2024-02-01'",
      ["2024-02-01 00:00:00"],
      "2024-02-01T00:00:00.000",
      "2024-02-29T23:59:59.999",
    ],
    [
      "ts::date = '2024-02-29'",
      ["2024-02-29 00:00:00"],
      "2024-02-29T00:00:00.000",
      "2024-02-29T23:59:59.999",
    ],
    [
      "extract(year from ts) = 2023",
      [],
      "2023-01-01T00:00:00.000",
      "2023-12-31T23:59:59.999",
    ],
    [
      "date_trunc('week', ts) >= '2024-01-03' AND date_trunc('quarter', ts) <= '2024-05-01'",
      ["2024-01-03 00:00:00", "2024-05-01 00:00:00"],
      "2024-01-08T00:00:00.000",
      "2024-06-30T23:59:59.999",
    ],
  ])("one range of time for %s", async (where, answers, from, to) => {
    const query = await queryOf(
      `SELECT MEASURE(count) FROM trades WHERE ${where}`,
      answers,
    );
    expect(query).toEqual({
      measures: ["trades.count"],
      timeDimensions: [{ dimension: "trades.ts", dateRange: [from, to] }],
    });
  });

  it.each([
    [
      "ts > '2024-01-01' AND '2024-01-02' >= ts",
      ["2024-01-01 00:00:00", "2024-01-02 00:00:00"],
      ["afterDate", "2024-01-01T00:00:00.000"],
      ["beforeOrOnDate", "2024-01-02T00:00:00.000"],
    ],
    [
      "ts >= '2024-01-01 00:00:00.0001' AND ts <= '2024-01-01 00:00:01.9999'",
      ["2024-01-01 00:00:00.0001", "2024-01-01 00:00:01.9999"],
      ["afterDate", "2024-01-01T00:00:00.000"],
      ["beforeDate", "2024-01-01T00:00:02.000"],
    ],
  ])(
    "%s in whole seconds, as ClickHouse reads no others",
    async (where, answers, ...bounds) => {
      const query = await queryOf(
        `SELECT MEASURE(count) FROM trades WHERE ${where}`,
        answers,
      );
      expect(query.filters).toEqual(
        bounds.map(([operator, value]) => ({
          member: "trades.ts",
          operator,
          values: [value],
        })),
      );
    },
  );

  it("gives the range to the time that is grouped by", async () => {
    const query = await queryOf(
      `SELECT date_trunc('day', ts), COUNT(*) FROM trades
       WHERE ts >= now() AND ts < now() + interval '2 days' GROUP BY 1`,
      ["2024-05-01 10:00:00", "2024-05-03 10:00:00.5"],
    );
    expect(query.timeDimensions).toEqual([
      {
        dimension: "trades.ts",
        granularity: "day",
        dateRange: ["2024-05-01T10:00:00.000", "2024-05-03T10:00:00.499"],
      },
    ]);
  });

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
    expect(plan.outer).toContain("NULL::text AS __user");
  });

  it("takes DISTINCT dimensions for groups", async () => {
    expect(
      await queryOf("SELECT DISTINCT desk, symbol FROM trades ORDER BY 1"),
    ).toEqual({
      dimensions: ["trades.desk", "trades.symbol"],
      order: [["trades.desk", "asc"]],
    });
  });

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

  it.each([
    [`= '2024-05-01 00:00:00'`, "2024-05-01 00:00:00"],
    [`<= '2024-05-01 10:00:00'`, "2024-05-01 10:00:00"],
  ])("takes a day for all of it: %s", async (condition, answer) => {
    const query = await queryOf(
      `SELECT book FROM books WHERE "Opened At" >= '2024-04-01 09:30:00.5'
         AND "Opened At" ${condition} GROUP BY 1`,
      ["2024-04-01 09:30:00.5", answer],
    );
    const start = condition.startsWith("=") ? "2024-05-01" : "2024-04-02";
    expect(query).toEqual({
      dimensions: ["books.book"],
      timeDimensions: [
        {
          dimension: "books.Opened At",
          dateRange: [`${start}T00:00:00.000`, "2024-05-01T23:59:59.999"],
        },
      ],
    });
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
