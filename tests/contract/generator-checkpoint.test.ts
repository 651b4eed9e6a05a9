import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { until } from "../support/generator-bench.ts";
import { loadBench, type LoadBench } from "../support/load-bench.ts";

const TRADES = 60_000;
/** Six batches of 10,000 trades, two on each of three days; one thread starts sooner than two. */
const LOAD = ["load", "-r", String(TRADES), "--days", "3", "--workers", "1"];
const FACTS = "SELECT count() FROM trades_1d";

let bench: LoadBench;

beforeAll(async () => {
  bench = await loadBench(LOAD);
});

afterAll(() => bench?.remove());

afterEach(() => bench.thaw());

describe("the checkpoint", () => {
  it("holds what is loaded, how far it is and how fast it went", async () => {
    await bench.startOver();
    const { status, stdout } = await bench.generate(
      ...["load", "-r", "30000", "--days", "3", "-s", "seven", "-p", "12"],
      ...["--start-trade-id", "1001", "--trade-date", "2024-02-02", "--json"],
      "--no-explode-constituents",
    );
    expect(status).toBe(0);
    const { sent } = JSON.parse(stdout) as { sent: { bytes: number } };
    const file = bench.checkpoint();
    expect(Object.keys(file).sort()).toEqual(
      [
        ...["kind", "state", "parameters", "parametersHash", "nextBatch"],
        ...["batches", "trades", "rows", "rowsSent", "bytes"],
        ...["elapsedSeconds", "averageRowsPerSecond", "startedAt", "savedAt"],
      ].sort(),
    );
    expect(file).toMatchObject({
      kind: "load",
      state: "complete",
      parameters: {
        rows: 30_000,
        days: 3,
        seed: "seven",
        portfolioManagers: 12,
        startTradeId: 1001,
        tradeDate: "2024-02-02",
        explode: false,
        batchSize: 10_000,
      },
      parametersHash: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      nextBatch: 3,
      batches: 3,
      trades: 30_000,
      rows: await bench.count(FACTS),
      bytes: sent.bytes,
    });
    expect(file.elapsedSeconds).toBeGreaterThan(0);
    expect(
      file.averageRowsPerSecond / (30_000 / file.elapsedSeconds),
    ).toBeCloseTo(1, 2);
    expect(Date.parse(file.savedAt)).toBeGreaterThan(
      Date.parse(file.startedAt),
    );
    expect(readdirSync(bench.checkpoints)).toEqual(["load.json"]);
  });

  it("is not touched by a second run of a finished load, which adds nothing", async () => {
    const before = [bench.checkpoint(), await bench.contents()] as const;
    const { status, stdout, stderr } = await bench.generate("load");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("already loaded, deduplicated: nothing added");
    const after = { ...bench.checkpoint(), savedAt: before[0].savedAt };
    expect([after, await bench.contents()]).toEqual(before);
  });

  it("makes room for another load once it is complete", async () => {
    const other = ["load", "-r", "10000", "-s", "8", "--start-trade-id"];
    expect((await bench.generate(...other, "50001")).status).toBe(0);
    expect(bench.checkpoint().parameters).toMatchObject({
      seed: "8",
      rows: 10_000,
    });
    expect(
      await bench.count("SELECT count() FROM trades_1d WHERE trade_id > 50000"),
    ).toBe(bench.checkpoint().rows);
  });

  it("is saved every so many batches", async () => {
    await bench.startOver();
    const { child, finished } = bench.start(
      ...LOAD,
      ...["--checkpoint-interval", "2", "--concurrency", "1"],
    );
    const begun = () =>
      existsSync(bench.checkpointPath()) && bench.checkpoint().nextBatch > 0;
    await until(begun, "a checkpoint of batches");
    child.kill("SIGKILL");
    await finished;
    expect([2, 4]).toContain(bench.checkpoint().nextBatch);
    expect(bench.checkpoint().state).toBe("running");
    expect((await bench.generate("load")).status).toBe(0);
    expect(bench.checkpoint().state).toBe("complete");
    await bench.expectWhole();
  });

  it("is neither read nor written with --no-checkpoint", async () => {
    await bench.startOver();
    await mkdir(bench.checkpoints);
    await writeFile(bench.checkpointPath(), "no checkpoint");
    const { child, finished } = bench.start(...LOAD, "--no-checkpoint");
    await bench.untilRows(1);
    child.kill("SIGKILL");
    await finished;
    const { status, stdout } = await bench.generate(...LOAD, "--no-checkpoint");
    expect(stdout).toContain("rows were already loaded, deduplicated");
    expect(status).toBe(0);
    await bench.expectWhole();
    expect(readdirSync(bench.checkpoints)).toEqual(["load.json"]);
    expect(readFileSync(bench.checkpointPath(), "utf8")).toBe("no checkpoint");
  });

  it("lies under its name, beside others", async () => {
    await bench.startOver();
    const one = ["load", "-r", "10000", "--days", "1", "--name"];
    expect((await bench.generate(...one, "year-end_1.b")).status).toBe(0);
    const two = [...one, "other", "-s", "2", "--start-trade-id", "10001"];
    expect((await bench.generate(...two)).status).toBe(0);
    expect(readdirSync(bench.checkpoints).sort()).toEqual([
      "other.json",
      "year-end_1.b.json",
    ]);
    expect(
      bench.checkpoint(bench.checkpointPath("year-end_1.b")).parameters,
    ).toMatchObject({
      seed: "42",
    });
    expect(
      bench.checkpoint(bench.checkpointPath("other")).parameters,
    ).toMatchObject({ seed: "2" });
    for (const name of ["", "../other", "a/b", ".hidden", "a b"]) {
      const { code, message } = await bench.refusal("--name", name);
      expect(code).toBe("bad-usage");
      expect(message).toContain(
        "--name must be letters, digits, dots, dashes and underscores: ",
      );
    }
  });
});

describe("a corrupted checkpoint", () => {
  let sound: string;

  beforeAll(async () => {
    await bench.startOver();
    await bench.generate("load", "-r", "10000", "--days", "1");
    sound = readFileSync(bench.checkpointPath(), "utf8");
  });

  const edited = (from: string | RegExp, to: string) => {
    const text = sound.replace(from, to);
    expect(text).not.toBe(sound);
    return text;
  };

  it.each([
    ["nothing in it", () => ""],
    ["half of it", () => sound.slice(0, sound.length / 2)],
    ["zeros, as after a power failure", () => "\0".repeat(sound.length)],
    ["another file", () => "trade_date,ts\n"],
    ["no object", () => "[]"],
    ["null", () => "null"],
    ["a stream's", () => edited('"load"', '"stream"')],
    ["edited parameters", () => edited('"42"', '"43"')],
    ["a negative number", () => edited('"rows": ', '"rows": -')],
    ["no batch", () => edited('"nextBatch"', '"batch"')],
  ])("names the file and the way out: %s", async (_, text) => {
    await writeFile(bench.checkpointPath(), text());
    const { code, message, hint } = await bench.refusal();
    expect(code).toBe("checkpoint-corrupted");
    expect(message).toContain(
      `cannot understand the checkpoint ${bench.checkpointPath()}: `,
    );
    expect(hint).toMatch(/--reset and the flags of before/);
  });

  it("ends with 1; --reset with the flags of before goes on", async () => {
    const before = await bench.contents();
    await writeFile(bench.checkpointPath(), sound.slice(0, -10));
    const failed = await bench.generate("load");
    expect([failed.status, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toContain(bench.checkpointPath());
    const { status, stderr } = await bench.generate(
      ...["status", "--checkpoints", bench.checkpoints],
    );
    expect([status, stderr]).toEqual([1, failed.stderr]);

    const flags = ["-r", "10000", "--days", "1", "--reset"];
    const { stdout } = await bench.generate("load", ...flags);
    expect(stdout).toContain("nothing added");
    expect(bench.checkpoint().state).toBe("complete");
    expect(await bench.contents()).toEqual(before);
  });
});

describe("a checkpoint and a warehouse that do not fit", () => {
  /** LOAD is complete, in the warehouse and by its checkpoint. */
  beforeEach(async () => {
    await bench.startOver();
    expect((await bench.generate(...LOAD)).status).toBe(0);
  });

  it("loads everything into another warehouse", async () => {
    await bench.empty();
    const { status, stdout } = await bench.generate("load");
    expect(stdout).not.toContain("already loaded");
    expect(status).toBe(0);
    await bench.expectWhole();
  });

  it("fills facts again that were emptied, and leaves rollups alone", async () => {
    await bench.command("TRUNCATE TABLE trades_1d");
    expect((await bench.generate("load")).status).toBe(0);
    await bench.expectWhole();
  });

  it("fills an emptied rollup again when there is no checkpoint, else says how", async () => {
    await bench.command("TRUNCATE TABLE trades_1d_rollup");
    const refused = await bench.generate("load");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("a rollup counts other trades");
    expect(refused.stderr).toContain("npm run db:rollups");
    expect((await bench.generate(...LOAD, "--no-checkpoint")).status).toBe(0);
    await bench.expectWhole();
  });

  it.each([
    [
      "a trade",
      "= 15000",
      /batch 1 \(trade ids from 10001\) has \d+ rows in trades_1d and should have \d+/,
    ],
    [
      "a batch",
      "BETWEEN 10001 AND 20000",
      /rows were deleted or truncated after they were loaded/,
    ],
  ])("says that %s was deleted", async (_, ids, message) => {
    await bench.command(
      `ALTER TABLE trades_1d DELETE WHERE trade_id ${ids} SETTINGS mutations_sync = 2`,
    );
    const { status, stderr } = await bench.generate("load");
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).toContain("npm run db:reset");
  });
});

describe("two loads at once", () => {
  it("of the same name and parameters add every trade once", async () => {
    await bench.startOver();
    const both = await Promise.all([
      bench.generate(...LOAD),
      bench.generate(...LOAD),
    ]);
    for (const { status, stderr } of both) {
      expect(stderr).not.toContain("error");
      expect(status).toBe(0);
    }
    await bench.expectWhole();
    expect(bench.checkpoint()).toMatchObject({
      state: "complete",
      rows: bench.whole.rows,
    });
    expect(await bench.count("SELECT count() FROM instruments FINAL")).toBe(29);
  });

  it("of the same name and other parameters: the second is refused", async () => {
    await bench.startOver();
    const running = await bench.frozenLoad();
    const second = await bench.generate(...LOAD, "-s", "8");
    expect(second.status).toBe(1);
    expect(second.stderr).toContain("--seed 8, was 42");
    bench.thaw();
    expect((await running.finished).status).toBe(0);
    await bench.expectWhole();
  });
});
