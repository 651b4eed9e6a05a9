import { describe, expect, it } from "vitest";
import { UsageError } from "../../../base/errors.ts";
import { readBytes, readDuration } from "../../../base/quantities.ts";

describe("readBytes", () => {
  it.each([
    ["10GB", 10_000_000_000],
    ["1.5 MB", 1_500_000],
    ["100gb", 100_000_000_000],
    ["1GiB", 1_073_741_824],
    ["2kib", 2048],
    [" 7B ", 7],
    ["0.5b", 1],
    ["0TB", 0],
  ])("reads %j", (text, bytes) => {
    expect(readBytes("target-size", text)).toBe(bytes);
  });
});

describe("readDuration", () => {
  it.each([
    ["24s", 24_000],
    ["500ms", 500],
    ["1.5m", 90_000],
    ["2h", 7_200_000],
    ["0s", 0],
  ])("reads %j", (text, milliseconds) => {
    expect(readDuration("interval", text)).toBe(milliseconds);
  });
});

describe("a quantity", () => {
  it.each([
    ...["", " ", "s", "5", "-5s", "+5s", "5 parsecs", "1e3s", "1,5s", "0x5s"],
    ...[".5s", "5.s", "5s5", "NaN", "Infinitys", "5 s s", "٥s"],
    // Properties that every object has are no units.
    ...["5constructor", "5toString", "5valueOf", "5__proto__"],
  ])("is not %j: flag, value, units and an example are named", (text) => {
    for (const [read, example] of [
      [readBytes, "for example 10GB; units: B, KB, MB"],
      [readDuration, "for example 24s; units: ms, s, m, h"],
    ] as const) {
      const attempt = () => read("some-flag", text);
      expect(attempt).toThrow(UsageError);
      expect(attempt).toThrow(
        `--some-flag must be a number and a unit: ${text || "(empty)"}`,
      );
      expect(attempt).toThrow(
        expect.objectContaining({
          hint: expect.stringContaining(example) as string,
        }),
      );
    }
  });
});
