import { describe, expect, it } from "vitest";
import {
  type ColumnPlaces,
  keptLeft,
} from "../../../../../web/src/explorer/grid/keep-place.ts";

/** One pinned column and ten others, some of them wider than the rest. */
const places = (
  width: number,
  wide: readonly number[] = [],
  pinnedWidth = 100,
): ColumnPlaces => {
  const starts = [0];
  for (let at = 0; at < 10; at += 1) {
    starts.push((starts.at(-1) ?? 0) + (wide.includes(at) ? 150 : width));
  }
  const keys = ["total", ...Array.from({ length: 10 }, (_, at) => `c${at}`)];
  return { keys, pinned: 1, pinnedWidth, starts };
};

/** Pixels from the left edge of the grid to a column. */
const seenAt = (columns: ColumnPlaces, key: string, left: number) =>
  columns.pinnedWidth +
  (columns.starts[columns.keys.indexOf(key) - 1] ?? 0) -
  left;

describe("keptLeft", () => {
  it("leaves the column that is resized where it is", () => {
    const [before, now] = [places(100), places(100, [0, 2, 4, 6, 8], 150)];
    for (const left of [0, 120, 399]) {
      const next = keptLeft(before, now, left, "c6");
      expect(seenAt(now, "c6", next)).toBe(seenAt(before, "c6", left));
    }
  });

  it("leaves the first column in sight where it is, without one", () => {
    const [before, now] = [places(100), places(100, [0, 2])];
    expect(keptLeft(before, now, 0)).toBe(0);
    const next = keptLeft(before, now, 390);
    expect(seenAt(now, "c4", next)).toBe(seenAt(before, "c4", 390));
  });

  it("puts it not behind the columns that never scroll", () => {
    const now = places(100, [], 160);
    expect(keptLeft(places(100), now, 300)).toBe(300);
    expect(keptLeft(places(100), now, 390)).toBe(400);
  });

  it("stays where it is when others come or go, or a pinned one is resized", () => {
    const now = places(100, [0]);
    const fewer = { ...now, keys: now.keys.slice(0, 9) };
    expect(keptLeft(places(100), fewer, 390)).toBe(390);
    expect(keptLeft(places(100), now, 390, "total")).toBe(390);
  });
});
