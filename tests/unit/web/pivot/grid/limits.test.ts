import { describe, expect, it } from "vitest";
import { pageKey } from "../../../../../web/src/pivot/grid/axis-tree.ts";
import {
  cells,
  type Fact,
  fakeGrid,
  names,
  type PivotOptions,
} from "./fake-api.ts";

const DESKS = 12;
const FACTS = Array.from({ length: DESKS }, (_, index): Fact => ({
  day: "2026-01-01",
  desk: `d${String(index).padStart(2, "0")}`,
  region: `r${index % 2}`,
  notional: 2 ** index,
}));
const TOTAL = 2 ** DESKS - 1;

const options = (more: PivotOptions = {}): PivotOptions => ({
  rows: ["desk"],
  limits: { page: 5, whole: 5, columns: 5, answer: 25 },
  ...more,
});
const kinds = (grid: ReturnType<typeof fakeGrid>["grid"]) =>
  grid.rows.items.map(({ kind }) => kind);

describe("more members than a page", () => {
  it("stand as placeholders until their page is looked at", () => {
    const { grid, queries } = fakeGrid(FACTS, options());
    expect(kinds(grid)).toEqual([
      ...Array.from({ length: 5 }, () => "node"),
      ...Array.from({ length: 7 }, () => "placeholder"),
    ]);
    expect(queries.map(({ offset, total }) => [offset ?? 0, total])).toEqual([
      [0, undefined],
      [0, true],
      [0, undefined],
    ]);
    const [page] = grid.rows.items.flatMap((item) =>
      item.kind === "placeholder" ? [item.page] : [],
    );
    expect(page).toBe(pageKey([], 1));
  });

  it("come page by page, whichever is looked at", () => {
    const { grid } = fakeGrid(FACTS, options({ pages: [pageKey([], 2)] }));
    expect(kinds(grid).slice(5, 10)).not.toContain("node");
    expect(names(grid).slice(5)).toEqual(["d10", "d11"]);
    expect(cells(grid)["d11"]).toEqual({ total: [2 ** 11] });
  });

  it("do not touch the total, and cells are asked a page at a time", () => {
    const { grid, queries } = fakeGrid(
      FACTS,
      options({
        columns: ["region"],
        pages: [pageKey([], 1), pageKey([], 2)],
      }),
    );
    const all = cells(grid);
    expect(all["total"]?.["total"]).toEqual([TOTAL]);
    expect(all["d07"]).toEqual({ total: [128], r0: [null], r1: [128] });
    const cellRows = queries
      .filter(({ dimensions }) => dimensions?.length === 2)
      .map(({ filters }) => filters?.[0])
      .map((filter) =>
        filter !== undefined && "values" in filter ? filter.values?.length : 0,
      );
    expect(cellRows).toEqual([5, 5, 2]);
  });
});

describe("more columns than stand side by side", () => {
  it("are cut, and a notice has their number", () => {
    const { grid } = fakeGrid(FACTS, options({ rows: [], columns: ["desk"] }));
    expect(names(grid, "columns")).toHaveLength(5);
    expect(grid.columns.items.at(-1)).toMatchObject({
      kind: "notice",
      reason: "limit",
      shown: 5,
      count: DESKS,
    });
    expect(cells(grid)["total"]?.["total"]).toEqual([TOTAL]);
  });
});

describe("more members than can be ordered here", () => {
  const ranked = options({
    values: [
      ["notional", "rank"],
      ["notional", "value"],
    ],
  });

  it("come in the API's order, without ranks, and a notice says so", () => {
    const { grid } = fakeGrid(FACTS, ranked);
    expect(grid.rows.items.at(-1)).toMatchObject({
      kind: "notice",
      reason: "order",
      count: DESKS,
    });
    expect(cells(grid)["d01"]).toEqual({ total: [null, 2] });
  });

  it("are ordered here when they are just as many as can be", () => {
    const { grid } = fakeGrid(FACTS.slice(0, 5), ranked);
    expect(kinds(grid)).toEqual(Array.from({ length: 5 }, () => "node"));
    expect(cells(grid)["d01"]).toEqual({ total: [4, 2] });
  });

  it("keep a top-N and its Other", () => {
    const field = {
      name: "desk",
      from: null,
      subtotals: true,
      levels: {
        desk: {
          sort: [],
          top: { count: 2, measure: "notional", bottom: false, other: true },
        },
      },
    };
    const { grid } = fakeGrid(FACTS, {
      ...ranked,
      axes: { rows: { fields: [field] } },
    });
    expect(names(grid)).toEqual(["d11", "d10", "other"]);
    expect(cells(grid)["other"]).toEqual({ total: [null, 2 ** 10 - 1] });
    expect(kinds(grid).at(-1)).toBe("notice");
  });
});

describe("an error", () => {
  const facts: Fact[] = [
    { day: "2026-01-01", region: "east", desk: "A", notional: 1 },
    { day: "2026-01-01", region: "west", desk: "B", notional: 2 },
  ];

  it("of one branch leaves the others usable, and can be asked again", () => {
    const { grid } = fakeGrid(
      facts,
      {
        rows: ["region", "desk"],
        axes: { rows: { expanded: [["east"], ["west"]] } },
      },
      ({ filters }) => JSON.stringify(filters ?? []).includes("east"),
    );
    expect(kinds(grid)).toEqual(["node", "error", "node", "node"]);
    expect(grid.ready).toBe(true);
    expect(cells(grid)).toEqual({
      total: { total: [3] },
      east: { total: [1] },
      west: { total: [2] },
      B: { total: [2] },
    });
    expect(grid.failed().map(({ row }) => row)).toEqual(["east"]);
  });

  it("of cells is on these cells alone", () => {
    const { grid } = fakeGrid(
      facts,
      { rows: ["region"], columns: ["desk"] },
      ({ dimensions }) => dimensions?.length === 2,
    );
    expect(cells(grid)["east"]).toEqual({
      total: [1],
      A: [undefined],
      B: [undefined],
    });
  });
});
