import { describe, expect, it } from "vitest";
import {
  columnsInSight,
  linesInSight,
} from "../../../../../web/src/explorer/grid/viewport.ts";

const LINE = 26;

/** Indices of the lines that overlap these pixels, by looking at each. */
const overlapping = (count: number, from: number, to: number) =>
  [...Array(count).keys()].filter(
    (index) => (index + 1) * LINE > from && index * LINE < to,
  );

describe("lines in sight", () => {
  it("hold every line that overlaps what is seen, and few others", () => {
    for (let top = 0; top < 1000 * LINE; top += 37) {
      const { from, to } = linesInSight(1000, LINE, top, top + 600);
      const seen = overlapping(1000, top, top + 600);
      expect(from).toBeLessThanOrEqual(seen[0] ?? 0);
      expect(to).toBeGreaterThan(seen.at(-1) ?? 0);
      expect(to - from).toBeLessThanOrEqual(seen.length + 16);
    }
  });

  it("stay the same while less than a few lines are scrolled", () => {
    const ranges = new Set(
      [...Array(LINE * 40).keys()].map((top) => {
        const { from, to } = linesInSight(1000, LINE, top, top + 600);
        return `${from} ${to}`;
      }),
    );
    expect(ranges.size).toBeLessThan(25);
  });

  it("end with the last line, and are none where nothing is seen", () => {
    expect(linesInSight(30, LINE, 0, 6000)).toEqual({ from: 0, to: 30 });
    expect(linesInSight(0, LINE, 0, 600)).toEqual({ from: 0, to: 0 });
    expect(linesInSight(30, LINE, 0, -50)).toEqual({ from: 0, to: 0 });
  });
});

describe("columns in sight", () => {
  const STARTS = [0, 100, 150, 350, 450, 500, 700, 800];

  it("are those that overlap what is seen, and two more on each side", () => {
    expect(columnsInSight(STARTS, 360, 440)).toEqual({ from: 1, to: 6 });
    expect(columnsInSight(STARTS, 350, 450)).toEqual({ from: 1, to: 6 });
    expect(columnsInSight(STARTS, 349, 451)).toEqual({ from: 0, to: 7 });
  });

  it("begin with the first and end with the last", () => {
    expect(columnsInSight(STARTS, 0, 5000)).toEqual({ from: 0, to: 7 });
    expect(columnsInSight([0], 0, 500)).toEqual({ from: 0, to: 0 });
    expect(columnsInSight(STARTS, 0, 0)).toEqual({ from: 0, to: 0 });
  });
});
