import { describe, expect, it } from "vitest";
import { isoTime } from "../../../server/sql-api/statements/iso-time.ts";

describe("isoTime(sql)", () => {
  it.each([
    ["'2026-01-31'::timestamp", "2026-01-31 00:00:00"],
    ["'2026-01-31'::date", "2026-01-31 00:00:00"],
    ["CAST('2026-01-31'::date AS timestamp)", "2026-01-31 00:00:00"],
    ["'2024-02-29 23:59:59'::timestamp", "2024-02-29 23:59:59"],
    [
      "CAST('2026-01-31 10:20:30'::timestamp AS timestamp)",
      "2026-01-31 10:20:30",
    ],
  ])("reads %s as Postgres does", (sql, value) => {
    expect(isoTime(sql)).toBe(value);
  });

  it.each([
    "'2026-02-29'::timestamp",
    "'2026-02-30'::timestamp",
    "'2026-01-31 24:00:00'::timestamp",
    "'2026-01-31 10:20:60'::timestamp",
    "'0000-01-01'::timestamp",
    "'2026-01-31 10:20:30'::date",
    "'2026-1-31'::timestamp",
    "'31/01/2026'::timestamp",
    "'2026-01-31 10:20:30+02'::timestamp",
    "'2026-01-31'::timestamptz",
    "'2026-01-31'::text",
    "'now'::timestamp",
    "now()::timestamp",
    "'2026-01-31'::timestamp - '1 day'::interval",
  ])("leaves %s to Postgres", (sql) => {
    expect(isoTime(sql)).toBeUndefined();
  });
});
