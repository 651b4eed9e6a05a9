import { describe, expect, it } from "vitest";
import { shownOf } from "../../../../web/src/look-through/use-load.ts";
import type { Answer, Row } from "../../../../web/src/pivot/answer.ts";

const QUERY = { measures: ["trades.gross"], dimensions: ["trades.book"] };

const answer = (...rows: Row[]): Answer => ({
  rows,
  rollups: [],
  refreshedAt: undefined,
  total: undefined,
  milliseconds: 0,
  arrivedAt: 0,
});

const OWN = answer({ "trades.gross": "2", "trades.book": "B1" });
const OTHER = answer({ "trades.net": "1", "trades.book": "B1" });

const answered = {
  data: OWN,
  error: null,
  isPlaceholderData: false,
  fetchStatus: "idle",
} as const;

describe("shownOf(result, query)", () => {
  it("shows an answer, and that of an earlier question with the same columns", () => {
    for (const isPlaceholderData of [false, true]) {
      expect(shownOf({ ...answered, isPlaceholderData }, QUERY)).toEqual({
        answer: OWN,
        error: undefined,
      });
    }
  });

  const other = { ...answered, data: OTHER, isPlaceholderData: true };

  it("shows no answer of other columns, and says when it was cancelled", () => {
    expect(shownOf({ ...other, fetchStatus: "fetching" }, QUERY)).toEqual({
      answer: undefined,
      error: undefined,
    });
    expect(shownOf(other, QUERY)).toEqual({
      answer: undefined,
      error: "cancelled",
    });
  });

  it("says a failure in its own words, unless it is asked again", () => {
    const failed = {
      data: undefined,
      error: new Error("the server is away"),
      isPlaceholderData: false,
    };
    expect(shownOf({ ...failed, fetchStatus: "idle" }, QUERY).error).toBe(
      "the server is away",
    );
    expect(
      shownOf({ ...failed, fetchStatus: "fetching" }, QUERY).error,
    ).toBeUndefined();
  });
});
