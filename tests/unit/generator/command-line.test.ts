import { spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readArguments } from "../../../base/cli.ts";
import { UsageError } from "../../../base/errors.ts";
import { generate } from "../../../generator/commands/generate.ts";
import { load } from "../../../generator/commands/load.ts";
import { validate } from "../../../generator/commands/validate.ts";
import { checkTrades } from "../../../generator/validate/trade-file.ts";
import { parse, run } from "./csv-text.ts";

let folder: string;

/** Runs a command in this process: the arguments are read before any work. */
async function execute(args: string[]): Promise<void> {
  const command = [load, validate].find(({ name }) => name === args[0]);
  const rest = command === undefined ? args : args.slice(1);
  const chosen = command ?? generate;
  await chosen.run(readArguments(chosen.options, rest));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "generate-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("npm run generate", () => {
  it("explains itself", () => {
    const { status, stdout } = run(["--help"]);
    expect(status).toBe(0);
    for (const flag of [
      "-r, --rows <n>",
      "-p, --portfolio-managers <n>",
      "-o, --output <path>",
      "-s, --seed <text>",
      "--explode-constituents",
      "--instruments-output",
      "--constituents-output",
      "--trade-date <date>",
      "--days <n>",
    ]) {
      expect(stdout).toContain(flag);
    }
  });

  it.each([
    [["--rows", "0"], "--rows must be a whole number from 1 to 1000000000: 0"],
    [["--rows", "1e3"], "1e3"],
    [
      ["-p", "1001"],
      "--portfolio-managers must be a whole number from 1 to 1000: 1001",
    ],
    [["--days", "x"], "--days must be a whole number"],
    [["--days", "7000"], "starts before 2000-01-03"],
    [
      ["--trade-date", "2024-01-13"],
      "2024-01-12 (Friday) and 2024-01-15 (Monday)",
    ],
    [["--start-trade-id", "-"], "--start-trade-id must be a whole number"],
    [["--colour"], "--explode-constituents"],
    [["-r", "5", "extra"], "unexpected argument: extra"],
    [["-o", ""], "--output is empty"],
    [["-o", "x.csv", "--instruments-output", "x.csv"], "are the same: x.csv"],
    [["load", "--rows", "ten"], "--rows must be a whole number"],
    [
      ["load", "--explode-constituents", "--no-explode-constituents"],
      "exclude each other",
    ],
    [["validate", "trades.csv"], "unexpected argument: trades.csv"],
  ])("refuses %j", async (args, message) => {
    const error: unknown = await execute(args).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UsageError);
    const { message: text, hint } = error as UsageError;
    expect(`${text}\n${hint}`).toContain(message);
  });

  it("ends with 2 and one message on bad usage", () => {
    const { status, stderr, stdout } = run(["lod"]);
    expect(stderr).toContain("error: unknown command: lod");
    expect(stderr).toContain(
      "legal: load, stream, status, describe, validate, or none",
    );
    expect([status, stdout]).toEqual([2, ""]);
    expect(run(["-r", "0"]).status).toBe(2);
  });

  it("writes the three files, and nothing else, where it is told", () => {
    const paths = ["trades.csv", "instruments.csv", "constituents.csv"].map(
      (name) => join(folder, name),
    );
    const [trades = "", instruments = "", constituents = ""] = paths;
    const { status, stdout } = run([
      "-o",
      trades,
      "--instruments-output",
      instruments,
      "--constituents-output",
      constituents,
    ]);
    expect([status, stdout]).toEqual([0, ""]);
    expect(readdirSync(folder).sort()).toEqual([
      "constituents.csv",
      "instruments.csv",
      "trades.csv",
    ]);
    expect(parse(readFileSync(trades, "utf8"))).toHaveLength(1000);
    expect(readFileSync(trades, "utf8")).toBe(run([]).stdout);

    const rows = parse(readFileSync(instruments, "utf8"));
    const count = (type: string) =>
      rows.filter((row) => row["instrument_type"] === type).length;
    expect(Object.keys(rows[0]!)).toEqual([
      "symbol",
      "name",
      "asset_class",
      "instrument_type",
      "currency",
      "exchange",
      "sector",
      "is_composite",
    ]);
    expect([
      rows.length,
      count("Stock"),
      count("ETF"),
      count("ETC"),
      count("Commodity"),
    ]).toEqual([29, 15, 4, 4, 6]);
    expect(
      rows
        .filter((row) => row["is_composite"] === "1")
        .map((row) => row["symbol"]),
    ).toEqual(["SPY", "QQQ", "XLF", "XLE", "GLD", "SLV", "PMET", "USO"]);

    const holdings = parse(readFileSync(constituents, "utf8"));
    expect(Object.keys(holdings[0]!)).toEqual([
      "parent_symbol",
      "constituent_symbol",
      "weight",
      "shares_per_unit",
      "effective_date",
    ]);
    expect(holdings).toHaveLength(25);
    const sum = (parent: string) =>
      holdings
        .filter((row) => row["parent_symbol"] === parent)
        .reduce((total, row) => total + Number(row["weight"]), 0);
    expect(sum("SPY")).toBeCloseTo(0.3, 9);
    expect(sum("PMET")).toBeCloseTo(1, 9);
  });

  it("names an output it cannot write and leaves nothing behind", () => {
    const instruments = join(folder, "kept.csv");
    writeFileSync(instruments, "old");
    const before = readdirSync(folder);
    const { status, stderr } = run([
      "--instruments-output",
      instruments,
      "-o",
      join(folder, "missing", "x.csv"),
    ]);
    expect(status).toBe(1);
    expect(stderr).toContain(
      `cannot write ${join(folder, "missing", "x.csv")}`,
    );
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(instruments, "utf8")).toBe("old");
    expect(run(["-o", folder]).stderr).toContain(
      `cannot write ${folder}: it is a folder`,
    );
  });

  it("ends silently when the reader of the pipe has seen enough", () => {
    const program = `${process.execPath} --import tsx generator/main.ts -r 50000 | head -n 1`;
    const { status, stdout, stderr } = spawnSync(
      "bash",
      ["-o", "pipefail", "-c", program],
      { encoding: "utf8" },
    );
    expect(stdout).toMatch(/^trade_date,ts,/);
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it("says how to start the warehouse when it is not running", () => {
    const { status, stderr } = run(["load"], {
      DATA_DIR: folder,
      CLICKHOUSE_URL: undefined as unknown as string,
    });
    expect(status).toBe(1);
    expect(stderr).toContain("no warehouse has been started here");
    expect(stderr).toContain("npm run warehouse");
  });
});

describe("npm run generate -- validate", () => {
  const check = (text: string) => {
    const path = join(folder, "check.csv");
    writeFileSync(path, text);
    return checkTrades(path, undefined);
  };

  it("prints every check of sound files and what it saw", () => {
    const { stdout } = run(["-r", "3000", "--explode-constituents"]);
    const path = join(folder, "sound.csv");
    writeFileSync(path, stdout);
    const result = run([
      "validate",
      "--trades",
      path,
      "--instruments",
      join(folder, "instruments.csv"),
      "--constituents",
      join(folder, "constituents.csv"),
    ]);
    expect(result.stdout).toContain("29 instruments");
    expect(result.stdout).toContain("all 17 checks hold");
    expect(result.status).toBe(0);
  });

  const { stdout: sound } = run(["-r", "300", "--explode-constituents"]);
  const lines = sound.trimEnd().split("\n");
  const names = lines[0]!.split(",");
  const tamper = (
    column: string,
    exposureType: string,
    change: (value: string) => string,
  ) => {
    const type = names.indexOf("exposure_type");
    const row = lines.findIndex(
      (line) => line.split(",")[type] === exposureType,
    );
    const fields = lines[row]!.split(",");
    fields[names.indexOf(column)] = change(fields[names.indexOf(column)]!);
    return [
      ...lines.slice(0, row),
      fields.join(","),
      ...lines.slice(row + 1),
      "",
    ].join("\n");
  };

  it.each([
    [
      "notional",
      "Direct",
      (value: string) => String(Number(value) + 1),
      "notional = quantity x price",
    ],
    [
      "notional",
      "Constituent",
      (value: string) => String(Number(value) + 1),
      "is its amounts x weight",
    ],
    [
      "pnl",
      "Direct",
      (value: string) => String(Number(value) + 1e6),
      "one closing price",
    ],
    ["fund_id", "Direct", () => "100202", "a fund has one manager"],
    ["region", "Direct", () => "MARS", "a country has one region"],
    ["product", "ETF", () => "Metal ETC", "a symbol one product"],
    ["vol", "Direct", () => "0.9", "lies in its range"],
    [
      "ts",
      "Direct",
      (value: string) => `${value.slice(0, 11)}23:59:00.000`,
      "session of its venue",
    ],
    ["trade_id", "Direct", () => "-7", "ids are positive and ascend"],
    [
      "parent_symbol",
      "Direct",
      () => "SPY",
      "exposure type, symbols and weight",
    ],
    ["price", "Direct", () => "cheap", "numbers where they belong"],
  ])("finds a changed %s on a %s row", async (column, type, change, title) => {
    const results = await check(tamper(column, type, change));
    const breached = results.filter(({ breaches }) => breaches > 0);
    expect(breached.map((result) => result.title).join("\n")).toContain(title);
    for (const { example } of breached) expect(example).not.toBe("");
  });

  it("ends with 1 and says where when something does not hold", () => {
    const path = join(folder, "tampered.csv");
    writeFileSync(
      path,
      tamper("vol", "Direct", () => "0.9"),
    );
    const { status, stdout } = run(["validate", "--trades", path]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^BREACH {2}every number lies in its range/m);
    expect(stdout).toMatch(/1 do not hold, for example line \d+: vol/);
    expect(stdout).toContain("1 of 14 checks do not hold");
  });

  it.each([
    ["", "it is empty"],
    ["symbol,name\nA,B\n", "column 1 must be trade_date: symbol"],
    [
      `${names.slice(0, 54).join(",")}\n`,
      "column 55 must be metric_14: missing",
    ],
    [`${names.join(",")},extra\n`, "55 columns expected, 56 found"],
  ])("refuses a file that holds no trades: %#", async (text, why) => {
    await expect(check(text)).rejects.toThrow(why);
  });
});
