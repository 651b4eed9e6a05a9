import { describe, expect, it } from "vitest";
import { gridColumns } from "../../../../../web/src/explorer/grid/columns.ts";
import {
  columnWidths,
  labelLayout,
  namesWidth,
} from "../../../../../web/src/explorer/grid/geometry.ts";
import { textWidth } from "../../../../../web/src/explorer/grid/text-width.ts";
import { scrollStep } from "../../../../../web/src/explorer/grid/use-drag-selection.ts";
import type {
  Figure,
  LabelWidths,
} from "../../../../../web/src/pivot/state/pivot-state.ts";
import { NO_LABEL_WIDTHS } from "../../../../../web/src/pivot/state/widths.ts";
import { fakeGrid } from "../../pivot/grid/fake-api.ts";

const LEVELS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];

const layoutOf = (
  layout: "compact" | "tabular",
  levels: number,
  room: number,
  chosen: Partial<LabelWidths> = {},
) =>
  labelLayout(layout, LEVELS.slice(0, levels), room, {
    ...NO_LABEL_WIDTHS,
    ...chosen,
  });

describe("labelLayout", () => {
  it("leaves half of any grid to the numbers", () => {
    for (let room = 560; room <= 2400; room += 40) {
      for (let levels = 1; levels <= 10; levels += 1) {
        const { width } = layoutOf("tabular", levels, room);
        expect(width, `${levels} levels in ${room} px`).toBeLessThanOrEqual(
          room / 2,
        );
      }
    }
  });

  it("gives each level the same width, down to what a name needs", () => {
    expect(layoutOf("tabular", 3, 1200)).toMatchObject({
      layout: "tabular",
      widths: [132, 132, 132],
      width: 396,
      crowded: false,
    });
    expect(layoutOf("tabular", 6, 1200)).toMatchObject({
      layout: "tabular",
      width: 600,
      crowded: false,
    });
  });

  it("is compact, and says so, where the levels do not fit", () => {
    expect(layoutOf("tabular", 8, 1200)).toMatchObject({
      layout: "compact",
      crowded: true,
    });
    expect(layoutOf("compact", 8, 1200).crowded).toBe(false);
    expect(layoutOf("tabular", 1, 400)).toMatchObject({
      layout: "compact",
      crowded: false,
    });
  });

  it("takes chosen widths, by level or of the only column", () => {
    expect(layoutOf("compact", 3, 1200, { names: 350 }).widths).toEqual([350]);
    expect(
      layoutOf("tabular", 3, 1200, { names: 350, levels: { b: 90, z: 60 } }),
    ).toMatchObject({ widths: [132, 90, 132], width: 354 });
  });

  it("takes what is missing from wide levels, and leaves narrow ones their names", () => {
    const widthsOf = (room: number, ...widths: number[]) =>
      layoutOf("tabular", widths.length, room, {
        levels: Object.fromEntries(
          widths.map((each, at) => [LEVELS[at] ?? "", each] as const),
        ),
      }).widths;
    expect(widthsOf(700, 800, 800, 800, 48)).toEqual([170, 170, 170, 48]);
    expect(widthsOf(700, 800, 100, 84, 90)).toEqual([301, 88, 84, 85]);
    expect(widthsOf(700, 800, 800, 800, 800)).toEqual([140, 140, 140, 140]);
    // As many levels as there are in the tabular layout, with what they need.
    expect(Math.min(...widthsOf(840, 800, 800, 800, 800, 84))).toBe(84);
  });

  it("never takes more than half of a phone, nor four fifths of any grid", () => {
    const chosen = { names: 800, levels: { a: 800, b: 800 } };
    for (let room = 320; room <= 2400; room += 40) {
      for (const layout of ["compact", "tabular"] as const) {
        const { width, widths } = layoutOf(layout, 3, room, chosen);
        const share = room < 560 ? 0.5 : 0.8;
        expect(width, `${layout} in ${room} px`).toBeLessThanOrEqual(
          room * share,
        );
        expect(widths.reduce((sum, each) => sum + each, 0)).toBe(width);
      }
    }
    expect(layoutOf("compact", 3, 360, chosen).width).toBe(180);
    // Of a page that has not found its place yet.
    expect(layoutOf("compact", 3, 96).width).toBe(148);
  });
});

describe("namesWidth", () => {
  it("has room for the button of a header that is wide enough for it", () => {
    expect(namesWidth(120, 230.5, 3)).toBe(263);
    expect(namesWidth(240, 150, 3)).toBe(240);
    expect(namesWidth(240, 220, 3)).toBe(252);
    expect(namesWidth(120, 199.2, 3)).toBe(232);
  });

  it("is of names and title alone where there is no button", () => {
    expect(namesWidth(120, 230.5, 1)).toBe(231);
    expect(namesWidth(150.2, 180, 3)).toBe(180);
  });
});

describe("scrollStep", () => {
  it("scrolls towards a pointer beyond the edge, the faster the further", () => {
    expect(scrollStep(50, 0, 100)).toBe(0);
    expect(scrollStep(-10, 0, 100)).toBe(-4);
    expect(scrollStep(110, 0, 100)).toBe(4);
    expect(scrollStep(-10_000, 0, 100)).toBe(-60);
  });
});

describe("columnWidths", () => {
  const widthOf = (
    measure: string,
    figure: Figure = "value",
    notional = 1_234,
  ) => {
    const { grid } = fakeGrid([{ day: "2026-01-01", notional }], {
      rows: ["desk"],
      values: [[measure, figure]],
    });
    return columnWidths(grid, gridColumns(grid, "top"), 1_000)[0] ?? 0;
  };

  it("has room for a title in full, up to a limit", () => {
    const title = textWidth("Average price % of parent", 12, 600);
    expect(widthOf("avg_price", "percent_of_parent")).toBeGreaterThan(
      Math.min(title + 20, 239),
    );
    expect(widthOf("avg_price", "percent_of_parent")).toBeLessThanOrEqual(240);
  });

  it("has room for averages that are longer than their total", () => {
    const longest = textWidth("−12,345.6789", 13, 400);
    expect(widthOf("avg_price")).toBeGreaterThan(longest + 10);
  });

  it("has room for the grand total, which is bold, and for a minus sign", () => {
    const longest = textWidth("−397,557,086,123", 13, 650);
    expect(widthOf("notional", "value", 397_557_086_123)).toBeGreaterThan(
      longest + 20,
    );
  });

  it("takes a chosen width in every member, as far as there is room", () => {
    const { grid } = fakeGrid(
      [
        { day: "2026-01-01", notional: 1_234 },
        { day: "2026-01-02", notional: 5_678 },
      ],
      {
        columns: ["trade_day"],
        values: [
          ["notional", "value"],
          ["avg_price", "value"],
        ],
      },
    );
    const [notional, price] = grid.plan.values;
    if (notional === undefined || price === undefined) throw new Error("none");
    const values = [{ ...notional, width: 300 }, price];
    const sized = { ...grid, plan: { ...grid.plan, values } };
    const columns = gridColumns(grid, "top");
    const usual = columnWidths(grid, columns, 1_000);
    const other = usual[1] ?? 0;
    expect(columnWidths(sized, columns, 1_000)).toEqual([
      300,
      other,
      300,
      other,
      300,
      other,
    ]);
    expect(columnWidths(sized, columns, 200)[0]).toBe(200);
    // The room is not known yet.
    expect(columnWidths(sized, columns, -280)[0]).toBe(300);
  });
});
