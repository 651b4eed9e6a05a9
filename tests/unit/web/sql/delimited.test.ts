import { describe, expect, it } from "vitest";
import { csvHeader, csvRows, tsv } from "../../../../web/src/sql/delimited.ts";
import { shownText, type Row } from "../../../../web/src/sql/result.ts";

const TEXT = { name: "a", type: "String" };
const NUMBER = { name: "n, total", type: "Double" };
const TIME = { name: "t", type: "Timestamp" };

describe("csvRows", () => {
  it("quotes where RFC 4180 asks for it, and tells NULL from an empty text", () => {
    const rows: Row[] = [
      ["plain", 1.5, "2024-01-02T03:04:05.000"],
      ['say "x"', null, "2024-01-02T03:04:05.250"],
      ["two\nlines", -0.25, null],
      ["", 0, null],
    ];
    expect(csvHeader([TEXT, NUMBER, TIME])).toBe('a,"n, total",t\r\n');
    expect(csvRows(rows, [TEXT, NUMBER, TIME])).toBe(
      [
        "plain,1.5,2024-01-02 03:04:05",
        '"say ""x""",,2024-01-02 03:04:05.250',
        '"two\nlines",-0.25,',
        '"",0,',
        "",
      ].join("\r\n"),
    );
  });
});

describe("tsv", () => {
  it("copies one cell as it is, more under the names of their columns", () => {
    expect(tsv([["Macro"]], [TEXT])).toBe("Macro");
    expect(tsv([["Macro", 2]], [TEXT, NUMBER])).toBe("a\tn, total\nMacro\t2");
  });

  it("quotes what would end a cell", () => {
    expect(tsv([["a\tb"]], [TEXT])).toBe('"a\tb"');
  });
});

describe("shownText", () => {
  it.each([
    [694976244.7700001, "694976244.77"],
    [-10170.129999999983, "-10170.13"],
    [1234567890123.456, "1234567890123.46"],
    [2 ** 53, "9007199254740992"],
    [-0.0856130086471117, "-0.08561300864711"],
    [0.1 + 0.2, "0.3"],
    [1.25e-9, "1.25e-9"],
    [3, "3"],
  ])("shows %d as %s", (value, text) => {
    expect(shownText(value, NUMBER)).toBe(text);
  });

  it("never changes a digit before the point", () => {
    for (let digits = 1; digits <= 15; digits++) {
      const value = 10 ** digits - 1 + 0.25;
      expect(Math.trunc(Number(shownText(value, NUMBER)))).toBe(
        10 ** digits - 1,
      );
    }
  });
});
