import { describe, expect, it } from "vitest";
import {
  keyOf,
  numberOf,
  readAnswer,
} from "../../../../web/src/pivot/answer.ts";
import {
  summarise,
  transfersOf,
} from "../../../../web/src/pivot/answer-summary.ts";
import { answerFixture } from "./answer-fixture.ts";

type Result = Parameters<typeof readAnswer>[0];

const result = (more: Partial<Result>): Result => ({
  annotation: {
    dimensions: {},
    measures: {},
    timeDimensions: {},
    segments: {},
  },
  lastRefreshTime: "2024-01-05T10:00:00.000Z",
  query: {},
  data: [],
  external: null,
  dbType: "clickhouse",
  extDbType: "clickhouse",
  ...more,
});

describe("readAnswer(result, milliseconds, arrivedAt)", () => {
  it("names the rollups that answered", () => {
    const usedPreAggregations = {
      pivot_by_organisation: {
        preAggregationId: "trades.by_organisation",
        lastUpdatedAt: 1704448800000,
        type: "rollup" as const,
      },
    };
    expect(readAnswer(result({ usedPreAggregations }), 3, 9)).toEqual({
      rows: [],
      rollups: [{ id: "trades.by_organisation", updatedAt: 1704448800000 }],
      refreshedAt: "2024-01-05T10:00:00.000Z",
      total: undefined,
      milliseconds: 3,
      arrivedAt: 9,
    });
  });

  it("has none when the facts answered", () => {
    expect(readAnswer(result({}), 3, 9).rollups).toEqual([]);
    expect(
      readAnswer(result({ usedPreAggregations: {} }), 3, 9).rollups,
    ).toEqual([]);
  });
});

describe("numberOf(row, member) and keyOf(row, member)", () => {
  it("reads numbers sent as text and keeps null apart from zero", () => {
    const row = { a: "12.5", b: null, c: 0, d: "", e: "x" };
    expect(["a", "b", "c", "d", "e", "f"].map((key) => numberOf(row, key)))
      // prettier-ignore
      .toEqual([12.5, null, 0, null, null, null]);
  });

  it("keeps ids as text, as large as they are", () => {
    const row = { id: "18446744073709551615", none: null, zero: 0 };
    expect(["id", "none", "zero"].map((key) => keyOf(row, key))).toEqual([
      "18446744073709551615",
      null,
      "0",
    ]);
  });
});

describe("summarise(answers)", () => {
  it("is undefined without an answer", () => {
    expect(summarise([])).toBeUndefined();
  });

  it("takes the latest query and the stalest data", () => {
    const rollups = [{ id: "r", updatedAt: undefined }];
    const early = answerFixture([], {
      arrivedAt: 1,
      rollups,
      refreshedAt: "2024-01-05T10:00:02Z",
    });
    const late = answerFixture([], {
      arrivedAt: 2,
      refreshedAt: "2024-01-05T10:00:01Z",
    });
    expect(summarise([late, early])).toEqual({
      last: late,
      fromRollups: 1,
      fromFacts: 1,
      asOf: "2024-01-05T10:00:01Z",
      newest: "2024-01-05T10:00:02Z",
    });
  });
});

describe("transfersOf(answers)", () => {
  const transfer = (requestId: string | undefined) => ({
    bytes: 1_000,
    serverMilliseconds: 5,
    requestId,
  });

  it("counts a request once, though a refresh copies what it has cost", () => {
    const shared = transfer("r1");
    const answers = [shared, structuredClone(shared), transfer("r2")].map(
      (item) => answerFixture([], { transfer: item }),
    );
    expect(transfersOf(answers).map(({ requestId }) => requestId)).toEqual([
      "r1",
      "r2",
    ]);
  });

  it("tells requests without an id apart, and leaves out what is none", () => {
    const answers = [transfer(undefined), transfer(undefined), undefined].map(
      (item) => answerFixture([], { transfer: item }),
    );
    expect(transfersOf(answers)).toHaveLength(2);
  });
});
