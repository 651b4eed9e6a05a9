import { describe, expect, it } from "vitest";
import { keepLife, MAX_LIVES } from "../../../../web/src/steps/life.ts";

describe("keepLife(lives, life)", () => {
  it("keeps the last ones, each once", () => {
    const lives: number[] = [];
    for (let visit = 1; visit <= 100; visit += 1) {
      keepLife(lives, visit);
      keepLife(lives, visit);
    }
    expect(lives).toHaveLength(MAX_LIVES);
    expect(lives.at(0)).toBe(101 - MAX_LIVES);
    expect(lives.at(-1)).toBe(100);
  });

  it("puts one that is shown again at the end", () => {
    const lives = ["first", "second", "third"];
    keepLife(lives, "first");
    expect(lives).toEqual(["second", "third", "first"]);
  });
});
