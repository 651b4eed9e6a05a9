import { PGlite } from "@electric-sql/pglite";
import { loadModule, parseSync } from "libpg-query";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { translate } from "../../../server/sql-api/translate/translate.ts";
import {
  type ReadTimes,
  type Rows,
  rowsOf,
  runPlan,
} from "./translate-cube.ts";
import { TABLES } from "./translate-model.ts";
import { ORDERED, UNORDERED } from "./translate-statements.ts";

/** Rows as a table has them: text with quotes, NULL everywhere, ties, ends of months. */
const ROWS = `
CREATE TABLE trades (
  trade_id float8, desk text, symbol text, lots float8, is_open bool, ts timestamp,
  count int8, notional float8, pnl float8, min_px float8, max_px float8,
  avg_px float8, desks int8, ratio float8, big bool, __user text, "__cubeJoinField" text);
INSERT INTO trades
SELECT i,
  (ARRAY['fx','Fx','rates','o''b\\k%', '', NULL])[1 + i * 7 % 6],
  (ARRAY['AAA','aab','A_B','é', NULL])[1 + i * 3 % 5],
  nullif(i % 13, 5),
  (ARRAY[true, false, NULL])[1 + i % 3],
  CASE WHEN i % 17 = 0 THEN NULL
    WHEN i % 5 = 0 THEN '2024-01-31 23:59:59.999'::timestamp + (i % 3) * interval '1 ms'
    ELSE '2023-11-15 07:30:15.25'::timestamp + i * interval '3 days 5 hours' END,
  1,
  CASE WHEN i % 11 = 0 THEN NULL ELSE (i % 8) * 2.5 END,
  CASE WHEN i % 6 = 0 THEN NULL ELSE (i % 9) * 0.25 - 1 END,
  (i % 10) * 0.5, (i % 10) * 1.5, (i % 4) * 0.25,
  1 + i * 7 % 6, (i % 9) * 0.25 - 1, nullif(i % 13, 5) >= 10
FROM generate_series(1, 60) i;
UPDATE trades SET desks = NULL WHERE desk IS NULL;
CREATE TABLE books (running float8, size float8, label text, last_open timestamp,
  book text, "Opened At" timestamp, __user text, "__cubeJoinField" text);
INSERT INTO books VALUES (1, 2, 'x', '2024-02-29', 'fx', '2024-02-29'),
  (2, 3, 'y', '2024-03-01', 'fx', '2024-03-01'), (4, NULL, NULL, NULL, NULL, NULL);`;

/** What measures are over the raw rows. */
const PLAIN: Record<string, string> = {
  count: "count(*)",
  notional: "sum(notional)",
  pnl: "sum(pnl)",
  min_px: "min(min_px)",
  max_px: "max(max_px)",
  avg_px: "avg(avg_px)",
  desks: "count(DISTINCT desk)",
  ratio: "(sum(pnl) / count(*))",
  size: "sum(size)",
  last_open: "max(last_open)",
};
const plain = (sql: string) =>
  sql.replaceAll(
    /MEASURE\((?:\w+\.)?(\w+)\)/g,
    (_, name: string) => PLAIN[name] ?? name,
  );

/** Milliseconds that Postgres may take to start on a busy machine. */
const START_TIMEOUT = 60_000;

let database: PGlite;
beforeAll(async () => {
  await loadModule();
  database = await PGlite.create();
  await database.exec(ROWS);
}, START_TIMEOUT);
afterAll(() => database.close());

async function answers(
  sql: string,
  readTimes: ReadTimes = (time) => time,
): Promise<{ asked: Rows; wanted: Rows }> {
  const wanted = await rowsOf(database, plain(sql));
  const plan = await translate(parseSync(sql).stmts![0]!.stmt!, {
    tables: TABLES,
    text: sql,
    async evaluate(expressions) {
      const { rows } = await rowsOf(
        database,
        `SELECT ${expressions.map((one) => `(${one})::text`).join(", ")}`,
      );
      return rows[0] as (string | null)[];
    },
  });
  return { asked: await runPlan(database, plan, readTimes), wanted };
}

const sorted = ({ types, rows }: Rows) => ({
  types,
  rows: rows.map((row) => JSON.stringify(row)).sort(),
});

describe("the answer of a plan is that of the statement over the rows", () => {
  it.each(UNORDERED)("%s", async (sql) => {
    const { asked, wanted } = await answers(sql);
    expect(sorted(asked)).toEqual(sorted(wanted));
  });

  it.each(ORDERED)("%s", async (sql) => {
    const { asked, wanted } = await answers(sql);
    expect(asked).toEqual(wanted);
  });
});

// ClickHouse cuts the constants off, and the model its times.
describe("at a source that knows seconds only", () => {
  beforeAll(() =>
    database.exec("UPDATE trades SET ts = date_trunc('second', ts)"),
  );

  it.each(UNORDERED.filter((sql) => /WHERE.*\bts\b/.test(sql)))(
    "%s",
    async (sql) => {
      const { asked, wanted } = await answers(
        sql,
        (time) => `date_trunc('second', ${time})`,
      );
      expect(sorted(asked)).toEqual(sorted(wanted));
    },
  );
});
