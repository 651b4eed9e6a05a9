import { describe, expect, it } from "vitest";
import { csvField } from "../../../generator/sinks/csv.ts";
import { writeDecimal, writeTime } from "../../../generator/sinks/digits.ts";
import { csvFields } from "../../../generator/validate/csv-reader.ts";

function text(value: number, decimals: number): string {
  const buffer = new Uint8Array(32);
  return Buffer.from(
    buffer.subarray(
      0,
      writeDecimal(buffer, 0, Float64Array.of(value), 0, decimals),
    ),
  ).toString();
}

describe("writeDecimal", () => {
  it.each([
    [0, 2, "0"],
    [-0, 2, "0"],
    [5, 2, "0.05"],
    [-5, 2, "-0.05"],
    [50, 2, "0.5"],
    [100, 2, "1"],
    [1230, 2, "12.3"],
    [-123456, 4, "-12.3456"],
    [1, 6, "0.000001"],
    [99, 0, "99"],
    [2147483647, 0, "2147483647"],
    [2147483648, 0, "2147483648"],
    [7000000000001, 0, "7000000000001"],
    [9007199254740991, 2, "90071992547409.91"],
    [9007199254740991, 0, "9007199254740991"],
    [1000000000000000, 6, "1000000000"],
  ])("writes %d with %i decimals as %s", (value, decimals, expected) => {
    expect(text(value, decimals)).toBe(expected);
  });

  it("writes what Number reads back", () => {
    for (let value = 1; value < 9e15; value = value * 3 + 1) {
      for (const decimals of [0, 2, 4, 6]) {
        expect(Number(text(-value, decimals))).toBe(-value / 10 ** decimals);
      }
    }
  });
});

describe("writeTime", () => {
  it.each([
    [0, "00:00:00.000"],
    [86_399_999, "23:59:59.999"],
    [52_200_007, "14:30:00.007"],
  ])("writes %i ms as %s", (ms, expected) => {
    const buffer = new Uint8Array(32);
    expect(
      Buffer.from(buffer.subarray(0, writeTime(buffer, 0, ms))).toString(),
    ).toBe(expected);
  });
});

describe("csvField and csvFields", () => {
  it.each(["", "plain", "a,b", 'say "no"', '"', ",", "ä,€", "__proto__"])(
    "carry %j",
    (field) => {
      const line = [field, "x", field].map(csvField).join(",");
      expect(csvFields(line)).toEqual([field, "x", field]);
    },
  );
});
