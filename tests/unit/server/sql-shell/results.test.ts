import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import {
  type Layout,
  resultWriter,
} from "../../../../server/sql-shell/results.ts";

const FIELDS = [
  { name: "desk", dataTypeID: 25 },
  { name: "n", dataTypeID: 20 },
  { name: "ok", dataTypeID: 16 },
];

function written(layout: Layout, ...portions: (string | null)[][][]) {
  const to = new PassThrough();
  const writer = resultWriter(layout, FIELDS, to);
  for (const rows of portions) writer.rows(rows);
  writer.end(portions.flat().length);
  to.end();
  return text(to);
}

const TABLE: Layout = { format: "table", expanded: false };

describe("resultWriter(layout, fields, to)", () => {
  it("aligns numbers to the right and shows NULL as nothing", async () => {
    expect(
      await written(TABLE, [
        ["EMEA Rates", "7", "t"],
        [null, "1234", null],
      ]),
    ).toBe(
      ` desk       | n    | ok
------------+------+----
 EMEA Rates |    7 | t
            | 1234 |
(2 rows)

`,
    );
  });

  it("has a head without rows, and one row is no rows", async () => {
    expect(await written(TABLE)).toBe(
      " desk | n | ok\n------+---+----\n(0 rows)\n\n",
    );
    expect(await written(TABLE, [["é", "1", "f"]])).toContain(
      " é    | 1 | f\n(1 row)",
    );
  });

  it("writes one line for each column when expanded, counting on", async () => {
    expect(
      await written(
        { ...TABLE, expanded: true },
        [["a\nb", "1", "t"]],
        [["c", "2", "f"]],
      ),
    ).toBe(
      "-[ RECORD 1 ]\ndesk | a↵b\nn    | 1\nok   | t\n" +
        "-[ RECORD 2 ]\ndesk | c\nn    | 2\nok   | f\n(2 rows)\n\n",
    );
  });

  it("writes CSV that tells an empty text from NULL", async () => {
    expect(
      await written({ format: "csv", expanded: false }, [
        ['a,"b"', "1", "t"],
        ["", null, "f"],
      ]),
    ).toBe('desk,n,ok\n"a,""b""",1,t\n"",,f\n');
  });

  it("writes an object a line, whole numbers exactly", async () => {
    const lines = await written({ format: "json", expanded: false }, [
      ["x", "9007199254740993", "t"],
      [null, "12", null],
    ]);
    expect(lines.trim().split("\n")).toEqual([
      '{"desk":"x","n":"9007199254740993","ok":true}',
      '{"desk":null,"n":12,"ok":null}',
    ]);
  });
});
