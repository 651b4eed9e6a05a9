import { beforeAll, describe, expect, it } from "vitest";
import {
  factColumns,
  number,
  parents,
  parse,
  type Row,
  run,
} from "./csv-text.ts";

const WEIGHTS: Record<string, Record<string, number>> = {
  SPY: {
    AAPL: 0.07,
    MSFT: 0.065,
    GOOGL: 0.04,
    AMZN: 0.035,
    META: 0.03,
    NVDA: 0.025,
    TSLA: 0.02,
    V: 0.015,
  },
  QQQ: {
    AAPL: 0.12,
    MSFT: 0.1,
    GOOGL: 0.08,
    AMZN: 0.07,
    NVDA: 0.06,
    META: 0.05,
    TSLA: 0.04,
  },
  XLF: { JPM: 0.1, BAC: 0.08, V: 0.06 },
  XLE: { XOM: 0.22 },
  GLD: { GOLD: 1 },
  SLV: { SILVER: 1 },
  USO: { CRUDEOIL: 1 },
  PMET: { GOLD: 0.5, SILVER: 0.3, PLAT: 0.2 },
};

/** UTC minutes, typed from the documented sessions. */
const SESSIONS: Record<string, [number, number]> = {
  NYSE: [870, 1260],
  NASDAQ: [870, 1260],
  ARCA: [870, 1260],
  TSX: [870, 1260],
  LSE: [480, 990],
  XETRA: [480, 990],
  ENXPAR: [480, 990],
  SIX: [480, 980],
  CME: [810, 1200],
  ICEEU: [480, 1080],
  LME: [480, 1020],
  JPX: [0, 360],
  ASX: [0, 360],
  HKEX: [90, 480],
  SGX: [60, 540],
  B3: [780, 1200],
};

describe("the trades of the generator", () => {
  let text: string;
  let rows: Row[];
  let own: Row[];
  let held: Row[];

  beforeAll(() => {
    const result = run([
      "--rows",
      "12000",
      "--days",
      "2",
      "--explode-constituents",
    ]);
    expect(result.status).toBe(0);
    text = result.stdout;
    rows = parse(text);
    own = rows.filter((row) => row["exposure_type"] !== "Constituent");
    held = rows.filter((row) => row["exposure_type"] === "Constituent");
  });

  it("have the 55 stored columns of trades_1d in order, exposure_type 19th", () => {
    const header = text.slice(0, text.indexOf("\n")).split(",");
    expect(header).toEqual(factColumns());
    expect(header).toHaveLength(55);
    expect(header[18]).toBe("exposure_type");
  });

  it("are as many as asked for, numbered without gaps, on the last weekdays", () => {
    expect(own.map((row) => row["trade_id"])).toEqual(
      Array.from({ length: 12000 }, (_, index) => String(index + 1)),
    );
    expect(new Set(own.map((row) => row["order_id"])).size).toBe(12000);
    const days = own.map((row) => row["trade_date"]);
    expect(days.filter((day) => day === "2024-01-12")).toHaveLength(6000);
    expect(days.filter((day) => day === "2024-01-15")).toHaveLength(6000);
  });

  it("explode into 54/29 rows each on average", () => {
    // Of 29 instruments eight hold 8, 7, 3, 3, 1, 1, 1 and 1 others: variance 3.9.
    const standardError = Math.sqrt(3.9 / own.length);
    const average = rows.length / own.length;
    expect(Math.abs(average - 54 / 29)).toBeLessThan(4 * standardError);
  });

  it("have notional = quantity × price to the cent, whole quantities and signed exposure", () => {
    for (const row of own) {
      const cents =
        number(row, "quantity") * Math.round(number(row, "price") * 100);
      expect(Math.round(number(row, "notional") * 100)).toBe(cents);
      expect(number(row, "quantity") % 1).toBe(0);
      expect(number(row, "quantity")).toBeGreaterThan(0);
      expect(Math.abs(number(row, "exposure"))).toBe(number(row, "notional"));
      expect(row["weight"]).toBe("1");
    }
  });

  it("have P&L that follows one closing price per day and symbol", () => {
    const closes = new Map<string, Set<string>>();
    for (const row of own) {
      const side = Math.sign(number(row, "exposure"));
      const move =
        (number(row, "pnl") + number(row, "fees")) /
        (side * number(row, "quantity"));
      const key = `${row["trade_date"]} ${row["symbol"]}`;
      closes.set(
        key,
        (closes.get(key) ?? new Set()).add(
          (number(row, "price") + move).toFixed(2),
        ),
      );
    }
    expect(closes.size).toBe(2 * 29);
    for (const [key, found] of closes)
      expect([key, found.size]).toEqual([key, 1]);
  });

  it("have prices that move little within a day", () => {
    for (const day of ["2024-01-12", "2024-01-15"]) {
      for (const symbol of new Set(own.map((row) => row["symbol"]))) {
        const prices = own
          .filter(
            (row) => row["symbol"] === symbol && row["trade_date"] === day,
          )
          .map((row) => number(row, "price"));
        expect(prices.length).toBeGreaterThan(100);
        expect(Math.max(...prices) / Math.min(...prices)).toBeLessThan(1.25);
        expect(Math.max(...prices)).toBeGreaterThan(Math.min(...prices));
      }
    }
  });

  it("have Constituent rows that are the trade × weight, right after it", () => {
    let parent: Row = {};
    for (const row of rows) {
      if (row["exposure_type"] !== "Constituent") {
        parent = row;
        continue;
      }
      const weight = WEIGHTS[row["symbol"]!]![row["underlying_symbol"]!]!;
      expect(number(row, "weight")).toBe(weight);
      for (const name of ["notional", "pnl", "exposure", "margin", "fees"]) {
        expect(
          Math.abs(number(row, name) - number(parent, name) * weight),
        ).toBeLessThan(0.0051);
      }
      const same = [
        "trade_id",
        "order_id",
        "ts",
        "portfolio_id",
        "account_id",
        "book",
        "venue",
        "symbol",
        "asset_class",
        "product",
        "instrument_type",
        "counterparty",
        "scenario",
      ];
      expect(same.map((name) => row[name])).toEqual(
        same.map((name) => parent[name]),
      );
      expect(row["parent_symbol"]).toBe(parent["symbol"]);
    }
  });

  it("have one row per holding of every wrapper trade, none for the others", () => {
    const holdings = new Map<string, string[]>();
    for (const row of held)
      holdings.set(row["trade_id"]!, [
        ...(holdings.get(row["trade_id"]!) ?? []),
        row["underlying_symbol"]!,
      ]);
    for (const row of own) {
      const expected = Object.keys(WEIGHTS[row["symbol"]!] ?? {});
      expect(holdings.get(row["trade_id"]!) ?? []).toEqual(expected);
      const type = row["instrument_type"]!;
      expect(row["exposure_type"]).toBe(expected.length > 0 ? type : "Direct");
      expect([row["underlying_symbol"], row["parent_symbol"]]).toEqual([
        row["symbol"],
        "",
      ]);
    }
  });

  it("leave in every group what the weights leave unexplained", () => {
    const levels = [
      [],
      ["portfolio_manager_id"],
      ["fund_id"],
      ["portfolio_id"],
      ["book"],
      ["region"],
      ["venue"],
      ["trade_date"],
    ];
    for (const level of levels) {
      for (const amount of ["notional", "pnl", "exposure"]) {
        const gaps = new Map<string, number>();
        for (const row of rows) {
          const key = level.map((name) => row[name]).join("/");
          const weights = Object.values(
            WEIGHTS[row["symbol"]!] ?? { itself: 1 },
          );
          const coverage = weights.reduce((sum, weight) => sum + weight, 0);
          const share =
            row["exposure_type"] === "Constituent"
              ? -1
              : row["exposure_type"] === "Direct"
                ? 0
                : coverage;
          gaps.set(key, (gaps.get(key) ?? 0) + number(row, amount) * share);
        }
        for (const [key, gap] of gaps)
          expect([key, Math.abs(gap) < 0.005 * rows.length]).toEqual([
            key,
            true,
          ]);
      }
    }
  });

  it("form trees: every child has one parent", () => {
    const trees: [string, string[]][] = [
      ["fund_id", ["portfolio_manager_id"]],
      ["portfolio_id", ["portfolio_manager_id", "fund_id"]],
      ["account_id", ["portfolio_id"]],
      ["book", ["desk"]],
      ["product", ["asset_class"]],
      ["symbol", ["asset_class", "product", "instrument_type"]],
      ["country", ["region"]],
      ["venue", ["region", "country"]],
    ];
    for (const [child, parent] of trees) {
      for (const [name, found] of parents(rows, child, parent))
        expect([child, name, found.size]).toEqual([child, name, 1]);
    }
    for (const [, desks] of parents(rows, "portfolio_id", ["desk"]))
      expect([1, 2]).toContain(desks.size);
    expect(parents(rows, "portfolio_manager_id", []).size).toBe(10);
  });

  it("stay in their ranges", () => {
    const ranges: [string, number, number][] = [
      ["delta", -1, 1],
      ["gamma", 0, 0.1],
      ["theta", -Infinity, 0],
      ["weight", 0.000001, 1],
      ["slippage", 0, 0.005],
      ["vol", 0.1, 0.8],
      ["rate", 0.01, 0.05],
      ["price", 0.01, 100_000],
      ["margin", 0, Infinity],
      ["fees", 0, Infinity],
    ];
    for (const [name, low, high] of ranges) {
      const outside = rows
        .map((row) => number(row, name))
        .filter((value) => !(value >= low && value <= high));
      expect([name, outside]).toEqual([name, []]);
    }
  });

  it("carry the precision of a desk: money 2 decimals, greeks 6 at most", () => {
    const money = ["price", "notional", "pnl", "fees", "margin", "exposure"];
    const others = [
      "quantity",
      "delta",
      "gamma",
      "vega",
      "theta",
      "rho",
      "slippage",
      "vol",
      "rate",
    ];
    const unlike = (names: string[], pattern: RegExp) =>
      names.flatMap((name) =>
        rows.map((row) => row[name]!).filter((text) => !pattern.test(text)),
      );
    expect(unlike(money, /^-?\d+(\.\d{1,2})?$/)).toEqual([]);
    expect(unlike(others, /^-?\d+(\.\d{1,6})?$/)).toEqual([]);
  });

  it("happen within the session of their venue, busier at its ends", () => {
    const places: number[] = [];
    for (const row of own) {
      expect(row["ts"]!.slice(0, 10)).toBe(row["trade_date"]);
      expect(row["ts"]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
      const [opens, closes] = SESSIONS[row["venue"]!]!;
      const [hours = 0, minutes = 0, seconds = 0] = row["ts"]!.slice(11)
        .split(":")
        .map(Number);
      const minute = hours * 60 + minutes + seconds / 60;
      places.push((minute - opens) / (closes - opens));
    }
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThan(1);
    const share = (low: number, high: number) =>
      places.filter((place) => place >= low && place < high).length /
      places.length;
    expect(share(0, 0.1) + share(0.9, 1)).toBeGreaterThan(
      1.5 * share(0.4, 0.6),
    );
  });

  it("are skewed over managers, books and counterparties", () => {
    for (const name of ["portfolio_manager_id", "book", "counterparty"]) {
      const counts = new Map<string, number>();
      for (const row of own)
        counts.set(row[name]!, (counts.get(row[name]!) ?? 0) + 1);
      const sorted = [...counts.values()].sort((a, b) => b - a);
      expect(sorted[0]! / sorted.at(-1)!).toBeGreaterThan(4);
    }
  });
});
