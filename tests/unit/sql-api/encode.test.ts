import { PGlite } from "@electric-sql/pglite";
import seedrandom from "seedrandom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeTextRows } from "../../../server/sql-api/encode/decode.ts";
import { RowEncoder } from "../../../server/sql-api/encode/row-encoder.ts";
import {
  boolText,
  float8Text,
  int8Text,
  plainText,
  timestampText,
} from "../../../server/sql-api/encode/text.ts";
import type { SqlError } from "../../../server/sql-api/sql-error.ts";
import type { SqlType } from "../../../server/sql-api/tables.ts";

let postgres: PGlite;

beforeAll(async () => {
  postgres = await PGlite.create();
}, 30_000);

afterAll(() => postgres.close());

/** What Postgres itself writes for texts that it has read as the type. */
async function written(type: SqlType, texts: string[]): Promise<string[]> {
  const { rows } = await postgres.query<{ text: string }>(
    `SELECT v::${type}::text AS text FROM unnest($1::text[]) WITH ORDINALITY AS t(v, n) ORDER BY n`,
    [texts],
  );
  return rows.map(({ text }) => text);
}

/** JavaScript writes -0 as 0. */
const exact = (number: number) =>
  Object.is(number, -0) ? "-0" : String(number);

describe("a number", () => {
  it("is written as Postgres writes a double precision", async () => {
    const random = seedrandom("float8");
    const numbers = [
      ...[0, -0, 1, -1, 0.1, 1e-4, 9.99e-5, 1e14, 999999999999999.75, 1e15],
      ...[1e16, 1e21, 1e300, 5e-324, 1.7e308, 4503599627370496],
      ...[0.30000000000000004, 2 / 3, 100, 1234.5, -1e-7],
      ...Array.from(
        { length: 2000 },
        () => (random() - 0.5) * 10 ** Math.floor(random() * 34 - 20),
      ),
    ];
    expect(numbers.map(float8Text)).toEqual(
      await written("float8", numbers.map(exact)),
    );
  });

  it("is the same number where Postgres prefers other digits of the same length", async () => {
    const random = seedrandom("large");
    const numbers = Array.from({ length: 500 }, () => random() * 1e22);
    const theirs = await written("float8", numbers.map(String));
    expect(numbers.map(float8Text).map(Number)).toEqual(theirs.map(Number));
    expect(numbers.map((number) => float8Text(number).slice(-4))).toEqual(
      theirs.map((text) => text.slice(-4)),
    );
  });

  it("has words where it is none", () => {
    expect([NaN, Infinity, -Infinity].map(float8Text)).toEqual([
      "NaN",
      "Infinity",
      "-Infinity",
    ]);
    expect(["nan", "inf", "-inf"].map(float8Text)).toEqual([
      "NaN",
      "Infinity",
      "-Infinity",
    ]);
  });

  it.each([["abc"], [""], [{}]])("is not made of %j", (value) => {
    let code;
    try {
      float8Text(value);
    } catch (error) {
      ({ code } = error as SqlError);
    }
    expect(code).toBe("22P02");
  });
});

describe("a count", () => {
  it.each([
    [12, "12"],
    ["12", "12"],
    ["12.0", "12"],
    ["-7.000", "-7"],
    ["9007199254740993", "9007199254740993"],
    ["9007199254740993.0", "9007199254740993"],
    [1e18, "1000000000000000000"],
    ["1e3", "1000"],
  ])("of %j is %s", (value, text) => {
    expect(int8Text(value)).toBe(text);
  });

  it("may be a bigint", () => {
    expect(int8Text(10n ** 18n + 1n)).toBe("1000000000000000001");
  });

  it.each([["x"], [NaN], ["12x"]])("is not made of %j", (value) => {
    expect(() => int8Text(value)).toThrow("the model delivers no bigint");
  });
});

describe("a time", () => {
  it("is written as Postgres writes a timestamp", async () => {
    const times = [
      "2024-01-05T00:00:00.000",
      "2024-01-05T09:30:00.120",
      "2024-12-31T23:59:59.999",
      "2024-02-29 12:00:00",
      "2024-02-29 12:00",
      "2024-01-05",
      "1999-12-31T23:59:59.000001",
      "2024-01-05T00:00:00.000Z",
    ];
    expect(times.map(timestampText)).toEqual(await written("timestamp", times));
    expect(timestampText(new Date("2024-01-05T09:30:00.5Z"))).toBe(
      "2024-01-05 09:30:00.5",
    );
  });

  it("is not guessed", () => {
    expect(() => timestampText("5 Jan 2024")).toThrow("no timestamp");
    expect(() => timestampText("2024-01-05T00:00:00+02:00")).toThrow(
      "no timestamp",
    );
  });
});

describe("other values", () => {
  it("are true or false in any of the ways of a database", () => {
    expect([true, "true", 1, "1"].map(boolText).join("")).toBe("tttt");
    expect([false, "false", 0, "0"].map(boolText).join("")).toBe("ffff");
    expect(() => boolText("maybe")).toThrow("no boolean");
  });

  it("lose zero bytes, which Postgres has not", () => {
    expect(plainText("a\0b")).toBe("ab");
    expect(plainText("Zürich 😀")).toBe("Zürich 😀");
    expect(plainText(["a", 1])).toBe('["a",1]');
  });
});

describe("RowEncoder", () => {
  const TYPES: SqlType[] = ["text", "int8", "float8", "timestamp", "bool"];
  const ROWS: unknown[][] = [
    ["Zürich 😀", 12, 1.5, "2024-01-05T09:30:00.120", true],
    [null, null, null, null, null],
    ["", "-9007199254740993", -0.1, "1999-12-31T23:59:59.999", 0],
    ["NULL", 0, 1e300, "2000-01-01", "false"],
  ];

  const encode = (format: 0 | 1) => {
    const encoder = new RowEncoder(TYPES.map((type) => ({ type, format })));
    for (const row of ROWS) encoder.add((column) => row[column]);
    return encoder.take();
  };

  it("writes text that reads back", () => {
    expect(decodeTextRows(encode(0))).toEqual([
      ["Zürich 😀", "12", "1.5", "2024-01-05 09:30:00.12", "t"],
      [null, null, null, null, null],
      ["", "-9007199254740993", "-0.1", "1999-12-31 23:59:59.999", "f"],
      ["NULL", "0", "1e+300", "2000-01-01 00:00:00", "f"],
    ]);
  });

  it("writes binary values as Postgres sends them", async () => {
    const texts = decodeTextRows(encode(0));
    // …send() gives a value as the binary protocol carries it.
    const send = ["textsend", "int8send", "float8send", "timestamp_send"];
    const expected = await Promise.all(
      texts.map(async (row) => {
        const { rows } = await postgres.query<Record<string, Uint8Array>>(
          `SELECT ${TYPES.map((type, column) => `${send[column] ?? "boolsend"}($${column + 1}::text::${type}) AS c${column}`).join(", ")}`,
          row,
        );
        return Object.values(rows[0]!).map((value) =>
          value === null ? null : Buffer.from(value).toString("hex"),
        );
      }),
    );
    expect(hexRows(encode(1))).toEqual(expected);
  });

  it("grows for long values and starts over after take()", () => {
    const encoder = new RowEncoder([{ type: "text", format: 0 }]);
    const long = "ü".repeat(300_000);
    encoder.add(() => long);
    encoder.add(() => "x");
    const first = encoder.take();
    encoder.add(() => "y");
    expect(decodeTextRows(first)).toEqual([[long], ["x"]]);
    expect(decodeTextRows(encoder.take())).toEqual([["y"]]);
  });
});

/** DataRow messages by hand: type, length, count, then length and bytes of each value. */
function hexRows({ bytes, ends }: { bytes: Buffer; ends: ArrayLike<number> }) {
  let at = 0;
  return Array.from(ends, (end) => {
    expect(bytes.toString("latin1", at, at + 1)).toBe("D");
    expect(bytes.readInt32BE(at + 1)).toBe(end - at - 1);
    const count = bytes.readInt16BE(at + 5);
    at += 7;
    const values = Array.from({ length: count }, () => {
      const length = bytes.readInt32BE(at);
      at += 4;
      if (length < 0) return null;
      at += length;
      return bytes.toString("hex", at - length, at);
    });
    expect(at).toBe(end);
    return values;
  });
}
