import { setTimeout as sleep } from "node:timers/promises";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import {
  type CheckpointFile,
  loadBench,
  type LoadBench,
} from "../support/load-bench.ts";

const TRADES = 60_000;
/** Six batches of 10,000 trades, two on each of three days; one thread starts sooner than two. */
const LOAD = ["load", "-r", String(TRADES), "--days", "3", "--workers", "1"];
const BATCH = 10_000;
const FACTS = "SELECT count() FROM trades_1d";

let bench: LoadBench;

beforeAll(async () => {
  bench = await loadBench(LOAD);
});

afterAll(() => bench?.remove());

afterEach(() => bench.thaw());

const figure = (text: string | undefined) =>
  Number((text ?? "").replaceAll(",", ""));

describe("a stop", () => {
  beforeEach(() => bench.startOver());

  it.each([
    ["SIGINT", 130, 1],
    // npm passes on what the terminal has sent to the generator already.
    ["SIGINT", 130, 2],
    ["SIGTERM", 143, 1],
  ] as const)(
    "by %s ends with %i, its batches finished and saved (sent %i times)",
    async (signal, code, times) => {
      const running = await bench.frozenLoad();
      for (let time = 0; time < times; time++) running.child.kill(signal);
      await running.untilSays(signal);
      bench.thaw();

      const { status, stdout, stderr } = await running.finished;
      expect(stderr).toBe(
        `${signal}: finishing the batches under way; once more stops at once, nothing is lost\n`,
      );
      expect(status).toBe(code);
      const [, trades, loaded] =
        /^interrupted: ([\d,]+) of 60,000 trades are in, ([\d,]+) rows; .* rows\/s, .*\/s\ncontinue with the same command, or with no flags but --name \(.*load\.json\)\n$/.exec(
          stdout,
        ) ?? [];
      const saved = bench.checkpoint();
      const stored = await bench.count(FACTS);
      expect(stored).toBeGreaterThan(0);
      expect(stored).toBeLessThan(bench.whole.rows);
      expect(saved).toMatchObject({
        state: "interrupted",
        batches: 6,
        rows: stored,
        rowsSent: stored,
        trades: await bench.count("SELECT uniqExact(trade_id) FROM trades_1d"),
      });
      expect([figure(trades), figure(loaded)]).toEqual([saved.trades, stored]);
      expect(
        await bench.count(
          `SELECT uniqExact(trade_id) FROM trades_1d WHERE trade_id <= ${saved.nextBatch * BATCH}`,
        ),
      ).toBe(saved.nextBatch * BATCH);
      expect(await bench.unequalRollups()).toEqual([]);

      const resumed = await bench.generate("load");
      expect(resumed.stderr).toBe(
        `continuing ${bench.checkpointPath()}: ${trades} of 60,000 trades are in\n`,
      );
      expect(resumed.stdout).toContain(
        `; ${loaded} rows were already loaded, deduplicated\nverified: `,
      );
      expect(resumed.status).toBe(0);
      await bench.expectWhole();
      const complete = bench.checkpoint();
      expect(complete).toMatchObject({
        state: "complete",
        nextBatch: 6,
        trades: TRADES,
        rows: bench.whole.rows,
        rowsSent: bench.whole.rows,
        startedAt: saved.startedAt,
      });
      expect(complete.bytes).toBeGreaterThan(saved.bytes);
      expect(complete.elapsedSeconds).toBeGreaterThan(saved.elapsedSeconds);
    },
  );

  it("by a second Ctrl-C does not wait for the engine, and loses nothing", async () => {
    const { child, finished, ...running } = await bench.frozenLoad();
    // What was answered just before makes room for a batch that will not be.
    await sleep(1000);
    child.kill("SIGINT");
    await running.untilSays("SIGINT");
    await sleep(150);
    child.kill("SIGINT");
    // The engine stands still all the while: there is nothing that could end first.
    expect(await finished).toMatchObject({ status: 130, stdout: "" });
    bench.thaw();
    expect(bench.checkpoint().state).toBe("running");
    expect((await bench.generate("load")).status).toBe(0);
    await bench.expectWhole();
  });

  it("ends the waiting for an engine that is away", async () => {
    const running = bench.start(...LOAD);
    await bench.untilRows(1);
    await bench.stop();
    try {
      await running.untilSays("trying again");
      running.child.kill("SIGINT");
      const { status, stdout } = await running.finished;
      expect(status).toBe(130);
      expect(stdout).toMatch(/^interrupted: /);
      expect(bench.checkpoint().state).toBe("interrupted");
    } finally {
      await bench.startAgain();
    }
    expect((await bench.generate("load")).status).toBe(0);
    await bench.expectWhole();
  });
});

describe("an unfinished load", () => {
  let left: CheckpointFile;
  let stored: number;

  beforeAll(async () => {
    await bench.startOver();
    expect((await bench.interruptedLoad()).status).toBe(130);
    left = bench.checkpoint();
    stored = await bench.count(FACTS);
  });

  it.each([
    [["-r", "5"], "--rows 5, was 60000"],
    [["--days", "2"], "--days 2, was 3"],
    [["-s", "7"], "--seed 7, was 42"],
    [["-p", "3"], "--portfolio-managers 3, was 10"],
    [["--trade-date", "2024-01-12"], "--trade-date 2024-01-12, was 2024-01-15"],
    [["--start-trade-id", "7"], "--start-trade-id 7, was 1"],
    [["-r", "60000", "--batch-size", "20000"], "--batch-size 20000, was 10000"],
    [["--no-explode-constituents"], "--explode-constituents false, was true"],
    [["--target-size", "1GB"], /--rows \d{7}, was 60000/],
    [
      ["-s", "7", "-p", "3", "-r", "60000"],
      /managers 3, was 10; --seed 7, was 42$/,
    ],
  ])("refuses %j", async (flags, difference) => {
    const { code, message, hint } = await bench.refusal(...flags);
    expect(code).toBe("other-parameters");
    expect(message).toContain(
      `the unfinished load of ${bench.checkpointPath()} has other`,
    );
    expect(message).toMatch(difference);
    for (const way of ["leaving these flags out", "--reset", "--name"]) {
      expect(hint).toContain(way);
    }
  });

  it("ends with 1 when it refuses, and nothing has changed", async () => {
    const { status, stdout, stderr } = await bench.generate("load", "-s", "7");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("--seed 7, was 42\n  hint: continue it by");
    expect(bench.checkpoint()).toEqual(left);
    expect(await bench.count(FACTS)).toBe(stored);
  });

  it("is shown beside the database by status", async () => {
    const ids = "WHERE trade_id BETWEEN 1 AND 60000";
    const { status, stdout, stderr } = await bench.generate(
      ...["status", "--checkpoints", bench.checkpoints, "--json"],
    );
    expect([status, stderr]).toEqual([0, ""]);
    const shown = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(shown)).toEqual(["command", "checkpoints", "tables"]);
    expect(shown["checkpoints"]).toEqual([
      {
        kind: "load",
        path: bench.checkpointPath(),
        state: "interrupted",
        ids: { first: 1, last: TRADES },
        trades: left.trades,
        rows: left.rows,
        tradesTotal: TRADES,
        startedAt: left.startedAt,
        stored: {
          trades: await bench.count(
            `SELECT uniqExact(trade_id) FROM trades_1d ${ids}`,
          ),
          rows: await bench.count(`${FACTS} ${ids}`),
        },
      },
    ]);

    await bench.command("ALTER TABLE trades_1d DROP PARTITION 202401");
    const text = await bench.generate(
      ...["status", "--checkpoints", bench.checkpoints],
    );
    const number = (value: number) => value.toLocaleString("en-US");
    expect(text.stdout).toContain(
      `load ${bench.checkpointPath()}: interrupted, ${number(left.trades)} of 60,000 trades, ids 1 to 60000, begun ${left.startedAt}\n`,
    );
    expect(text.stdout).toMatch(/^ +checkpoint +warehouse$/m);
    expect(text.stdout).toMatch(
      new RegExp(`^trades +${number(left.trades)} +0$`, "m"),
    );
    expect(text.stdout).toMatch(
      new RegExp(`^rows +${number(left.rows)} +0$`, "m"),
    );
  });

  it("is forgotten with --reset: other trades are loaded, and none is lost", async () => {
    await bench.startOver();
    await bench.interruptedLoad();
    const before = await bench.count(FACTS);
    const other = ["load", "-r", "10000", "-s", "8", "--days", "1", "--reset"];
    const taken = await bench.generate(...other);
    expect(taken.status).toBe(1);
    expect(taken.stderr).toContain("hint: add these trades beside them with");
    expect(
      (await bench.generate(...other, "--start-trade-id", "60001")).status,
    ).toBe(0);
    expect(bench.checkpoint().parameters).toMatchObject({ seed: "8" });
    expect(await bench.count(`${FACTS} WHERE trade_id <= ${TRADES}`)).toBe(
      before,
    );

    // What the first load has left is still there to be completed.
    const { status, stdout, stderr } = await bench.generate(...LOAD, "--reset");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(
      `; ${before.toLocaleString("en-US")} rows were already loaded`,
    );
    await bench.command(
      "ALTER TABLE trades_1d DELETE WHERE trade_id > 60000 SETTINGS mutations_sync = 2",
    );
    expect(await bench.contents()).toEqual(bench.whole);
  });
});
