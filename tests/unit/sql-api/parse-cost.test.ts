import { beforeAll, describe, expect, it } from "vitest";
import {
  loadParser,
  parseStatements,
} from "../../../server/sql-api/statements/parse.ts";
import { MAX_SQL_LENGTH } from "../../../server/sql-api/statements/parse-cost.ts";

beforeAll(() => loadParser());

const count = (text: string) => parseStatements(text).length;

describe("the parser", () => {
  it.each([
    ["nothing", "", 0],
    ["white space, semicolons and comments", " ;\n-- a\n;/* b */ /***/", 0],
    ["a line comment without an end", "-- SELECT 1", 0],
    ["nested comments", "/* a /* b */ c */", 0],
    ["statements between comments", "/* a */ SELECT 1; -- b\n; SELECT 2", 2],
    // Each could be read in two ways: 2 ** 10,000 for all of them.
    ["many comments", "/**/ ".repeat(10_000) + "SELECT 1", 1],
    ["much white space", " ".repeat(200_000) + "SELECT 1", 1],
    [
      "rulers of a comment",
      `/*${"*".repeat(100)}*/ SELECT 1 --${"-".repeat(100)}`,
      1,
    ],
    [
      "10,000 elements of a list",
      `SELECT 1 IN (${"12345,".repeat(10_000)}1)`,
      1,
    ],
  ])("takes %s", (_, text, statements) => {
    expect(count(text)).toBe(statements);
  });

  it.each([
    ["operators", `SELECT 1 ${"+-".repeat(1000)}1`, 10],
    ["comments that touch", "/**/".repeat(1000) + "SELECT 1", 1],
    ["comments that do not end", "/*".repeat(1000), 1],
    [
      "a run after characters of two units",
      `SELECT '𝛼'${"+".repeat(1000)}1`,
      11,
    ],
  ])("is spared a long run of %s", (_, text, position) => {
    expect(() => count(text)).toThrow(
      expect.objectContaining({ code: "54000", position }) as Error,
    );
  });

  it("is spared more text than it reads in a second", () => {
    const text = `SELECT '${"x".repeat(MAX_SQL_LENGTH - 9)}'`;
    expect(text).toHaveLength(MAX_SQL_LENGTH);
    expect(count(text)).toBe(1);
    expect(() => count(`${text} `)).toThrow(
      expect.objectContaining({
        code: "54000",
        message: `the SQL has ${MAX_SQL_LENGTH + 1} characters, and at most ${MAX_SQL_LENGTH} are allowed`,
      }) as Error,
    );
  });
});
