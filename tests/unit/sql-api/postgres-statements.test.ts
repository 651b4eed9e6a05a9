import { describe, expect, it } from "vitest";
import { clipName } from "../../../server/sql-api/postgres/quoting.ts";
import { scanRelations } from "../../../server/sql-api/postgres/scan-relations.ts";
import {
  customSetting,
  settingStatements,
  timeoutSetting,
} from "../../../server/sql-api/postgres/settings.ts";
import {
  assertReading,
  assertSetting,
  firstKeyword,
} from "../../../server/sql-api/postgres/statement-kind.ts";

describe("firstKeyword(text)", () => {
  it.each([
    ["select 1", "SELECT"],
    ["  \t\r\n\f\v(( Select 1))", "SELECT"],
    ["-- set role x\nshow a", "SHOW"],
    ["-- set role x\rshow a", "SHOW"],
    ["/* a /* select */ b */ set x to 1", "SET"],
    ["/**/ values (1)", "VALUES"],
    ["; ;set x to 1", "SET"],
    ["/* no end select 1", ""],
    ["-- only", ""],
    ["", ""],
    ["\u00a0select 1", ""],
    ['"select"', ""],
  ])("%j begins with %j", (text, keyword) => {
    expect(firstKeyword(text)).toBe(keyword);
  });
});

describe("assertReading(text)", () => {
  it.each([
    "SELECT 1",
    "values (1)",
    "TABLE trades",
    "with a as (select 1) select * from a",
    "show all",
    "explain select 1",
    "",
    ";;",
    "-- ping",
  ])("allows %j", (text) => {
    expect(() => assertReading(text)).not.toThrow();
  });

  it.each([
    "SET ROLE x",
    "; set role x",
    "/* select */ reset all",
    "copy t to program 'sh'",
    "do $$ $$",
    "begin",
    "selects",
    "\u00a0set role x",
    "'select'",
  ])("refuses %j", (text) => {
    expect(() => assertReading(text)).toThrowError(
      expect.objectContaining({ code: "0A000" }),
    );
  });

  it("allows nothing but SET and RESET to change settings", () => {
    expect(() => assertSetting(" /**/ Set a to 1")).not.toThrow();
    expect(() => assertSetting("RESET ALL")).not.toThrow();
    expect(() => assertSetting("select set_config('a','b',true)")).toThrow();
    expect(() => assertSetting("")).toThrow();
  });
});

describe("settingStatements(settings)", () => {
  it.each([
    ["timezone", "Europe/Berlin", `SET "timezone" TO 'Europe/Berlin'`],
    ["datestyle", "ISO, DMY", `SET "datestyle" TO 'ISO, DMY'`],
    ["my.app", "it's", `SET "my"."app" TO 'it''s'`],
    ["application_name", "a\\'b", `SET "application_name" TO  E'a\\\\''b'`],
    [
      "search_path",
      '"$user", public',
      `SET "search_path" TO '$user', 'public'`,
    ],
    ["search_path", '"a""b,c" , D', `SET "search_path" TO 'a"b,c', 'd'`],
    ["search_path", '""', `SET "search_path" TO ''`],
    ["search_path", "", `SET "search_path" TO ''`],
    ['x"; drop', "1", `SET "x""; drop" TO '1'`],
  ])("sets %j to %j", (name, value, sql) => {
    expect(settingStatements(new Map([[name, value]]))).toEqual([sql]);
  });

  it("never sets who the login is, what holds for one transaction, and what ends Postgres", () => {
    const names = [
      "role",
      "Session_Authorization",
      "transaction_read_only",
      "idle_session_timeout",
      "exit_on_error",
    ];
    const settings = new Map(names.map((name) => [name, "x"]));
    expect(settingStatements(settings)).toEqual([]);
  });

  it.each(["a,,b", '"a', 'a"b"', "a b", "a,", ","])(
    "refuses %j as a list of names",
    (list) => {
      expect(() =>
        settingStatements(new Map([["search_path", list]])),
      ).toThrowError(expect.objectContaining({ code: "22023" }));
    },
  );
});

describe("timeoutSetting(settings, name)", () => {
  it.each([
    ["1500", 1500],
    ["2s", 2000],
    ["1min", 60_000],
    ["1.5 s", 1500],
    ["1d", 86_400_000],
    ["0", undefined],
    ["0ms", undefined],
    ["-1", undefined],
    ["nonsense", undefined],
  ])("of %j is %j milliseconds", (value, milliseconds) => {
    const settings = new Map([["statement_timeout", value]]);
    expect(timeoutSetting(settings, "statement_timeout")).toBe(milliseconds);
  });

  it("is none by default", () => {
    expect(timeoutSetting(new Map(), "statement_timeout")).toBeUndefined();
  });
});

describe("customSetting(text)", () => {
  it.each([
    ["SET my.app = 'x'", "my.app"],
    ['set session "My"."App" to 1', "my.app"],
    ["RESET my.app", "my.app"],
    ["SET timezone = 'a.b'", undefined],
    ["SET my . app = 1", "my.app"],
  ])("of %j is %j", (text, name) => {
    expect(customSetting(text)).toBe(name);
  });
});

describe("clipName(name)", () => {
  it("keeps 63 bytes and no part of a character", () => {
    expect(clipName("a".repeat(63))).toBe("a".repeat(63));
    expect(clipName("a".repeat(80))).toBe("a".repeat(63));
    expect(clipName("é".repeat(40))).toBe("é".repeat(31));
    expect(clipName(`${"a".repeat(60)}🚀`)).toBe("a".repeat(60));
  });
});

describe("scanRelations(scans, outer)", () => {
  const scan = {
    columns: [
      { type: "text" as const, values: ["a"] },
      { type: "float8" as const, values: [1] },
    ],
    rowCount: 1,
  };

  it("puts a relation per scan before the statement", () => {
    const { text, parameterOids, formats } = scanRelations(
      [scan, { columns: [], rowCount: 3 }, scan],
      "SELECT 1",
    );
    expect(text).toBe(
      "WITH _scan_0(c0, c1) AS (SELECT * FROM unnest($1, $2)), _scan_1 AS (SELECT FROM generate_series(1, 3)), _scan_2(c0, c1) AS (SELECT * FROM unnest($3, $4)) SELECT 1",
    );
    expect(parameterOids).toEqual([1009, 1022, 1009, 1022]);
    expect(formats).toEqual([1]);
  });

  it.each([
    ["WITH a AS (SELECT 1) TABLE a", "WITH _scan_0(", ", a AS (SELECT 1)"],
    [
      "with recursive a AS (SELECT 1) TABLE a",
      "WITH recursive _scan_0(",
      ", a",
    ],
  ])("joins its own WITH: %s", (outer, start, next) => {
    const { text } = scanRelations([scan], outer);
    expect(text.startsWith(start)).toBe(true);
    expect(text).toContain(`unnest($1, $2))${next}`);
  });

  it("leaves a statement without scans as it is", () => {
    expect(scanRelations([], "SELECT 1").text).toBe("SELECT 1");
  });

  it.each([
    ["int8", "many", "22P02"],
    ["int8", "9223372036854775808", "22003"],
    ["float8", "", "22P02"],
    ["bool", "maybe", "22P02"],
    ["timestamp", "yesterday", "22P02"],
    ["timestamp", "2024-02-30T00:00:00.000", "22008"],
    ["timestamp", "2024-13-01T00:00:00.000", "22008"],
    ["timestamp", "2024-01-01T24:00:01.000", "22008"],
  ] as const)("refuses %s %j", (type, value, code) => {
    const columns = [{ type, values: [value] }];
    expect(() =>
      scanRelations([{ columns, rowCount: 1 }], "SELECT 1"),
    ).toThrowError(expect.objectContaining({ code }));
  });
});
