import { beforeAll, describe, expect, it } from "vitest";
import {
  loadParser,
  parseStatement,
} from "../../../server/sql-api/statements/parse.ts";
import {
  areReproducible,
  isReproducible,
} from "../../../server/sql-api/statements/reproducible.ts";

const TABLES = new Map([["trade_metrics", {}]]);

beforeAll(() => loadParser());

const check = (text: string): boolean =>
  isReproducible(parseStatement(text).node!, TABLES);

describe("isReproducible(select, tables)", () => {
  it.each([
    "SELECT desk, MEASURE(notional) FROM trade_metrics GROUP BY 1",
    'SELECT "desk" FROM public.trade_metrics WHERE ts < current_date',
    "SELECT date_trunc('month', ts) FROM trade_metrics WHERE trade_date = 'today'",
    "SELECT rank() OVER (ORDER BY SUM(pnl)), current_user FROM trade_metrics GROUP BY desk",
    "WITH a AS (SELECT desk FROM trade_metrics) SELECT pg_catalog.upper(desk) FROM a UNION SELECT 'x'",
    "SELECT extract(year FROM ts), ts AT TIME ZONE 'UTC', trim(desk), overlay(desk placing 'x' from 1) FROM trade_metrics",
    "SELECT desk FROM trade_metrics WHERE desk LIKE 'k%' ESCAPE '#' OR desk = 'Snowflake'",
  ])("%s", (text) => {
    expect(check(text)).toBe(true);
  });

  it.each([
    "SELECT desk, random() FROM trade_metrics",
    "SELECT clock_timestamp() FROM trade_metrics",
    "SELECT desk FROM trade_metrics WHERE ts > now()",
    "SELECT desk FROM trade_metrics WHERE ts > current_timestamp",
    "SELECT desk FROM trade_metrics WHERE ts > localtimestamp(0)",
    "SELECT desk FROM trade_metrics WHERE ts > 'now'",
    "SELECT desk FROM trade_metrics WHERE ts > timestamp ' NOW '",
    "SELECT nextval('s') FROM trade_metrics",
    "SELECT pg_sleep(1) FROM trade_metrics",
    "SELECT set_config('a.b', 'c', false) FROM trade_metrics",
    "SELECT current_setting('a.b') FROM trade_metrics",
    "SELECT txid_current() FROM trade_metrics",
    "SELECT pg_backend_pid() FROM trade_metrics",
    "SELECT other.upper(desk) FROM trade_metrics",
    "SELECT gen_random_uuid() FROM (SELECT desk FROM trade_metrics) t",
    "SELECT desk FROM trade_metrics WHERE desk IN (SELECT name FROM pg_prepared_statements)",
    "WITH pg_cursors AS (SELECT 1) SELECT name FROM trade_metrics, (SELECT * FROM pg_cursors) c",
    "SELECT desk FROM trade_metrics, pg_temp.trade_metrics t",
    "SELECT desk FROM trade_metrics TABLESAMPLE system (10)",
  ])("not %s", (text) => {
    expect(check(text)).toBe(false);
  });
});

describe("areReproducible(values)", () => {
  it("refuses what may stand for the time", () => {
    expect(areReproducible([null, Buffer.from("2024-01-08")])).toBe(true);
    expect(areReproducible([Buffer.from("snowy")])).toBe(true);
    expect(areReproducible([Buffer.from("x"), Buffer.from("{Now}")])).toBe(
      false,
    );
  });
});
