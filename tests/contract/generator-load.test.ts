import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  generatorBench,
  type GeneratorBench,
} from "../support/generator-bench.ts";

const FACTS = "SELECT count() FROM trades_1d";
const CHECKSUM =
  "SELECT toFloat64(sum(cityHash64(trade_date, ts, trade_id, book, venue, underlying_symbol, notional, pnl, metric_14) % 1000003)) FROM trades_1d";

let bench: GeneratorBench;

beforeAll(async () => {
  bench = await generatorBench();
});

afterAll(() => bench?.remove());

describe("npm run generate -- load", () => {
  it("fills facts, rollups and reference data", async () => {
    const { status, stdout, stderr } = await bench.generate(
      "load",
      "-r",
      "12000",
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^[\d,]+ rows in .* rows\/s, .*\/s\nverified: [\d,]+ rows of 12,000 trades/,
    );
    expect(await bench.count("SELECT uniqExact(trade_id) FROM trades_1d")).toBe(
      12000,
    );
    expect(
      await bench.count("SELECT uniqExact(trade_date) FROM trades_1d"),
    ).toBe(20);
    expect(await bench.count("SELECT count() FROM instruments")).toBe(29);
    expect(await bench.count("SELECT count() FROM constituents")).toBe(25);
    expect(await bench.unequalRollups()).toEqual([]);
  });

  it("adds nothing when it is repeated", async () => {
    const before = [await bench.count(FACTS), await bench.count(CHECKSUM)];
    const { status, stdout } = await bench.generate("load", "-r", "12000");
    expect(status).toBe(0);
    expect(stdout).toContain("already loaded, deduplicated: nothing added");
    expect([await bench.count(FACTS), await bench.count(CHECKSUM)]).toEqual(
      before,
    );
    expect(await bench.count("SELECT count() FROM instruments")).toBe(29);
    expect(await bench.count("SELECT count() FROM loads")).toBe(1);
    expect(await bench.unequalRollups()).toEqual([]);
  });

  it("refuses trade ids that hold other data and names free ones", async () => {
    const before = await bench.count(CHECKSUM);
    const { status, stderr } = await bench.generate(
      "load",
      "-r",
      "100",
      "-s",
      "7",
    );
    expect(status).toBe(1);
    expect(stderr).toContain("trade ids 1 to 100 already hold");
    expect(stderr).toContain("--start-trade-id 12001");
    expect(await bench.count(CHECKSUM)).toBe(before);
  });

  it("adds another seed from another trade id on", async () => {
    const before = await bench.count(FACTS);
    const added = [
      "load",
      "-r",
      "5000",
      "-s",
      "7",
      "--start-trade-id",
      "12001",
      "--no-explode-constituents",
    ];
    expect((await bench.generate(...added)).status).toBe(0);
    expect(await bench.count(FACTS)).toBe(before + 5000);
    expect(await bench.unequalRollups()).toEqual([]);
    expect((await bench.generate(...added)).stdout).toContain("nothing added");
    expect((await bench.generate("load", "-r", "12000")).stdout).toContain(
      "nothing added",
    );
  });

  it("refuses ids whose rows no load wrote", async () => {
    await bench.empty();
    await bench.client.command({
      query:
        "INSERT INTO trades_1d (trade_date, trade_id) VALUES ('2024-01-15', 5)",
    });
    const { status, stderr } = await bench.generate(
      "load",
      "-r",
      "100",
      "--days",
      "1",
    );
    expect(status).toBe(1);
    expect(stderr).toContain("written by no load of the generator");
  });

  it("goes on by itself after kill -9 of the engine", async () => {
    await bench.empty();
    const { finished } = bench.start(
      ...["load", "-r", "80000", "--days", "3", "-s", "crash"],
    );
    // Of 158,000, in batches of 20,000.
    for (const rows of [1, 50_000, 90_000]) {
      await bench.untilRows(rows);
      process.kill(bench.warehouse.pid!, "SIGKILL");
      while (!(await bench.warehouse.isUp())) await sleep(50);
    }
    const { status, stdout, stderr } = await finished;
    const notes = stderr.trim().split("\n");
    for (const note of notes) {
      expect(note).toMatch(
        /trying again for up to 2m 00s$|answers again after/,
      );
    }
    expect(notes.length).toBeLessThanOrEqual(6);
    expect(notes.at(-1)).toMatch(/answers again after [\d.]+ s$/);
    expect(status).toBe(0);
    expect(stdout).toContain("verified");
    expect(
      await bench.count(
        "SELECT uniqExact(trade_id, underlying_symbol, exposure_type) - count() FROM trades_1d",
      ),
    ).toBe(0);
    expect(await bench.unequalRollups()).toEqual([]);
  });

  it("says how many rows are in, and the same command completes them", async () => {
    const args = ["load", "-r", "60000", "--days", "3", "-s", "broken"];
    await bench.empty();
    const { child, finished } = bench.start(...args);
    await bench.untilRows(1);
    // Inserts fail from here on, some of them between facts and rollups.
    const rename = (from: string, to: string) =>
      bench.client.command({ query: `RENAME TABLE ${from} TO ${to}` });
    child.kill("SIGSTOP");
    await rename("trades_1d_rollup_geo", "hidden");
    child.kill("SIGCONT");
    const failed = await finished;
    const stored = await bench.count(FACTS);
    await rename("hidden", "trades_1d_rollup_geo");
    expect(failed.status, `${child.signalCode}: ${failed.stderr}`).toBe(1);
    expect(failed.stderr).toMatch(
      new RegExp(`load stopped, ${stored} of \\d+ rows are in: `),
    );
    expect(failed.stderr).toContain("run the same command again");

    const { status, stdout } = await bench.generate(...args);
    expect(stdout).toContain("verified");
    expect(status).toBe(0);
    expect(await bench.count("SELECT uniqExact(trade_id) FROM trades_1d")).toBe(
      60_000,
    );
    expect(await bench.unequalRollups()).toEqual([]);
  });
});
