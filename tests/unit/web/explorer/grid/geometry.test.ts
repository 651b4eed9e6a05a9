import { describe, expect, it } from "vitest";
import { labelLayout } from "../../../../../web/src/explorer/grid/geometry.ts";
import { scrollStep } from "../../../../../web/src/explorer/grid/use-drag-selection.ts";

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
