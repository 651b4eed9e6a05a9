import { createReadStream } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rows } from "../../server/warehouse/client.ts";
import {
  generatorBench,
  type GeneratorBench,
} from "../support/generator-bench.ts";

let bench: GeneratorBench;

beforeAll(async () => {
  bench = await generatorBench();
});

afterAll(() => bench?.remove());

/** Loads a file as a person would: INSERT … FORMAT CSVWithNames. */
const insertFile = (table: string, name: string) =>
  bench.client.insert({
    table,
    values: createReadStream(join(bench.dataDir, name)),
    format: "CSVWithNames",
  });

describe("the CSV files", () => {
  it("load unchanged with INSERT … FORMAT CSVWithNames", async () => {
    const path = (name: string) => join(bench.dataDir, name);
    const { status } = await bench.generate(
      "-r",
      "4000",
      "--explode-constituents",
      "-o",
      path("trades.csv"),
      "--instruments-output",
      path("instruments.csv"),
      "--constituents-output",
      path("constituents.csv"),
    );
    expect(status).toBe(0);
    await insertFile("instruments", "instruments.csv");
    await insertFile("constituents", "constituents.csv");
    await insertFile("trades_1d", "trades.csv");
    expect(await bench.count("SELECT uniqExact(trade_id) FROM trades_1d")).toBe(
      4000,
    );
    expect(
      await bench.count(
        "SELECT count() FROM constituents WHERE expiry_date = '2099-12-31'",
      ),
    ).toBe(25);
    expect(await bench.unequalRollups()).toEqual([]);
  });

  it("hold what load sends", async () => {
    const sum = "SELECT toFloat64(sum(cityHash64(*) % 1000003)) FROM trades_1d";
    const fromFile = await bench.count(sum);
    for (const table of [
      "trades_1d",
      "trades_1d_rollup",
      "trades_1d_rollup_geo",
    ]) {
      await bench.client.command({ query: `TRUNCATE TABLE ${table}` });
    }
    expect(
      (await bench.generate("load", "-r", "4000", "--days", "1")).status,
    ).toBe(0);
    expect(await bench.count(sum)).toBe(fromFile);
  });
});

describe("npm run generate -- validate", () => {
  it("passes on loads of two seeds and prints what it saw", async () => {
    expect(
      (
        await bench.generate(
          ...["load", "-r", "3000", "--days", "2", "-s", "7"],
          ...["--start-trade-id", "4001"],
        )
      ).status,
    ).toBe(0);
    const { status, stdout } = await bench.generate("validate");
    expect(stdout).toContain("55 columns");
    expect(stdout).toContain("54 instruments and constituents");
    expect(stdout).toContain("7000 trades of their day");
    expect(stdout).toMatch(/all 17 checks hold\n$/);
    expect(status).toBe(0);
  });

  it.each([
    ["notional", "notional + 1", "Direct", "notional = quantity x price"],
    ["pnl", "pnl + 1000000", "Direct", "closing price"],
    ["margin", "margin + 1", "Constituent", "its trade x weight"],
    ["notional", "notional + 1", "Constituent", "look-through + unmapped"],
    ["desk", "'Elsewhere'", "Direct", "a book one desk"],
    ["region", "'MARS'", "Direct", "a country has one region"],
    ["product", "'Metal ETC'", "ETF", "a symbol one product"],
    ["vol", "0.9", "ETF", "in its range"],
    ["ts", "ts + INTERVAL 20 HOUR", "ETC", "session of its venue"],
    ["weight", "0.5", "Direct", "symbols and weight of a row"],
    ["delta", "delta / 2", "Direct", "trades_1d_rollup equals"],
    ["instrument_type", "'ETF'", "ETC", "exposure type"],
  ])(
    "finds a changed %s: %s on a %s row",
    async (column, value, type, title) => {
      const [row] = await rows<{ id: number; held: string; kept: string }>(
        bench.client,
        `SELECT trade_id AS id, underlying_symbol AS held, toString(${column}) AS kept
       FROM trades_1d WHERE exposure_type = '${type}' ORDER BY id, held LIMIT 1`,
      );
      // Only the facts change, not the rollups.
      const update = (expression: string) =>
        bench.client.command({
          query: `ALTER TABLE trades_1d UPDATE ${column} = ${expression}
          WHERE trade_id = ${row?.id} AND underlying_symbol = '${row?.held}' AND exposure_type = '${type}'`,
          clickhouse_settings: { mutations_sync: "2" },
        });
      await update(value);
      const { status, stdout } = await bench.generate("validate");
      await update(`'${row?.kept}'`);
      const breaches = stdout
        .split("\n")
        .filter((line) => line.startsWith("BREACH"));
      expect(breaches.join("\n")).toContain(title);
      expect(stdout).toMatch(/do not hold, for example \S/);
      expect(status).toBe(1);
    },
  );

  it("passes again when the rows are as they were", async () => {
    expect((await bench.generate("validate")).status).toBe(0);
  });
});
