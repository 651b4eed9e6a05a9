import writeExcelFile from "write-excel-file/universal";
import { describe, expect, it } from "vitest";
import { csvLine } from "../../../../../web/src/files/csv.ts";
import { excelFormat } from "../../../../../web/src/explorer/export/excel-format.ts";
import {
  fileHead,
  type FileTable,
  lineWriter,
  sheetHead,
} from "../../../../../web/src/explorer/export/file-table.ts";
import { csvParts } from "../../../../../web/src/explorer/export/file-text.ts";
import {
  headerRow,
  noteRows,
  sheetOptions,
  sheetRows,
} from "../../../../../web/src/files/xlsx.ts";
import {
  gridRows,
  TOTAL_ROW,
} from "../../../../../web/src/explorer/grid/rows.ts";
import type { Grid } from "../../../../../web/src/pivot/grid/grid.ts";
import type { MemberFormat } from "../../../../../web/src/model/view.ts";
import { readCsv } from "../../../../support/read-csv.ts";
import { readXlsx } from "../../../../support/read-xlsx.ts";
import { type Fact, fakeGrid } from "../../pivot/grid/fake-api.ts";
import { axisField } from "../../../../../web/src/pivot/state/default-state.ts";
import { VIEW } from "../../pivot/state/view-fixture.ts";

const FACTS: Fact[] = [
  { day: "2024-01-01", desk: "=cmd()", book: "B1", notional: -10.5 },
  { day: "2024-01-01", desk: "=cmd()", book: 'B2, "big"', notional: 4 },
  { day: "2024-01-02", desk: "Rates", book: "R1", notional: 1 / 3 },
  { day: "2024-01-02", desk: null, book: "N", notional: 1 },
];

const NOTES = [
  ["Filters", "none"],
  ["Link", "http://localhost/?v=2"],
] as const;

/** Desks with one open, by day. */
const GRID: Grid = fakeGrid(FACTS, {
  rows: ["desk", "book"],
  columns: ["trade_day"],
  values: [["notional", "value"]],
  axes: {
    rows: {
      sort: [{ by: "label", descending: false }],
      expanded: [["=cmd()"]],
    },
    columns: { sort: [{ by: "label", descending: false }] },
  },
}).grid;

const LINES = [
  ["Grand total", null, -5.5 + 1 / 3, -6.5, 1 + 1 / 3],
  ["=cmd()", null, -6.5, -6.5, null],
  ["=cmd()", "B1", -10.5, -10.5, null],
  ["=cmd()", 'B2, "big"', 4, 4, null],
  ["Rates", null, 1 / 3, null, 1 / 3],
  ["–", null, 1, null, 1],
] as const;

const HEADER = [
  "Desk",
  "Book",
  "Notional",
  "2024-01-01 Notional",
  "2024-01-02 Notional",
];

const near = (value: number) => expect.closeTo(value, 12) as number;

const LINES_OF_GRID = [TOTAL_ROW, ...gridRows(GRID)].flatMap(
  lineWriter(GRID, "top"),
);

/** As it is read: not all lines at once. */
const TABLE: FileTable = {
  ...fileHead(GRID, "top"),
  batches: (async function* () {
    yield LINES_OF_GRID.slice(0, 2);
    await Promise.resolve();
    yield LINES_OF_GRID.slice(2);
  })(),
};

const readParts = async (parts: readonly Blob[]) =>
  readCsv(await new Blob([...parts]).text());

describe("the head of a file", () => {
  it("says which columns are not there, and under which member", () => {
    const facts = ["Rates", "Cash"].flatMap((desk) =>
      ["1", "2", "3"].map((book, index): Fact => ({
        day: "2024-01-01",
        desk,
        book: desk + book,
        notional: index,
      })),
    );
    const top = { count: 1, measure: "notional", bottom: false, other: false };
    const { grid } = fakeGrid(facts, {
      columns: ["desk", "book"],
      axes: {
        columns: {
          fields: [
            axisField("desk"),
            { ...axisField("book"), levels: { book: { sort: [], top } } },
          ],
          expanded: [["Rates"]],
        },
      },
    });
    expect(fileHead(grid, "top").notices).toEqual([
      "Rates: 1 of 3 shown, 2 not shown",
    ]);
    expect(fileHead(GRID, "top").notices).toEqual([]);
  });
});

describe("CSV of a grid", () => {
  it("has every cell of the grid, unrounded, and its notes", async () => {
    const rows = await readParts(await csvParts(TABLE, NOTES));
    expect(rows[0]).toEqual(HEADER);
    expect(
      rows
        .slice(1, 1 + LINES.length)
        .map((row) => [
          ...row.slice(0, 2),
          ...row.slice(2).map((text) => (text === "" ? null : Number(text))),
        ]),
    ).toEqual(
      LINES.map(([desk, book, ...numbers]) => [
        desk.startsWith("=") ? `'${desk}` : desk,
        book ?? "",
        ...numbers.map((number) => (number === null ? null : near(number))),
      ]),
    );
    expect(rows.slice(1 + LINES.length)).toEqual([
      [""],
      ...NOTES.map((note) => [...note]),
    ]);
  });
});

describe("csvLine", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])(
    "keeps the text %j from being run as a formula",
    (text) => {
      expect(readCsv(csvLine([text]))).toEqual([[`'${text}`]]);
    },
  );

  it("writes negative numbers as numbers", () => {
    expect(csvLine([-1.5, null, 0, 1e21])).toBe("-1.5,,0,1e+21\r\n");
  });

  it("quotes what separates cells and lines", () => {
    const values = ['a"b', "a,b", "a\nb", " a "];
    expect(readCsv(csvLine(values))).toEqual([values]);
  });
});

describe("XLSX of a grid", () => {
  it("has numbers as numbers, names as text and the notes", async () => {
    const head = sheetHead(fileHead(GRID, "top"));
    const blob = await writeExcelFile(
      [headerRow(head), ...sheetRows(head, LINES_OF_GRID), ...noteRows(NOTES)],
      sheetOptions(head),
    ).toBlob();
    const cells = readXlsx(new Uint8Array(await blob.arrayBuffer()));
    expect(cells[0]).toEqual(HEADER);
    expect(cells.slice(1, 1 + LINES.length)).toEqual(
      LINES.map((line) => {
        const last = line.findLastIndex((value) => value !== null);
        return line
          .slice(0, last + 1)
          .map((value) => (typeof value === "number" ? near(value) : value));
      }),
    );
    expect(cells.slice(-NOTES.length)).toEqual(NOTES.map((note) => [...note]));
  });
});

describe("excelFormat", () => {
  const [planned] = VIEW.measures;
  it.each([
    [",.0f", "value", "#,##0"],
    [",.2~f", "value", "#,##0.00"],
    [".1~%", "value", "0.0%"],
    [",.4~f", "rank", "0"],
    [",.0f", "delta_percent", "0.0%"],
    ["s", "value", undefined],
  ] as const)("of %s as %s is %s", (specifier, figure, expected) => {
    const format: MemberFormat = { type: "custom-numeric", value: specifier };
    expect(excelFormat({ figure, planned: { ...planned!, format } })).toBe(
      expected,
    );
  });
});
