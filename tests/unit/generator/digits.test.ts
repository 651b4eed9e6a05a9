import { describe, expect, it } from "vitest";
import { csvField } from "../../../generator/sinks/csv.ts";
import {
  type Decimals,
  writeDecimals,
  writeTime,
} from "../../../generator/sinks/digits.ts";
import { csvFields } from "../../../generator/validate/csv-reader.ts";

/** Bytes that must not show through. */
const dirty = () => new DataView(new Uint8Array(256).fill(0x58).buffer);

const textOf = ({ buffer }: DataView, end: number) =>
  Buffer.from(buffer as ArrayBuffer, 0, end).toString();

function texts(values: number[], decimals: Decimals): string {
  const view = dirty();
  const columns = values.map((value) => Float64Array.of(NaN, value));
  return textOf(view, writeDecimals(view, 0, columns, 1, decimals));
}

describe("writeDecimals", () => {
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
    [7, 1, "0.7"],
    [99_999_999, 2, "999999.99"],
    [-100_000_000, 2, "-1000000"],
    [99_999_999, 4, "9999.9999"],
    [100_000_001, 4, "10000.0001"],
    [1_000_010, 6, "1.00001"],
    [1_230_000, 6, "1.23"],
  ] as const)(
    "writes %d with %i decimals as %s",
    (value, decimals, expected) => {
      expect(texts([value], decimals)).toBe(`${expected},`);
      expect(texts([1, value, value], decimals).split(",").slice(1)).toEqual([
        expected,
        expected,
        "",
      ]);
    },
  );

  it.each([0, 1, 2, 4, 6] as const)(
    "writes the shortest text of numbers of every size with %i decimals",
    (decimals) => {
      const values: number[] = [];
      for (let value = 1; value < 9e15; value = Math.floor(value * 1.01) + 1) {
        values.push(value, -value);
      }
      expect(values.length).toBeGreaterThan(5000);
      for (const value of values) {
        const digits = String(Math.abs(value)).padStart(decimals + 1, "0");
        const whole = digits.slice(0, digits.length - decimals);
        const fraction = digits
          .slice(digits.length - decimals)
          .replace(/0+$/, "");
        const expected = `${value < 0 ? "-" : ""}${whole}${fraction && "."}${fraction},`;
        if (texts([value], decimals) !== expected) {
          expect(texts([value], decimals)).toBe(expected);
        }
      }
    },
  );
});

describe("writeTime", () => {
  it.each([
    [0, "00:00:00.000"],
    [86_399_999, "23:59:59.999"],
    [52_200_007, "14:30:00.007"],
  ])("writes %i ms as %s", (ms, expected) => {
    const view = dirty();
    expect(textOf(view, writeTime(view, 0, ms))).toBe(`${expected},`);
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
