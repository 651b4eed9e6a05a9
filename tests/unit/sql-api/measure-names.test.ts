import type { SelectStmt } from "@pgsql/types";
import { loadModule, parseSync } from "libpg-query";
import { beforeAll, describe, expect, it } from "vitest";
import { namedByMeasures } from "../../../server/sql-api/statements/measure-names.ts";

beforeAll(() => loadModule());

function names(sql: string, postgres: string[]): string[] {
  const node = parseSync(sql).stmts![0]!.stmt as { SelectStmt: SelectStmt };
  const columns = postgres.map((name) => ({
    name,
    tableOid: 0,
    columnNumber: 0,
    typeOid: 25,
    typeSize: -1,
    typeModifier: -1,
  }));
  return namedByMeasures(node.SelectStmt, columns)!.map(({ name }) => name);
}

describe("namedByMeasures(select, columns)", () => {
  it.each<[sql: string, postgres: string[], expected: string[]]>([
    [
      'SELECT desk, MEASURE(t.notional), measure("Pnl")::int, MEASURE(x) AS y FROM t',
      ["desk", "measure", "measure", "y"],
      ["desk", "notional", "Pnl", "y"],
    ],
    [
      "SELECT MEASURE(a) + 1, SUM(b), measure(c) OVER () FROM t",
      ["?column?", "sum", "measure"],
      ["?column?", "sum", "measure"],
    ],
    [
      "SELECT MEASURE(a) FROM t UNION SELECT MEASURE(b) FROM t",
      ["measure"],
      ["a"],
    ],
    [
      "SELECT *, MEASURE(a) FROM t",
      ["x", "y", "measure"],
      ["x", "y", "measure"],
    ],
  ])("%s", (sql, postgres, expected) => {
    expect(names(sql, postgres)).toEqual(expected);
  });
});
