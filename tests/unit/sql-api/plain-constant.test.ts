import type { Node } from "@pgsql/types";
import { beforeAll, describe, expect, it } from "vitest";
import {
  loadParser,
  parseStatement,
} from "../../../server/sql-api/statements/parse.ts";
import { substitute } from "../../../server/sql-api/statements/parameters.ts";
import { plainConstant } from "../../../server/sql-api/statements/plain-constant.ts";
import { TYPE_NAMES } from "../../../server/sql-api/statements/type-names.ts";
import { translate } from "../../../server/sql-api/translate/translate.ts";
import { TABLES } from "./translate-model.ts";

beforeAll(() => loadParser());

/** What the translator asks for as it plans a statement, with what it is told. */
async function asked(text: string, oids: number[] = [], values: string[] = []) {
  const { node } = parseStatement(text);
  const select: Node = substitute(node!, oids, values, TYPE_NAMES);
  const answers: [sql: string, value: string | undefined][] = [];
  await translate(select, {
    tables: TABLES,
    text,
    evaluate(expressions) {
      const found = expressions.map(plainConstant);
      expressions.forEach((sql, place) => answers.push([sql, found[place]]));
      return Promise.resolve(found.map((value) => value ?? null));
    },
  });
  return answers.map(([, value]) => value);
}

const DAY = "2024-01-08 00:00:00";
const WHERE = "SELECT desk, measure(notional) FROM trades WHERE";

describe("plainConstant(sql)", () => {
  it.each([
    ["ts >= '2024-01-08'", DAY],
    ["ts >= date '2024-01-08'", DAY],
    ["ts >= CAST('2024-01-08' AS timestamp)", DAY],
    ["ts >= timestamp '2024-01-08 10:20:30'", "2024-01-08 10:20:30"],
  ])("knows what is asked for %s", async (condition, value) => {
    expect(await asked(`${WHERE} ${condition} GROUP BY 1`)).toEqual([value]);
  });

  it.each([
    ["date", 1082],
    ["timestamp", 1114],
    ["text", 25],
  ])("knows parameters of days as %s, and of numbers", async (_, oid) => {
    const text = `${WHERE} ts >= $1 GROUP BY 1 LIMIT $2`;
    expect(await asked(text, [oid, 20], ["2024-01-08", "50"])).toEqual([
      DAY,
      "50",
    ]);
  });

  it.each([
    ["CAST(CAST(CAST('-50' AS int) AS numeric) AS pg_catalog.text)", "-50"],
    ["CAST(CAST('0' AS double precision) AS pg_catalog.text)", "0"],
    ["CAST('7'::int AS pg_catalog.text)", "7"],
  ])("knows %s", (sql, value) => {
    expect(plainConstant(sql)).toBe(value);
  });

  it.each([
    "CAST('2024-01-08 10:20:30+02'::timestamptz AS pg_catalog.text)",
    "CAST(now() AS pg_catalog.text)",
    "CAST(CAST('2024-01-08'::timestamptz AS timestamp) AS pg_catalog.text)",
    "CAST(CAST('1234567890' AS int) AS pg_catalog.text)",
    "CAST(CAST('007' AS bigint) AS pg_catalog.text)",
    "CAST(CAST('-0' AS numeric) AS pg_catalog.text)",
    "CAST(CAST('1.50' AS numeric) AS pg_catalog.text)",
    "CAST(CAST('50' AS smallint) AS pg_catalog.text)",
    "CAST(CAST('1' AS bigint) + CAST('2' AS bigint) AS pg_catalog.text)",
    "'2024-01-08'::timestamp",
  ])("leaves %s to Postgres", (sql) => {
    expect(plainConstant(sql)).toBeUndefined();
  });
});
