import { loadModule } from "libpg-query";
import { beforeAll, describe, expect, it } from "vitest";
import { queryOf } from "./translate-plan-of.ts";

beforeAll(() => loadModule());

describe("translate(select): ranges of time", () => {
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

  const UNTIL = "2106-02-06T23:59:59.999";
  const SINCE = "1970-01-01T00:00:00.000";
  it.each([
    [
      "ts >= '2024-01-08'",
      "2024-01-08 00:00:00",
      ["2024-01-08T00:00:00.000", UNTIL],
    ],
    [
      "ts < '2024-01-08'",
      "2024-01-08 00:00:00",
      [SINCE, "2024-01-07T23:59:59.999"],
    ],
    [
      "ts <= '2024-01-08'",
      "2024-01-08 00:00:00",
      [SINCE, "2024-01-08T00:00:00.000"],
    ],
    [
      "NOT ts < '2024-01-08'",
      "2024-01-08 00:00:00",
      ["2024-01-08T00:00:00.000", UNTIL],
    ],
    [
      "ts::date > '2024-01-08'",
      "2024-01-08 00:00:00",
      ["2024-01-09T00:00:00.000", UNTIL],
    ],
    [
      "date_trunc('month', ts) <= '2024-01-08'",
      "2024-01-08 00:00:00",
      [SINCE, "2024-01-31T23:59:59.999"],
    ],
  ])(
    "closes %s by what the model has, so that a rollup is found",
    async (where, answer, dateRange) => {
      const timeDimensions = [{ dimension: "trades.ts", dateRange }];
      const sql = `SELECT MEASURE(ratio) FROM trades WHERE ${where}`;
      const measures = ["trades.ratio"];
      expect(await queryOf(sql, [answer])).toEqual({
        measures,
        timeDimensions,
      });
      const distinct = `SELECT DISTINCT desk FROM trades WHERE ${where}`;
      expect(await queryOf(distinct, [answer])).toMatchObject({
        timeDimensions,
      });
    },
  );

  it.each([
    [
      "rows one by one",
      "SELECT trade_id FROM trades WHERE ts >= '2024-01-08'",
      "2024-01-08 00:00:00",
    ],
    [
      "what begins within a second",
      "SELECT desk FROM trades WHERE ts > '2024-01-08' GROUP BY 1",
      "2024-01-08 00:00:00",
    ],
    [
      "what is beyond the bounds",
      "SELECT desk FROM trades WHERE ts >= '2149-06-06' GROUP BY 1",
      "2149-06-06 00:00:00",
    ],
    [
      "alternatives",
      "SELECT desk FROM trades WHERE ts >= '2024-01-08' OR desk = 'fx' GROUP BY 1",
      "2024-01-08 00:00:00",
    ],
    [
      "a running total, which has a value for each period of a range",
      `SELECT SUM(running) FROM books WHERE "Opened At" >= '2024-01-08'`,
      "2024-01-08 00:00:00",
    ],
    [
      "groups that a running total chooses",
      `SELECT book FROM books WHERE "Opened At" >= '2024-01-08' GROUP BY 1 HAVING SUM(running) > 5`,
      "2024-01-08 00:00:00",
    ],
  ])("does not close ranges of %s", async (_, sql, answer) => {
    const query = await queryOf(sql, [answer]);
    expect(query).not.toHaveProperty("timeDimensions");
    expect(JSON.stringify(query.filters)).toMatch(/after(OrOn)?Date/);
  });
});
