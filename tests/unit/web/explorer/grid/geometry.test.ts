import { describe, expect, it } from "vitest";
import { gridColumns } from "../../../../../web/src/explorer/grid/columns.ts";
import {
  columnWidths,
  labelLayout,
} from "../../../../../web/src/explorer/grid/geometry.ts";
import { textWidth } from "../../../../../web/src/explorer/grid/text-width.ts";
import { scrollStep } from "../../../../../web/src/explorer/grid/use-drag-selection.ts";
import type { Figure } from "../../../../../web/src/pivot/state/pivot-state.ts";
import { fakeGrid } from "../../pivot/grid/fake-api.ts";

describe("labelLayout", () => {
  it("leaves half of any grid to the numbers", () => {
    for (let room = 560; room <= 2400; room += 40) {
      for (let levels = 1; levels <= 10; levels += 1) {
        const { width } = labelLayout("tabular", levels, room);
        expect(width, `${levels} levels in ${room} px`).toBeLessThanOrEqual(
          room / 2,
        );
      }
    }
  });

  it("gives each level the same width, down to what a name needs", () => {
    expect(labelLayout("tabular", 3, 1200)).toEqual({
      layout: "tabular",
      width: 396,
      crowded: false,
    });
    expect(labelLayout("tabular", 6, 1200)).toEqual({
      layout: "tabular",
      width: 600,
      crowded: false,
    });
  });

  it("is compact, and says so, where the levels do not fit", () => {
    expect(labelLayout("tabular", 8, 1200)).toMatchObject({
      layout: "compact",
      crowded: true,
    });
    expect(labelLayout("compact", 8, 1200).crowded).toBe(false);
    expect(labelLayout("tabular", 1, 400)).toMatchObject({
      layout: "compact",
      crowded: false,
    });
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
  const widthOf = (measure: string, figure: Figure = "value") => {
    const { grid } = fakeGrid([{ day: "2026-01-01", notional: 1_234 }], {
      rows: ["desk"],
      values: [[measure, figure]],
    });
    return columnWidths(grid, gridColumns(grid, "top"))[0] ?? 0;
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
});
