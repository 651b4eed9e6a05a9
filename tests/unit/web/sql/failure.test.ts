import { describe, expect, it } from "vitest";
import {
  errorRange,
  SqlFailure,
  wantsToken,
} from "../../../../web/src/sql/sql-failure.ts";

/** The text that a mark at the position covers. */
const marked = (text: string, position: number) => {
  const { from, to } = errorRange(text, position);
  return text.slice(from, to);
};

describe("errorRange", () => {
  it.each([
    ["SELECT nothing FROM t", 8, "nothing"],
    ["SELECT a.b FROM t", 8, "a.b"],
    ['SELECT "two words" FROM t', 8, '"two words"'],
    ["SELECT 1 == 2", 10, "=="],
    ["SELECT 'x' FROM t", 8, "'"],
    // A character of two UTF-16 units counts once for Postgres.
    ["SELECT '🙂', nothing", 13, "nothing"],
  ])("marks in %s from %i on %s", (text, position, word) => {
    expect(marked(text, position)).toBe(word);
  });

  it("stays inside the text, whatever the position", () => {
    for (const position of [-3, 0, 1, 5, 6, 7, 100]) {
      const { from, to } = errorRange("SELECT", position);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeGreaterThanOrEqual(from);
      expect(to).toBeLessThanOrEqual(6);
    }
  });
});

describe("wantsToken", () => {
  it("is so without one, not where a right to a statement is missing", () => {
    expect(wantsToken(new SqlFailure("", { status: 403 }))).toBe(true);
    expect(wantsToken(new SqlFailure("", { status: 401 }))).toBe(true);
    const denied = { status: 403, sqlState: "42501" };
    expect(wantsToken(new SqlFailure("", denied))).toBe(false);
    expect(wantsToken(new SqlFailure("", { status: 500 }))).toBe(false);
  });
});
