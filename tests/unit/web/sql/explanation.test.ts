import { describe, expect, it } from "vitest";
import {
  isExplainable,
  readExplanation,
  rollupsOf,
} from "../../../../web/src/sql/explanation.ts";

const scan = (rollups: string[], subqueries: unknown[] = []) => ({
  query: { measures: ["trade_metrics.pnl"] },
  sql: "SELECT x WHERE d >= $0$ AND n = $1$ AND rest = '$2$'",
  values: ["it's", 7],
  rollups,
  subqueries,
});
const plan = (...scans: unknown[]) => JSON.stringify([{ scans }]);

describe("readExplanation", () => {
  it("puts values in their places, quoted as ClickHouse reads them", () => {
    const read = readExplanation(plan(scan(["by_desk"])));
    expect(read?.scans[0]?.sql).toBe(
      "SELECT x WHERE d >= 'it\\'s' AND n = 7 AND rest = '$2$'",
    );
    expect(read?.postgres).toBeUndefined();
  });

  it("knows a plan of Postgres itself, which has no queries", () => {
    expect(readExplanation('[{"Plan": {"Node Type": "Result"}}]')).toBe(
      undefined,
    );
  });

  it("refuses what is no JSON", () => {
    expect(() => readExplanation("Seq Scan on x")).toThrow("not JSON");
  });
});

describe("rollupsOf", () => {
  const rollups = (...scans: unknown[]) => {
    const read = readExplanation(plan(...scans));
    return read && rollupsOf(read);
  };

  it("names each once, those of subqueries too", () => {
    expect(
      rollups(scan(["a"], [[scan(["b"])]]), scan(["a"], [[scan(["c"])]])),
    ).toEqual(["a", "b", "c"]);
  });

  it("claims none when any query reads the facts", () => {
    expect(rollups(scan(["a"]), scan([]))).toBeUndefined();
    expect(rollups(scan(["a"], [[scan([])]]))).toBeUndefined();
  });
});

describe("isExplainable", () => {
  it.each([
    ["SELECT 1", true],
    ["  -- why\n/* and */ with x as (select 1) select * from x", true],
    ["(SELECT 1) UNION (SELECT 2)", true],
    ["SHOW timezone", false],
    ["EXPLAIN SELECT 1", false],
    ["selection", false],
  ])("%s: %s", (text, expected) => {
    expect(isExplainable(text)).toBe(expected);
  });
});
