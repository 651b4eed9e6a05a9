import { describe, expect, it } from "vitest";
import type {
  Columnar,
  TransformData,
} from "../../../../server/cube/query-result.ts";
import {
  multiResult,
  singleResult,
  transformData,
} from "../../../../server/cube/result-transform.ts";

const HIDDEN = (member: string) =>
  `You requested hidden member: '${member}'. Please make it visible using \`public: true\`. Please note primaryKey fields are \`public: false\` by default: https://docs.cube.dev/reference/data-modeling/joins#setting-a-primary-key.`;

/** Two trades by desk. */
const byDesk = (overrides: Partial<TransformData> = {}): TransformData => ({
  aliasToMemberNameMap: { t__desk: "t.desk", t__pnl: "t.pnl" },
  annotation: { "t.desk": { type: "string" }, "t.pnl": { type: "number" } },
  query: { measures: ["t.pnl"], dimensions: ["t.desk"], timeDimensions: [] },
  queryType: "regularQuery",
  resType: "default",
  ...overrides,
});

const deskRows: Columnar = {
  members: ["t__desk", "t__pnl"],
  columns: [
    ["Rates", "Credit"],
    [500000, -1.5],
  ],
};

/** One day, asked for by `granularities` of t.date. */
const byTime = (
  granularities: string[],
  overrides: Partial<TransformData> = {},
): TransformData => ({
  aliasToMemberNameMap: Object.fromEntries(
    granularities.map((name) => [`t__date_${name}`, `t.date.${name}`]),
  ),
  annotation: Object.fromEntries(
    granularities.map((name) => [`t.date.${name}`, { type: "time" }]),
  ),
  query: {
    measures: [],
    dimensions: [],
    timeDimensions: granularities.map((granularity) => ({
      dimension: "t.date",
      granularity,
      dateRange: ["2024-01-01T00:00:00.000", "2024-01-31T23:59:59.999"],
    })),
  },
  ...overrides,
});

const timeRow = (...cells: [name: string, value: string][]): Columnar => ({
  members: cells.map(([name]) => `t__date_${name}`),
  columns: cells.map(([, value]) => [value]),
});

describe("transformData(transform, raw)", () => {
  it("answers rows as objects in the order of the columns", () => {
    expect(transformData(byDesk(), deskRows)).toEqual([
      { "t.desk": "Rates", "t.pnl": "500000" },
      { "t.desk": "Credit", "t.pnl": "-1.5" },
    ]);
  });

  it("reads the JSON bytes that the extension would get", () => {
    const bytes = Buffer.from(JSON.stringify(deskRows));
    expect(transformData(byDesk(), bytes)).toEqual(
      transformData(byDesk(), deskRows),
    );
  });

  it("answers the compact shape", () => {
    expect(transformData(byDesk({ resType: "compact" }), deskRows)).toEqual({
      members: ["t.desk", "t.pnl"],
      dataset: [
        ["Rates", "500000"],
        ["Credit", "-1.5"],
      ],
    });
  });

  it("answers the columnar shape", () => {
    expect(transformData(byDesk({ resType: "columnar" }), deskRows)).toEqual({
      members: ["t.desk", "t.pnl"],
      columns: [
        ["Rates", "Credit"],
        ["500000", "-1.5"],
      ],
    });
  });

  it("writes numbers as text, what is missing as null, and leaves the rest", () => {
    const cells = [
      1,
      0.1,
      -0,
      12n,
      null,
      undefined,
      true,
      "x",
      ["a"],
      { b: 1 },
    ];
    const transform: TransformData = {
      aliasToMemberNameMap: { a: "t.a" },
      annotation: { "t.a": { type: "string" } },
      query: {},
      resType: "columnar",
    };
    expect(
      transformData(transform, { members: ["a"], columns: [cells] }),
    ).toEqual({
      members: ["t.a"],
      columns: [
        ["1", "0.1", "0", "12", null, null, true, "x", ["a"], { b: 1 }],
      ],
    });
  });

  it("writes infinite numbers as null, as JSON would", () => {
    expect(
      transformData(byDesk({ resType: "columnar" }), {
        members: ["t__pnl"],
        columns: [[Infinity, NaN]],
      }),
    ).toEqual({ members: ["t.pnl"], columns: [[null, null]] });
  });

  it("formats text as time only in columns of type time", () => {
    const text = "2024-01-15 10:20:30";
    const transform = byDesk({
      annotation: { "t.desk": { type: "string" }, "t.pnl": { type: "time" } },
    });
    expect(
      transformData(transform, {
        members: deskRows.members,
        columns: [[text], [text]],
      }),
    ).toEqual([{ "t.desk": text, "t.pnl": "2024-01-15T10:20:30.000" }]);
  });

  describe("hidden members", () => {
    it("refuses a column whose member is not annotated", () => {
      const transform = byDesk({
        annotation: { "t.desk": { type: "string" } },
      });
      expect(() => transformData(transform, deskRows)).toThrow(HIDDEN("t.pnl"));
    });

    it("refuses an alias without a member", () => {
      const transform = byDesk({ aliasToMemberNameMap: {} });
      expect(() => transformData(transform, deskRows)).toThrow(
        "Member name not found for alias: 't__desk'",
      );
    });

    it.each([
      ["measure", { measures: ["t.secret"] }, "t.secret"],
      ["dimension", { dimensions: ["t.secret"] }, "t.secret"],
      ["member expression", { measures: [{ name: "t.secret" }] }, "t.secret"],
      [
        "time dimension with a granularity",
        { timeDimensions: [{ dimension: "t.date", granularity: "day" }] },
        "t.date",
      ],
    ])("refuses a %s even when no row is found", (_, query, member) => {
      const transform = byDesk({ query });
      const nothing = { members: [], columns: [] };
      expect(() => transformData(transform, nothing)).toThrow(HIDDEN(member));
    });

    it("lets a time dimension without granularity filter, also if hidden", () => {
      const transform = byDesk({
        query: { timeDimensions: [{ dimension: "t.date" }] },
      });
      expect(transformData(transform, { members: [], columns: [] })).toEqual(
        [],
      );
    });
  });

  it.each([
    ["default", []],
    ["compact", { members: [], dataset: [] }],
    ["columnar", { members: [], columns: [] }],
  ] as const)("answers nothing in the %s shape", (resType, expected) => {
    const transform = byDesk({ resType });
    expect(transformData(transform, { members: [], columns: [] })).toEqual(
      expected,
    );
  });

  describe("time dimension without granularity", () => {
    it("is a copy of the one with granularity, after the other columns", () => {
      const transform = byTime(["month"]);
      expect(
        transformData(transform, timeRow(["month", "2024-01-01 00:00:00"])),
      ).toEqual([
        {
          "t.date.month": "2024-01-01T00:00:00.000",
          "t.date": "2024-01-01T00:00:00.000",
        },
      ]);
    });

    it("is a copy of the finest of several", () => {
      const transform = byTime(["year", "day", "month"]);
      const row = timeRow(
        ["year", "2024-01-01 00:00:00"],
        ["day", "2024-01-15 00:00:00"],
        ["month", "2024-01-01 00:00:00"],
      );
      expect(transformData(transform, row)).toMatchObject([
        { "t.date": "2024-01-15T00:00:00.000" },
      ]);
    });

    it("takes any of Cube's granularities before a custom one, and the last of equals", () => {
      const transform = byTime(["fiscal_a", "year", "fiscal_b"]);
      const row = timeRow(
        ["fiscal_a", "2024-02-01 00:00:00"],
        ["year", "2024-01-01 00:00:00"],
        ["fiscal_b", "2024-04-01 00:00:00"],
      );
      expect(transformData(transform, row)).toMatchObject([
        { "t.date": "2024-01-01T00:00:00.000" },
      ]);
      const custom = byTime(["fiscal_a", "fiscal_b"]);
      expect(
        transformData(
          custom,
          timeRow(
            ["fiscal_a", "2024-02-01 00:00:00"],
            ["fiscal_b", "2024-04-01 00:00:00"],
          ),
        ),
      ).toMatchObject([{ "t.date": "2024-04-01T00:00:00.000" }]);
    });

    it("is left out when the dimension itself is asked for", () => {
      const transform = byTime(["month"]);
      transform.query.dimensions = ["t.date"];
      expect(
        transformData(transform, timeRow(["month", "2024-01-01 00:00:00"])),
      ).toEqual([{ "t.date.month": "2024-01-01T00:00:00.000" }]);
    });
  });

  describe("compareDateRange", () => {
    const queryType = "compareDateRangeQuery" as const;

    it("adds the range to each row", () => {
      const transform = byTime(["month"], { queryType });
      expect(
        transformData(transform, timeRow(["month", "2024-01-01 00:00:00"])),
      ).toMatchObject([
        {
          compareDateRange: "2024-01-01T00:00:00.000 - 2024-01-31T23:59:59.999",
        },
      ]);
    });

    it.each([
      [[], "a compareDateRange query needs a time dimension"],
      [
        [{ dimension: "t.date", dateRange: ["2024-01-01"] }],
        'a compareDateRange query needs a date range of two dates: ["2024-01-01"]',
      ],
    ])("refuses %j", (timeDimensions, message) => {
      const transform = byDesk({ queryType, query: { timeDimensions } });
      expect(() => transformData(transform, deskRows)).toThrow(message);
    });
  });

  describe("blending", () => {
    const queryType = "blendingQuery" as const;

    it("adds the time all its queries share", () => {
      const transform = byTime(["day"], { queryType });
      expect(
        transformData(transform, timeRow(["day", "2024-01-15 00:00:00"])),
      ).toEqual([
        {
          "t.date.day": "2024-01-15T00:00:00.000",
          "t.date": "2024-01-15T00:00:00.000",
          "time.day": "2024-01-15T00:00:00.000",
        },
      ]);
    });

    it.each([
      [[], "a blending query needs a time dimension"],
      [
        [{ dimension: "t.date" }],
        "a blending query needs a granularity for t.date",
      ],
      [
        [{ dimension: "t.date", granularity: "day" }],
        "no column for t.date.day",
      ],
    ])("refuses %j", (timeDimensions, message) => {
      const transform = byDesk({ queryType, query: { timeDimensions } });
      expect(() => transformData(transform, deskRows)).toThrow(message);
    });
  });
});

describe("singleResult(transform, raw, result)", () => {
  it("drops what is null or undefined beside the data", () => {
    const query = byDesk().query;
    expect(
      singleResult(byDesk({ resType: "compact" }), deskRows, {
        query,
        total: null,
        requestId: undefined,
        slowQuery: false,
      }),
    ).toEqual({
      query,
      slowQuery: false,
      data: {
        members: ["t.desk", "t.pnl"],
        dataset: [
          ["Rates", "500000"],
          ["Credit", "-1.5"],
        ],
      },
    });
  });
});

describe("multiResult(transforms, raws, result)", () => {
  const results = (...queries: TransformData["query"][]) =>
    queries.map((query) => ({ query, total: null }));

  it("pivots a comparison by its ranges first", () => {
    const transforms = [byDesk(), byDesk()];
    const query = byDesk().query;
    expect(
      multiResult(transforms, [deskRows, deskRows], {
        queryType: "compareDateRangeQuery",
        results: results(query, query),
      }),
    ).toMatchObject({
      queryType: "compareDateRangeQuery",
      results: [{ data: [{ "t.desk": "Rates" }, {}] }, { data: [{}, {}] }],
      pivotQuery: {
        ...query,
        dimensions: ["compareDateRange", "t.desk"],
        queryType: "compareDateRangeQuery",
      },
      slowQuery: false,
    });
    expect(query.dimensions).toEqual(["t.desk"]);
  });

  it("pivots a blend by all members, each once, and the shared time", () => {
    const day = [{ dimension: "t.date", granularity: "day" }];
    const a = {
      measures: ["t.pnl"],
      dimensions: ["t.desk"],
      timeDimensions: day,
    };
    const b = {
      measures: ["t.pnl", "u.count"],
      dimensions: ["t.desk"],
      timeDimensions: day,
    };
    expect(
      multiResult([byDesk(), byDesk()], [deskRows, deskRows], {
        queryType: "blendingQuery",
        results: results(a, b),
        slowQuery: true,
      }),
    ).toMatchObject({
      pivotQuery: {
        measures: ["t.pnl", "u.count"],
        dimensions: ["t.desk"],
        timeDimensions: [{ dimension: "time", granularity: "day" }],
        queryType: "blendingQuery",
      },
      slowQuery: true,
    });
  });

  it("keeps the time dimensions of a blend without granularity", () => {
    const query = { timeDimensions: [{ dimension: "t.date" }] };
    expect(
      multiResult([byDesk()], [deskRows], {
        queryType: "blendingQuery",
        results: results(query),
      }),
    ).toMatchObject({ pivotQuery: query });
  });

  it("says which result came without data", () => {
    expect(() =>
      multiResult([byDesk()], [], {
        queryType: "regularQuery",
        results: results({}),
      }),
    ).toThrow("result 0 of 1 has no data");
  });
});
