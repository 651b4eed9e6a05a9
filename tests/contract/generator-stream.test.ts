import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { rows } from "../../server/warehouse/client.ts";
import {
  generatorBench,
  type GeneratorBench,
} from "../support/generator-bench.ts";

const TRADES = "SELECT countIf(exposure_type != 'Constituent') FROM trades_1d";
const BATCH = 12_000;
const FAST = ["stream", "--interval", "200ms", "--batch", String(BATCH)];

let bench: GeneratorBench;
let streams = 0;
let name: string;

beforeAll(async () => {
  bench = await generatorBench();
});

afterAll(() => bench?.remove());

afterEach(() => bench.empty());

const flags = () => ["--name", name, "--checkpoints", bench.checkpoints];
const stream = (...args: string[]) =>
  bench.generate(...FAST, ...flags(), ...args);
const begin = () => (name = `stream-${++streams}`);
const checkpointPath = () => join(bench.checkpoints, `${name}.json`);
const checkpoint = () =>
  JSON.parse(readFileSync(checkpointPath(), "utf8")) as Record<string, unknown>;

/** What no stream may ever break, by plain SQL. */
async function expectSound(trades: number): Promise<void> {
  const [facts] = await rows<Record<string, number>>(
    bench.client,
    `SELECT
        countIf(exposure_type != 'Constituent') AS trades,
        uniqExact(trade_id) AS ids,
        max(trade_id) - min(trade_id) + 1 AS span,
        uniqExact(trade_id, underlying_symbol, exposure_type) AS different,
        count() AS rows
    FROM trades_1d`,
  );
  expect(facts).toMatchObject({
    trades,
    ids: trades,
    span: trades,
  });
  expect(facts?.["different"]).toBe(facts?.["rows"]);
  expect(await bench.unequalRollups()).toEqual([]);
}

describe("npm run generate -- stream", () => {
  it("adds trades of the latest moments, in sessions, and goes on where it ended", async () => {
    begin();
    const first = await stream("--batches", "3");
    expect(first.status).toBe(0);
    expect(first.stdout).toMatch(
      /^complete: 3 batches, 36,000 trades, [\d,]+ rows/,
    );
    await expectSound(3 * BATCH);
    const [one] = await rows<{ span: number; days: number }>(
      bench.client,
      "SELECT toFloat64(toUnixTimestamp64Milli(max(ts)) - toUnixTimestamp64Milli(min(ts))) AS span, toFloat64(uniqExact(trade_date)) AS days FROM trades_1d",
    );
    expect(one?.days).toBe(1);
    expect(one?.span).toBeLessThan(60_000);

    const second = await stream("--batches", "2");
    expect(second.status).toBe(0);
    await expectSound(5 * BATCH);
    expect(checkpoint()).toMatchObject({
      kind: "stream",
      state: "complete",
      ticks: 5,
      trades: 5 * BATCH,
      nextTradeId: 5 * BATCH + 1,
    });
    // One path per symbol through both runs: no jump beyond what minutes allow.
    expect(
      await bench.count(
        "SELECT max(highest / lowest) FROM (SELECT max(price) AS highest, min(price) AS lowest FROM trades_1d WHERE exposure_type != 'Constituent' GROUP BY symbol HAVING min(price) > 5)",
      ),
    ).toBeLessThan(1.05);
    const { status, stdout } = await bench.generate("validate");
    expect(stdout).toContain("all 17 checks hold");
    expect(status).toBe(0);
  });

  it("leaves ids that a load has alone", async () => {
    begin();
    expect(
      (await bench.generate("load", "-r", "20000", "--days", "2", "--reset"))
        .status,
    ).toBe(0);
    expect((await stream("--batches", "1")).status).toBe(0);
    expect(
      await bench.count(
        "SELECT min(trade_id) FROM trades_1d WHERE trade_date > '2025-01-01'",
      ),
    ).toBe(20_001);
    const taken = await bench.generate(
      ...[...FAST, "--name", "other", "--checkpoints", bench.checkpoints],
      ...["--start-trade-id", "5", "--batches", "1"],
    );
    expect(taken.status).toBe(1);
    expect(taken.stderr).toContain("trade ids 5 to 1000000004 already hold");
    expect(await bench.count(TRADES)).toBe(20_000 + BATCH);
  });

  it("neither loses nor doubles a trade over kills at any moment", async () => {
    begin();
    const moments: number[] = [];
    let untilFirstInsert = 0;
    for (let round = 0; round < 8; round++) {
      const before = await bench.count(TRADES);
      const began = performance.now();
      const { child, finished } = bench.start(...FAST, ...flags());
      // From before the first insert, whose moment the first round finds out,
      // to the middle of the second batch.
      if (round === 0) {
        await bench.untilRows(1);
        untilFirstInsert = performance.now() - began;
      } else {
        await sleep(untilFirstInsert * (0.2 + round * 0.15));
      }
      child.kill("SIGKILL");
      await finished;
      moments.push((await bench.count(TRADES)) - before);
    }
    expect((await stream("--batches", "1")).status).toBe(0);
    expect(
      new Set(moments).size,
      `trades per round: ${moments.join()}`,
    ).toBeGreaterThan(1);
    await expectSound(checkpoint()["trades"] as number);
  });

  it("finishes the batch under way on SIGTERM and SIGINT", async () => {
    begin();
    for (const [signal, code] of [
      ["SIGTERM", 143],
      ["SIGINT", 130],
    ] as const) {
      const before = await bench.count("SELECT count() FROM trades_1d");
      const { child, finished } = bench.start(...FAST, ...flags());
      await bench.untilRows(before + 1);
      child.kill(signal);
      const { status, stdout, stderr } = await finished;
      expect(status).toBe(code);
      expect(stdout).toMatch(/^interrupted: \d+ batch/);
      expect(stderr).toContain(`${signal}: finishing the trades under way`);
      expect(checkpoint()).toMatchObject({ state: "interrupted" });
      await expectSound(checkpoint()["trades"] as number);
    }
  });

  it("refuses another seed, and begins another stream when told to", async () => {
    begin();
    expect((await stream("--batches", "1")).status).toBe(0);
    const refused = await stream("--batches", "1", "--seed", "7");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("--seed 7, was 42");
    expect(await bench.count(TRADES)).toBe(BATCH);
    const again = await stream("--batches", "1", "--seed", "7", "--reset");
    expect(again.stderr).not.toContain("error");
    expect(again.status).toBe(0);
    // The first stream keeps the ids it has claimed.
    expect(await bench.count("SELECT max(trade_id) FROM trades_1d")).toBe(
      1_000_000_000 + BATCH,
    );
  });

  it("explains a checkpoint it cannot read", async () => {
    begin();
    expect((await stream("--batches", "1")).status).toBe(0);
    const text = readFileSync(checkpointPath(), "utf8");
    for (const broken of [
      "",
      "{",
      "null",
      text.replace('"ticks": 1', '"ticks": -1'),
      text.replace('"stream"', '"load"'),
    ]) {
      writeFileSync(checkpointPath(), broken);
      const { status, stderr } = await stream("--batches", "1");
      expect(status).toBe(1);
      expect(stderr).toContain(
        `cannot understand the checkpoint ${checkpointPath()}`,
      );
      expect(stderr).toContain("--reset");
    }
    expect(await bench.count(TRADES)).toBe(BATCH);
  });

  it.each([
    [["--interval", "5"], "--interval must be a number and a unit: 5"],
    [["--interval", "1ms"], "--interval must be from 100ms to 24h: 1ms"],
    [["--batch", "0"], "--batch must be a whole number from 1 to 10000000: 0"],
    [["--batches", "-1"], "--batches"],
    [["--name", "../x"], "--name must be letters, digits"],
  ])("refuses %j", async (args, message) => {
    begin();
    const { status, stderr } = await bench.generate(
      "stream",
      ...flags(),
      ...args,
    );
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe("npm run generate -- status", () => {
  const status = (...args: string[]) =>
    bench.generate(
      "status",
      "--checkpoints",
      join(bench.dataDir, "of-status"),
      ...args,
    );

  it("shows checkpoints beside what the warehouse has", async () => {
    const folder = ["--checkpoints", join(bench.dataDir, "of-status")];
    expect((await status()).stdout).toMatch(/^no checkpoints\n/);
    await bench.generate(
      "load",
      "-r",
      "12345",
      "--days",
      "2",
      "--name",
      "a-load",
      ...folder,
    );
    await bench.generate(
      ...FAST,
      "--batches",
      "1",
      "--name",
      "b-stream",
      ...folder,
    );
    // Somebody deletes what the checkpoint counts on.
    await bench.command("DELETE FROM trades_1d WHERE trade_id = 7");
    const { stdout } = await status("--json");
    const known = JSON.parse(stdout) as {
      checkpoints: Record<string, unknown>[];
      tables: { table: string; rows: number }[];
    };
    const stored = await rows<{ trades: number; rows: number }>(
      bench.client,
      `SELECT toFloat64(countIf(exposure_type != 'Constituent')) AS trades, toFloat64(count()) AS rows
      FROM trades_1d GROUP BY trade_id <= 12345 ORDER BY min(trade_id)`,
    );
    expect(known.checkpoints.map((checkpoint) => checkpoint["stored"])).toEqual(
      stored,
    );
    expect(known.checkpoints).toMatchObject([
      {
        kind: "load",
        state: "complete",
        trades: 12_345,
        tradesTotal: 12_345,
        ids: { first: 1, last: 12_345 },
      },
      {
        kind: "stream",
        state: "complete",
        trades: BATCH,
        ids: { first: 12_346, last: 12_345 + BATCH },
      },
    ]);
    expect(stored[0]?.trades).toBe(12_344);
    const text = (await status()).stdout;
    expect(text).toMatch(/trades +12,345 +12,344/);
    expect(text).toMatch(/trades_1d_rollup_geo +[\d,]+ /);
    expect((await status("--count")).stdout).toMatch(
      /^table +rows +on disk\ninstruments +29 /,
    );
  });
});
