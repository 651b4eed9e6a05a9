import { setTimeout as sleep } from "node:timers/promises";
import { rows } from "../../server/warehouse/client.ts";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { loadBench, type LoadBench } from "../support/load-bench.ts";

const TRADES = 60_000;
/** Six batches of 10,000 trades: two on each of three days. */
const LOAD = ["load", "-r", String(TRADES), "--days", "3"];
const FACTS = "SELECT count() FROM trades_1d";

const TABLES = [
  "instruments",
  "constituents",
  "trades_1d",
  "trades_1d_rollup",
  "trades_1d_rollup_geo",
];

let bench: LoadBench;

beforeAll(async () => {
  bench = await loadBench(LOAD);
});

afterAll(() => bench?.remove());

afterEach(() => bench.thaw());

describe("what is loaded", () => {
  beforeEach(() => bench.startOver());

  it("takes up --target-size before compression", async () => {
    const { status } = await bench.generate("load", "--target-size", "20MB");
    expect(status).toBe(0);
    const size = await bench.count(
      "SELECT sum(data_uncompressed_bytes) FROM system.parts WHERE database = currentDatabase() AND table = 'trades_1d' AND active",
    );
    expect(size / 20e6).toBeGreaterThan(0.95);
    expect(size / 20e6).toBeLessThan(1.05);
  });

  it("does not depend on --batch-size, --concurrency and --workers", async () => {
    // Every insert is a block of its own; merged parts say from which to which.
    const blocks = () =>
      bench.count(
        "SELECT max(max_block_number) - min(min_block_number) + 1 FROM system.parts WHERE database = currentDatabase() AND table = 'trades_1d' AND active",
      );
    const inserted: number[] = [];
    for (const flags of [
      ["--concurrency", "1", "--workers", "1"],
      ["--batch-size", "30000", "--concurrency", "4", "--workers", "3"],
      ["--batch-size", "100000"],
    ]) {
      await bench.startOver();
      expect((await bench.generate(...LOAD, ...flags)).status).toBe(0);
      await bench.expectWhole();
      inserted.push(await blocks());
    }
    expect(inserted).toEqual([6, 2, 1]);
  });

  it("is spread over the business days before a date, from an id on", async () => {
    const { status } = await bench.generate(
      ...["load", "-r", "20001", "--days", "25", "--trade-date", "2024-03-05"],
      ...["--start-trade-id", "5000000000"],
    );
    expect(status).toBe(0);
    const days = await rows<{ day: string; trades: string; weekday: number }>(
      bench.client,
      "SELECT toString(trade_date) AS day, toString(uniqExact(trade_id)) AS trades, toDayOfWeek(trade_date) AS weekday FROM trades_1d GROUP BY trade_date ORDER BY day",
    );
    expect(days).toHaveLength(25);
    expect([days[0]?.day, days.at(-1)?.day]).toEqual([
      "2024-01-31",
      "2024-03-05",
    ]);
    expect(days.every(({ weekday }) => weekday <= 5)).toBe(true);
    expect(days.map(({ trades }) => trades)).toEqual([
      "801",
      ...Array<string>(24).fill("800"),
    ]);
    const [ids] = await rows<Record<string, string>>(
      bench.client,
      "SELECT toString(min(trade_id)) AS first, toString(max(trade_id)) AS last, toString(uniqExact(trade_id)) AS trades FROM trades_1d",
    );
    expect(ids).toEqual({
      first: "5000000000",
      last: "5000020000",
      trades: "20001",
    });
    expect(await bench.unequalRollups()).toEqual([]);
  });

  it("may be less than a batch, with a warning", async () => {
    const { status, stderr } = await bench.generate(
      ...["load", "-r", "500", "--batch-size", "10", "--days", "1"],
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(/^warning: 500 trades are less than a batch: /);
    expect(await bench.count("SELECT uniqExact(trade_id) FROM trades_1d")).toBe(
      500,
    );
    const refused = await bench.generate(...LOAD, "--batch-size", "9999");
    expect([refused.status, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain(
      "--batch-size must be a whole number from 10000 to 100000: 9999",
    );
  });
});

describe("what is said", () => {
  const SMALL = ["load", "-r", "900", "--days", "1"];
  const PARTS = ["load", "-r", "60000", "--days", "3"];

  beforeEach(() => bench.startOver());

  it("is one JSON object with --json", async () => {
    const { status, stdout, stderr } = await bench.generate(...PARTS, "--json");
    expect([status, stderr]).toEqual([0, ""]);
    const summary = JSON.parse(stdout) as Record<string, number>;
    const facts = await bench.count(FACTS);
    expect(summary).toEqual({
      command: "load",
      state: "complete",
      tradesTotal: 60_000,
      nextBatch: 6,
      batches: 6,
      trades: 60_000,
      rows: facts,
      rowsAdded: facts,
      sent: {
        trades: 60_000,
        rows: facts,
        bytes: expect.any(Number) as number,
      },
      seconds: expect.any(Number) as number,
      rowsPerSecond: expect.any(Number) as number,
      checkpoint: bench.checkpointPath(),
      peakMemoryBytes: expect.any(Number) as number,
      parameters: {
        ...{ rows: 60_000, days: 3, seed: "42", portfolioManagers: 10 },
        ...{ startTradeId: 1, tradeDate: "2024-01-15", explode: true },
        batchSize: 10_000,
      },
    });
    expect(summary["rowsPerSecond"]! * summary["seconds"]!).toBeCloseTo(facts);
    expect(summary["peakMemoryBytes"]).toBeGreaterThan(20e6);

    const again = await bench.generate(...PARTS, "--json", "--no-checkpoint");
    expect(JSON.parse(again.stdout)).toMatchObject({
      state: "complete",
      rows: facts,
      rowsAdded: 0,
      sent: { trades: 0, rows: 0, bytes: 0 },
    });
    expect(JSON.parse(again.stdout)).not.toHaveProperty("checkpoint");
  });

  it("is one JSON object of a load that was stopped or failed, too", async () => {
    const stopped = await bench.interruptedLoad("--json");
    expect(stopped.status).toBe(130);
    expect(JSON.parse(stopped.stdout)).toMatchObject({
      state: "interrupted",
      tradesTotal: TRADES,
      rows: await bench.count(FACTS),
    });

    const taken = ["load", "-r", "100", "-s", "8", "--reset", "--json"];
    const failed = await bench.generate(...taken);
    expect(failed.status).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      state: "failed",
      rowsAdded: 0,
      error: {
        code: "trade-ids-taken",
        message: expect.stringContaining("trade ids 1 to 100") as string,
      },
    });
  });

  it("is nothing with --quiet, neither of a warning nor of a stop", async () => {
    const silent = { stdout: "", stderr: "" };
    expect(await bench.generate(...SMALL, "-q")).toEqual({
      status: 0,
      ...silent,
    });
    await bench.startOver();
    const { child, finished } = await bench.frozenLoad("--quiet");
    child.kill("SIGTERM");
    await sleep(50);
    bench.thaw();
    expect(await finished).toEqual({ status: 143, ...silent });
  });

  it("is the rows of every table with --count", async () => {
    await bench.generate(...SMALL);
    const counts = Object.fromEntries(
      await Promise.all(
        TABLES.map(
          async (table) =>
            [table, await bench.count(`SELECT count() FROM ${table}`)] as const,
        ),
      ),
    );
    for (const command of [["load"], ["status"], []]) {
      const json = await bench.generate(...command, "--count", "--json");
      const tables = JSON.parse(json.stdout) as {
        table: string;
        rows: number;
        bytes: number;
      }[];
      expect(
        Object.fromEntries(tables.map((row) => [row.table, row.rows])),
      ).toEqual(counts);
      expect(tables.every(({ bytes }) => bytes > 0)).toBe(true);
    }
    const { status, stdout, stderr } = await bench.generate("load", "-c");
    expect([status, stderr]).toEqual([0, ""]);
    for (const [table, count] of Object.entries(counts)) {
      expect(stdout).toMatch(
        new RegExp(`^${table} +${count.toLocaleString("en-US")} `, "m"),
      );
    }
  });

  it("is what is known of checkpoints while the warehouse is away", async () => {
    await bench.generate(...SMALL);
    await bench.kill();
    try {
      const flags = ["status", "--checkpoints", bench.checkpoints];
      const { status, stdout, stderr } = await bench.generate(...flags);
      expect(status).toBe(1);
      expect(stdout).toMatch(/^load .*: complete, 900 of 900 trades/);
      expect(stdout).toMatch(/^trades +900 +unknown$/m);
      expect(stderr).toContain("the warehouse does not answer at");
      const json = await bench.generate(...flags, "--json");
      expect(json.status).toBe(1);
      expect(JSON.parse(json.stdout)).toMatchObject({
        checkpoints: [{ state: "complete", stored: null }],
        tables: [],
        error: { code: "no-warehouse" },
      });
    } finally {
      await bench.startAgain();
    }
  });
});
