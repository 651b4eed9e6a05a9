import { describe, expect, it } from "vitest";
import { barOf } from "../../../../../web/src/explorer/grid/bars.ts";

describe("barOf", () => {
  it("begins at the left edge where nothing is negative, and at 0, not at the least", () => {
    const scale = { least: 50, most: 200 };
    expect(barOf(200, scale)).toEqual({ start: 0, size: 1 });
    expect(barOf(50, scale)).toEqual({ start: 0, size: 0.25 });
  });

  it("grows from the middle to either side, by one measure", () => {
    const scale = { least: -50, most: 200 };
    expect(barOf(200, scale)).toEqual({ start: 0.5, size: 0.5 });
    expect(barOf(-50, scale)).toEqual({ start: 0.375, size: 0.125 });
    expect(barOf(0, scale).size).toBe(0);
    expect(barOf(-4, { least: -4, most: -1 })).toEqual({ start: 0, size: 0.5 });
  });

  it("ends at the edge for a subtotal beyond the scale", () => {
    expect(barOf(900, { least: 1, most: 200 })).toEqual({ start: 0, size: 1 });
    expect(barOf(-900, { least: -1, most: 200 })).toEqual({
      start: 0,
      size: 0.5,
    });
    expect(barOf(-900, { least: 1, most: 200 })).toEqual({
      start: 0,
      size: 0.5,
    });
  });

  it("is nothing on a scale without values", () => {
    expect(barOf(3, { least: Infinity, most: -Infinity }).size).toBe(0);
    expect(barOf(0, { least: 0, most: 0 }).size).toBe(0);
  });
});
