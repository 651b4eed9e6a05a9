import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../server/sql-api/postgres/database.ts";
import { PgPool } from "../../server/sql-api/postgres/pool.ts";
import { scanRelations } from "../../server/sql-api/postgres/scan-relations.ts";
import { POSTGRES_CACHE } from "../support/postgres-cache.ts";
import { NEVER, session, TRADES } from "../support/sql-api-database.ts";

let pool: PgPool;
let database: Database;

beforeAll(async () => {
  pool = new PgPool({ cacheFolder: POSTGRES_CACHE, maxDatabases: 1 });
  database = pool.database([TRADES]);
  await pool.warmUp([TRADES]);
});
afterAll(() => pool.close());

describe("rows of scans", () => {
  const run = async (
    scans: Parameters<typeof scanRelations>[0],
    outer: string,
    settings = {},
  ) => {
    const { text, parameterOids, values, formats } = scanRelations(
      scans,
      outer,
    );
    const { rows } = await database.query(
      session(settings),
      {
        text: `SELECT string_agg(r::text, E'\\n') FROM (${text}) r`,
        parameterOids,
      },
      { values, formats, resultFormats: [] },
      NEVER,
    );
    const length = rows.bytes.readInt32BE(7);
    return length < 0
      ? []
      : rows.bytes.toString("utf8", 11, 11 + length).split("\n");
  };
  const TEXTS = [
    "",
    "a",
    "NULL",
    null,
    '"q"',
    "back\\slash",
    "{a,b}",
    "é🚀",
    " x ",
    undefined,
    "a\0b",
    7,
    true,
  ];

  it("keep every text", async () => {
    const rows = await run(
      [{ columns: [{ type: "text", values: TEXTS }], rowCount: TEXTS.length }],
      "SELECT encode(convert_to(c0, 'UTF8'), 'hex') FROM _scan_0",
    );
    const expected = TEXTS.map((value) =>
      value == null
        ? ""
        : Buffer.from(String(value).replaceAll("\0", "")).toString("hex"),
    );
    expect(rows).toEqual(
      expected.map((hex, place) => (TEXTS[place] === "" ? '("")' : `(${hex})`)),
    );
  });

  it("keep every number, time and truth", async () => {
    const cases = {
      int8: [
        ["0", 0],
        ["-1", -1],
        ["9223372036854775807", "9223372036854775807"],
        ["-9223372036854775808", "-9223372036854775808"],
        ["4294967296", "4294967296"],
        ["-4294967297", -4294967297],
        ["12", "12.0"],
        ["1000000000000000000000", "x"],
      ],
      float8: [
        ["0.1", "0.1"],
        ["-1.5", -1.5],
        ["1e+300", "1e300"],
        ["NaN", "nan"],
        ["Infinity", "Infinity"],
        ["123456789.123", "123456789.123"],
        ["-0", "-0"],
      ],
      bool: [
        ["t", true],
        ["f", "false"],
        ["t", 1],
      ],
      timestamp: [
        ["2024-01-05 00:00:00", "2024-01-05T00:00:00.000"],
        ["1999-12-31 23:59:59.999", "1999-12-31T23:59:59.999"],
        ["2024-02-29 12:34:56.123456", "2024-02-29 12:34:56.123456"],
        ["1900-01-01 00:00:00", "1900-01-01T00:00:00.000"],
        ["1600-06-15 01:02:03.004", "1600-06-15T01:02:03.004"],
        ["2299-12-31 23:59:59.999", "2299-12-31T23:59:59.999"],
        ["2024-03-31 02:30:00", "2024-03-31"],
      ],
    } as const;
    for (const [type, list] of Object.entries(cases)) {
      const known = list.filter(
        ([, value]) => value !== "x" && value !== "2024-03-31",
      );
      const values = [...known.map(([, value]) => value), null];
      const rows = await run(
        [
          {
            columns: [{ type: type as "int8", values }],
            rowCount: values.length,
          },
        ],
        "SELECT coalesce(c0::text, 'none') FROM _scan_0",
        { timezone: "Europe/Berlin" },
      );
      const texts = {
        bool: { t: "true", f: "false" } as Record<string, string>,
      };
      const expected = known.map(([text]) =>
        type === "bool" ? texts.bool[text]! : text,
      );
      expect(rows.map((row) => row.replace(/^\("?|"?\)$/g, ""))).toEqual([
        ...expected,
        "none",
      ]);
    }
  });

  it("may be none, and have no columns", async () => {
    const none = {
      columns: [
        { type: "text" as const, values: [] },
        { type: "int8" as const, values: [] },
      ],
      rowCount: 0,
    };
    expect(await run([none], "SELECT c0, c1 FROM _scan_0")).toEqual([]);
    expect(await run([none], "SELECT count(*) FROM _scan_0")).toEqual(["(0)"]);
    expect(
      await run([{ columns: [], rowCount: 7 }], "SELECT count(*) FROM _scan_0"),
    ).toEqual(["(7)"]);
    expect(
      await run([{ columns: [], rowCount: 0 }], "SELECT count(*) FROM _scan_0"),
    ).toEqual(["(0)"]);
  });

  it("of several scans meet, in a statement with a WITH of its own", async () => {
    const scan = (values: number[]) => ({
      columns: [{ type: "int8" as const, values }],
      rowCount: values.length,
    });
    expect(
      await run(
        [scan([1, 2, 3]), scan([2, 3, 4])],
        "WITH RECURSIVE same AS (SELECT c0 FROM _scan_0 JOIN _scan_1 USING (c0)) SELECT c0 FROM same ORDER BY c0 DESC",
      ),
    ).toEqual(["(3)", "(2)"]);
  });

  it("stay in order", async () => {
    const values = Array.from(
      { length: 30_000 },
      (_, place) => (place * 7919) % 30_011,
    );
    const rows = await run(
      [{ columns: [{ type: "int8", values }], rowCount: values.length }],
      "SELECT c0 FROM _scan_0",
    );
    expect(rows).toEqual(values.map((value) => `(${value})`));
  });
});
