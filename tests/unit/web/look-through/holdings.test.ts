import writeExcelFile from "write-excel-file/universal";
import { describe, expect, it } from "vitest";
import { basisMeasures } from "../../../../web/src/look-through/basis.ts";
import {
  holdingsCsv,
  holdingsFile,
} from "../../../../web/src/look-through/holdings-file.ts";
import {
  headerRow,
  noteRows,
  sheetOptions,
  sheetRows,
} from "../../../../web/src/files/xlsx.ts";
import { readXlsx } from "../../../support/read-xlsx.ts";
import {
  assembleHoldings,
  assembleTraded,
  readCarriers,
  shareOf,
  sortHere,
} from "../../../../web/src/look-through/holdings.ts";
import type { Row } from "../../../../web/src/pivot/answer.ts";

const measures = basisMeasures("net");
const held = (symbol: string, total: string, via: string): Row => ({
  "trade_metrics.underlying_symbol": symbol,
  "trade_metrics.look_through_exposure": total,
  "trade_metrics.via_wrapper_exposure": via,
});
const carried = (symbol: string, wrapper: string, via: string): Row => ({
  "trade_metrics.underlying_symbol": symbol,
  "trade_metrics.symbol": wrapper,
  "trade_metrics.via_wrapper_exposure": via,
});

const ROWS = [held("AAPL", "300", "100"), held("MSFT", "-50", "-80")];
const CARRIED = [
  carried("AAPL", "QQQ", "130"),
  carried("AAPL", "SPY", "-30"),
  carried("MSFT", "SPY", "-80"),
];

const table = () =>
  assembleHoldings({
    rows: ROWS,
    dimension: "underlying_symbol",
    measures,
    total: 1_000,
    carriers: readCarriers(CARRIED, "underlying_symbol", measures.via, false),
    carriersTruncated: false,
  });

describe("assembleHoldings", () => {
  it("splits each row into direct and carried, and names the largest carrier", () => {
    expect(table()).toEqual([
      {
        key: "AAPL",
        direct: 200,
        via: 100,
        total: 300,
        share: 0.3,
        carriers: { count: 2, largest: "QQQ", amount: 130 },
      },
      {
        key: "MSFT",
        direct: 30,
        via: -80,
        total: -50,
        share: -0.05,
        carriers: { count: 1, largest: "SPY", amount: -80 },
      },
    ]);
  });

  it("leaves carriers open until they are known", () => {
    expect(
      assembleHoldings({
        rows: ROWS,
        dimension: "underlying_symbol",
        measures,
        total: undefined,
        carriers: undefined,
        carriersTruncated: false,
      }).map(({ carriers, share }) => [carriers, share]),
    ).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  it("never counts the carriers of a row that the cut may have reached", () => {
    const cut = readCarriers(
      CARRIED.slice(0, 2),
      "underlying_symbol",
      measures.via,
      true,
    );
    expect([...cut]).toEqual([["AAPL", null]]);
    const rows = assembleHoldings({
      rows: ROWS,
      dimension: "underlying_symbol",
      measures,
      total: 1_000,
      carriers: cut,
      carriersTruncated: true,
    });
    expect(rows.map(({ carriers }) => carriers)).toEqual([null, null]);
  });

  it("has no share of a total of zero", () => {
    expect(shareOf(5, 0)).toBeUndefined();
  });
});

describe("assembleTraded", () => {
  it("has one amount a row", () => {
    const rows: Row[] = [
      {
        "trade_metrics.underlying_symbol": "SPY",
        "trade_metrics.exposure": "250",
      },
    ];
    expect(
      assembleTraded(rows, "underlying_symbol", measures, 1_000),
    ).toMatchObject([{ key: "SPY", total: 250, share: 0.25 }]);
  });
});

describe("sortHere", () => {
  it("orders a complete list by its direct part or its carriers", () => {
    const keys = (...args: ["direct" | "wrappers", boolean]) =>
      sortHere(table(), ...args).map(({ key }) => key);
    expect(keys("direct", false)).toEqual(["MSFT", "AAPL"]);
    expect(keys("direct", true)).toEqual(["AAPL", "MSFT"]);
    expect(keys("wrappers", false)).toEqual(["MSFT", "AAPL"]);
  });
});

describe("holdingsFile", () => {
  const file = holdingsFile({
    title: "Held symbol",
    basis: "Net",
    rows: [...table(), { ...table()[0]!, key: '=1+"1",2' }],
    traded: false,
    complete: false,
    totals: { total: 1_000, direct: 230, via: 20, held: 250, unmapped: 750 },
    plan: {
      dates: ["2024-01-01", "2024-01-31"],
      slices: [{ dimension: "desk", values: ["D1", "D2"] }],
      part: "all",
    },
    currencies: ["EUR", "USD"],
    asOf: "2024-02-01T06:30:00.000Z",
    url: "http://localhost/look-through?v=1",
  });
  const text = holdingsCsv(file);

  it("writes unrounded numbers, the totals, and what was asked", () => {
    expect(text.split("\r\n")).toEqual([
      "Held symbol,Direct,Via wrappers,Total,Share of total,Wrappers,Largest carrier",
      "AAPL,200,100,300,0.3,2,QQQ",
      "MSFT,30,-80,-50,-0.05,1,SPY",
      '"\'=1+""1"",2",200,100,300,0.3,2,QQQ',
      "Look-through,230,20,250,0.25",
      "Unmapped,,,750,0.75",
      "Total as traded,,,1000,1",
      "",
      "Exposure,Net",
      "Dates,2024-01-01 to 2024-01-31",
      "Filter desk,D1 or D2",
      "Rows,only the first 3; the totals count all",
      'Currency,"EUR, USD, added without conversion"',
      'As of,"1 Feb 2024, 06:30:00 UTC"',
      "View,http://localhost/look-through?v=1",
      "",
    ]);
  });

  it("is the same table as a workbook, its numbers as numbers", async () => {
    const { head, lines, notes } = file;
    const blob = await writeExcelFile(
      [headerRow(head), ...sheetRows(head, lines), ...noteRows(notes)],
      sheetOptions(head),
    ).toBlob();
    const cells = readXlsx(new Uint8Array(await blob.arrayBuffer()));
    expect(cells.slice(0, 7)).toEqual([
      [
        "Held symbol",
        "Direct",
        "Via wrappers",
        "Total",
        "Share of total",
        "Wrappers",
        "Largest carrier",
      ],
      ["AAPL", 200, 100, 300, 0.3, 2, "QQQ"],
      ["MSFT", 30, -80, -50, -0.05, 1, "SPY"],
      ['=1+"1",2', 200, 100, 300, 0.3, 2, "QQQ"],
      ["Look-through", 230, 20, 250, 0.25],
      ["Unmapped", null, null, 750, 0.75],
      ["Total as traded", null, null, 1000, 1],
    ]);
    expect(cells.at(-1)).toEqual(["View", "http://localhost/look-through?v=1"]);
  });
});
