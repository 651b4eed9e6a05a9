import { describe, expect, it } from "vitest";
import type {
  AxisField,
  Cut,
  SortKey,
  Threshold,
  TopN,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import { cells, type Fact, fakeGrid, names } from "./fake-api.ts";

const day = "2026-01-01";
const FACTS: Fact[] = [
  { day, desk: null, region: "east", notional: 8 },
  { day, desk: "", region: "east", notional: 4 },
  { day, desk: "A/B", region: "west", notional: 2 },
  { day, desk: "C", region: "west", notional: 1 },
];

const byLabel = (descending: boolean): SortKey => ({ by: "label", descending });
const byNotional = (at: string[], descending = true): SortKey => ({
  by: "value",
  measure: "notional",
  figure: "value",
  at,
  descending,
});
const desksCut = (top: Cut): AxisField => ({
  name: "desk",
  from: null,
  subtotals: true,
  levels: { desk: { sort: [], top } },
});
const LARGEST = { measure: "notional", bottom: false, other: true };
const topDesks = (count: number, more: Partial<TopN> = {}) =>
  desksCut({ count, ...LARGEST, ...more });
const desksFrom = (bound: number, more: Partial<Threshold> = {}) =>
  desksCut({ bound, ...LARGEST, ...more });

describe("members without a value", () => {
  it("are told apart from an empty text, with children of their own", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["desk", "region"],
      axes: { rows: { expanded: [[null], [""]] } },
    });
    expect(grid.rows.items.map(({ key }) => key)).toEqual([
      "~e",
      "~e/east",
      "A~sB",
      "C",
      "~0",
      "~0/east",
    ]);
    const [, , , , , last] = grid.rows.items;
    if (last?.kind !== "node") throw new Error("no last node");
    const [value] = grid.plan.values;
    const total = grid.columns.items.length;
    expect(total).toBe(0);
    expect(value && cells(grid)["null"]).toEqual({ total: [8] });
  });

  it("come last, ascending and descending, by the API's order and by ours", () => {
    const order = (descending: boolean, ours: boolean) =>
      names(
        fakeGrid(FACTS, {
          rows: ["desk"],
          axes: { rows: { sort: [byLabel(descending)] } },
          values: [["notional", ours ? "rank" : "value"]],
        }).grid,
      );
    for (const ours of [false, true]) {
      expect(order(false, ours)).toEqual(["", "A/B", "C", "null"]);
      expect(order(true, ours)).toEqual(["C", "A/B", "", "null"]);
    }
  });

  it("are not counted in Other when among the top", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["desk"],
      axes: { rows: { fields: [topDesks(2)] } },
    });
    expect(cells(grid)).toEqual({
      total: { total: [15] },
      null: { total: [8] },
      "": { total: [4] },
      other: { total: [3] },
    });
  });

  it("are counted in Other when not among the top", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["desk"],
      axes: { rows: { fields: [topDesks(2, { bottom: true })] } },
    });
    expect(cells(grid)).toMatchObject({ other: { total: [12] } });
    expect(names(grid)).toEqual(["C", "A/B", "other"]);
  });
});

describe("members of a value and more", () => {
  it.each([
    ["at least", desksFrom(4), { null: 8, "": 4, other: 3 }],
    [
      "at most",
      desksFrom(4, { bottom: true }),
      { C: 1, "A/B": 2, "": 4, other: 8 },
    ],
    ["none", desksFrom(9), { other: 15 }],
    ["all", desksFrom(0), { "A/B": 2, C: 1, "": 4, null: 8 }],
  ])("are kept by the total: %s", (_, field, expected) => {
    for (const figure of ["value", "rank"] as const) {
      const { grid } = fakeGrid(FACTS, {
        rows: ["desk"],
        axes: { rows: { fields: [field] } },
        // Ranks need all members, and have them ordered here.
        values: [
          ["notional", "value"],
          ["notional", figure],
        ],
      });
      const { total, ...rest } = cells(grid);
      expect(total?.["total"]?.[0]).toBe(15);
      expect(
        Object.fromEntries(
          Object.entries(rest).map(([name, row]) => [name, row["total"]?.[0]]),
        ),
      ).toEqual(expected);
    }
  });

  it("leave word of the others where those are not shown", () => {
    const { grid } = fakeGrid(FACTS, {
      rows: ["desk"],
      axes: { rows: { fields: [desksFrom(4, { other: false })] } },
    });
    expect(names(grid)).toEqual(["null", ""]);
    expect(grid.rows.items.at(-1)).toMatchObject({
      kind: "notice",
      reason: "top",
      shown: 2,
      count: 4,
    });
  });

  it("are the first thousand where there are more, and it says so", () => {
    const facts = Array.from({ length: 1_003 }, (_, index): Fact => ({
      day,
      desk: `d${index}`,
      notional: 1 + index,
    }));
    for (const figure of ["value", "rank"] as const) {
      const { grid } = fakeGrid(facts, {
        rows: ["desk"],
        axes: { rows: { fields: [desksFrom(1)] } },
        values: [
          ["notional", "value"],
          ["notional", figure],
        ],
      });
      const shown = names(grid);
      expect(shown).toHaveLength(1_001);
      expect(shown.at(-1)).toBe("other");
      expect(cells(grid)["other"]?.["total"]?.[0]).toBe(1 + 2 + 3);
      const notices = grid.rows.items.flatMap((item) =>
        item.kind === "notice" ? [item.text] : [],
      );
      expect(notices).toHaveLength(1);
      expect(notices[0]).toContain("more than 1,000 members");
    }
  });
});

describe("order by a column", () => {
  it("puts members missing there last, in the order of their names", () => {
    const order = (descending: boolean) =>
      names(
        fakeGrid(FACTS, {
          rows: ["desk"],
          columns: ["region"],
          axes: { rows: { sort: [byNotional(["west"], descending)] } },
        }).grid,
      );
    expect(order(true)).toEqual(["A/B", "C", "", "null"]);
    expect(order(false)).toEqual(["C", "A/B", "", "null"]);
  });

  it("by rank in a row", () => {
    const facts: Fact[] = [
      { day, desk: "A", region: "east", notional: 9 },
      { day, desk: "B", region: "east", notional: 5 },
      { day, desk: "A", region: "west", notional: 1 },
      { day, desk: "B", region: "west", notional: 2 },
    ];
    const order = (at: string[], descending: boolean) =>
      names(
        fakeGrid(facts, {
          rows: ["desk"],
          columns: ["region"],
          axes: {
            columns: {
              sort: [
                { ...byNotional(at, descending), figure: "rank" } as SortKey,
              ],
            },
          },
        }).grid,
        "columns",
      );
    expect(order(["B"], false)).toEqual(["west", "east"]);
    expect(order(["B"], true)).toEqual(["east", "west"]);
    expect(order(["A"], false)).toEqual(["east", "west"]);
    // The total row has no rank.
    expect(order([], true)).toEqual(["east", "west"]);
  });
});

describe("shares and ranks", () => {
  const signed: Fact[] = [
    { day, desk: "up", region: "east", notional: 6 },
    { day, desk: "down", region: "east", notional: -9 },
    { day, desk: "flat", region: "west", notional: 2 },
    { day, desk: "even", region: "west", notional: -2 },
  ];

  it("of a negative whole keep the sign, of a zero one there are none", () => {
    const { grid } = fakeGrid(signed, {
      rows: ["region", "desk"],
      axes: { rows: { expanded: [["east"], ["west"]] } },
      values: [
        ["notional", "percent_of_parent"],
        ["notional", "percent_of_total"],
      ],
    });
    expect(cells(grid)).toEqual({
      total: { total: [1, 1] },
      east: { total: [1, 1] },
      up: { total: [-2, -2] },
      down: { total: [3, 3] },
      west: { total: [0, 0] },
      flat: { total: [null, -2 / 3] },
      even: { total: [null, 2 / 3] },
    });
  });

  it("of an average there are none", () => {
    const { grid } = fakeGrid(signed, {
      rows: ["desk"],
      values: [["avg_price", "percent_of_total"]],
    });
    expect(cells(grid)).toMatchObject({ up: { total: [null] } });
  });

  it("are the same for equal values, and the next rank is left out", () => {
    const tied = [5, 7, 5, 1].map((notional, index): Fact => ({
      day,
      desk: `d${index}`,
      notional,
    }));
    const { grid } = fakeGrid(tied, {
      rows: ["desk"],
      values: [["notional", "rank"]],
    });
    expect(cells(grid)).toEqual({
      total: { total: [null] },
      d0: { total: [2] },
      d1: { total: [1] },
      d2: { total: [2] },
      d3: { total: [4] },
    });
  });

  it("rank among all members, those beyond a top-N too", () => {
    const facts: Fact[] = [
      { day, desk: "A", region: "east", notional: 9 },
      { day, desk: "A", region: "west", notional: 1 },
      { day, desk: "B", region: "west", notional: 3 },
    ];
    const { grid } = fakeGrid(facts, {
      rows: ["desk"],
      columns: ["region"],
      axes: { rows: { fields: [topDesks(1)] } },
      values: [["notional", "rank"]],
    });
    expect(cells(grid)).toMatchObject({
      A: { total: [1], east: [1], west: [2] },
      other: { total: [null], east: [null], west: [null] },
    });
  });

  it("rank alike whatever the last digit of a sum is in another answer", () => {
    const facts = [0.1, 0.2, 0.3].map((notional): Fact => ({
      day,
      desk: "A",
      region: "east",
      notional,
    }));
    const { grid } = fakeGrid(
      [...facts, { day, desk: "B", region: "east", notional: 0.1 }],
      {
        rows: ["desk"],
        columns: ["region"],
        axes: { rows: { fields: [topDesks(1)] } },
        values: [["notional", "rank"]],
      },
    );
    expect(cells(grid)).toMatchObject({ A: { east: [1] } });
  });
});
