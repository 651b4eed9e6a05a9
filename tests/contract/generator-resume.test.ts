import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
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
import { readArguments } from "../../base/cli.ts";
import type { ServiceError } from "../../base/errors.ts";
import { load } from "../../generator/commands/load.ts";
import { rows } from "../../server/warehouse/client.ts";
import {
  type Contents,
  generatorBench,
  type GeneratorBench,
  type Running,
  until,
} from "../support/generator-bench.ts";

const TRADES = 100_000;
/** Ten batches of 10,000 trades: two on each of five days. */
const LOAD = ["load", "-r", String(TRADES), "--days", "5"];
const BATCH = 10_000;
const FACTS = "SELECT count() FROM trades_1d";
const TABLES = [
  "instruments",
  "constituents",
  "trades_1d",
  "trades_1d_rollup",
  "trades_1d_rollup_geo",
];

let bench: GeneratorBench;
/** What LOAD leaves behind when nobody disturbs it. */
let whole: Contents;

beforeAll(async () => {
  bench = await generatorBench();
  expect((await bench.generate(...LOAD)).status).toBe(0);
  whole = await bench.contents();
});

afterAll(() => bench?.remove());

afterEach(() => bench.thaw());

/** A new warehouse and no checkpoints. */
async function startOver() {
  await bench.empty();
  await rm(bench.checkpoints, { recursive: true, force: true });
}

const pathOf = (name = "load") => join(bench.checkpoints, `${name}.json`);

interface CheckpointFile {
  state: string;
  nextBatch: number;
  batches: number;
  trades: number;
  rows: number;
  rowsSent: number;
  bytes: number;
  elapsedSeconds: number;
  averageRowsPerSecond: number;
  startedAt: string;
  savedAt: string;
  parameters: Record<string, unknown>;
}

/** A file as it is at this moment: never half of one. */
const checkpoint = (name = "load") =>
  JSON.parse(readFileSync(pathOf(name), "utf8")) as CheckpointFile;

const figure = (text: string | undefined) =>
  Number((text ?? "").replaceAll(",", ""));

/** A load whose engine stands still with some batches in and others under way. */
async function frozenLoad(...args: string[]): Promise<Running> {
  const running = bench.start(...LOAD, ...args);
  await bench.untilRows(1);
  bench.freeze();
  return running;
}

/** A load that a signal has stopped half-way. */
async function interruptedLoad(...args: string[]) {
  const running = await frozenLoad(...args);
  running.child.kill("SIGINT");
  await running.untilSays("SIGINT");
  bench.thaw();
  return running.finished;
}

async function expectWhole() {
  expect(await bench.contents()).toEqual(whole);
  expect(await bench.unequalRollups()).toEqual([]);
}

/** Runs the command in this process, for errors that come before any work. */
async function refusal(...args: string[]): Promise<ServiceError> {
  const read = readArguments(load.options, [
    ...args,
    "--checkpoints",
    bench.checkpoints,
  ]);
  const thrown: unknown = await load.run(read).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Error);
  return thrown as ServiceError;
}

describe("a stop", () => {
  beforeEach(startOver);

  it.each([
    ["SIGINT", 130, 1],
    // npm passes on what the terminal has sent to the generator already.
    ["SIGINT", 130, 2],
    ["SIGTERM", 143, 1],
  ] as const)(
    "by %s ends with %i, its batches finished and saved (sent %i times)",
    async (signal, code, times) => {
      const running = await frozenLoad();
      for (let time = 0; time < times; time++) running.child.kill(signal);
      await running.untilSays(signal);
      bench.thaw();

      const { status, stdout, stderr } = await running.finished;
      expect(stderr).toBe(
        `${signal}: finishing the batches under way; once more stops at once, nothing is lost\n`,
      );
      expect(status).toBe(code);
      const [, trades, loaded] =
        /^interrupted: ([\d,]+) of 100,000 trades are in, ([\d,]+) rows; .* rows\/s, .*\/s\ncontinue with the same command, or with no flags but --name \(.*load\.json\)\n$/.exec(
          stdout,
        ) ?? [];
      const saved = checkpoint();
      const stored = await bench.count(FACTS);
      expect(stored).toBeGreaterThan(0);
      expect(stored).toBeLessThan(whole.rows);
      expect(saved).toMatchObject({
        state: "interrupted",
        batches: 10,
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
        `continuing ${pathOf()}: ${trades} of 100,000 trades are in\n`,
      );
      expect(resumed.stdout).toContain(
        `; ${loaded} rows were already loaded, deduplicated\nverified: `,
      );
      expect(resumed.status).toBe(0);
      await expectWhole();
      const complete = checkpoint();
      expect(complete).toMatchObject({
        state: "complete",
        nextBatch: 10,
        trades: TRADES,
        rows: whole.rows,
        rowsSent: whole.rows,
        startedAt: saved.startedAt,
      });
      expect(complete.bytes).toBeGreaterThan(saved.bytes);
      expect(complete.elapsedSeconds).toBeGreaterThan(saved.elapsedSeconds);
    },
  );

  it("by a second Ctrl-C does not wait for the engine, and loses nothing", async () => {
    const { child, finished, ...running } = await frozenLoad();
    child.kill("SIGINT");
    await running.untilSays("SIGINT");
    await sleep(150);
    child.kill("SIGINT");
    // The engine stands still all the while: there is nothing that could end first.
    expect(await finished).toMatchObject({ status: 130, stdout: "" });
    bench.thaw();
    expect(checkpoint().state).toBe("running");
    expect((await bench.generate("load")).status).toBe(0);
    await expectWhole();
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
      expect(checkpoint().state).toBe("interrupted");
    } finally {
      await bench.startAgain();
    }
    expect((await bench.generate("load")).status).toBe(0);
    await expectWhole();
  });
});

describe("the checkpoint", () => {
  it("holds what is loaded, how far it is and how fast it went", async () => {
    await startOver();
    const { status, stdout } = await bench.generate(
      ...["load", "-r", "30000", "--days", "3", "-s", "seven", "-p", "12"],
      ...["--start-trade-id", "1001", "--trade-date", "2024-02-02", "--json"],
      "--no-explode-constituents",
    );
    expect(status).toBe(0);
    const { sent } = JSON.parse(stdout) as { sent: { bytes: number } };
    const file = checkpoint();
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
    const before = [checkpoint(), await bench.contents()] as const;
    const { status, stdout, stderr } = await bench.generate("load");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("already loaded, deduplicated: nothing added");
    const after = { ...checkpoint(), savedAt: before[0].savedAt };
    expect([after, await bench.contents()]).toEqual(before);
  });

  it("makes room for another load once it is complete", async () => {
    const other = ["load", "-r", "10000", "-s", "8", "--start-trade-id"];
    expect((await bench.generate(...other, "50001")).status).toBe(0);
    expect(checkpoint().parameters).toMatchObject({ seed: "8", rows: 10_000 });
    expect(
      await bench.count("SELECT count() FROM trades_1d WHERE trade_id > 50000"),
    ).toBe(checkpoint().rows);
  });

  it("is saved every so many batches", async () => {
    await startOver();
    const { child, finished } = bench.start(
      ...LOAD,
      ...["--checkpoint-interval", "3", "--concurrency", "1"],
    );
    const begun = () => existsSync(pathOf()) && checkpoint().nextBatch > 0;
    await until(begun, "a checkpoint of batches");
    child.kill("SIGKILL");
    await finished;
    expect([3, 6, 9]).toContain(checkpoint().nextBatch);
    expect(checkpoint().state).toBe("running");
    expect((await bench.generate("load")).status).toBe(0);
    expect(checkpoint().state).toBe("complete");
    await expectWhole();
  });

  it("is neither read nor written with --no-checkpoint", async () => {
    await startOver();
    await mkdir(bench.checkpoints);
    await writeFile(pathOf(), "no checkpoint");
    const { child, finished } = bench.start(...LOAD, "--no-checkpoint");
    await bench.untilRows(1);
    child.kill("SIGKILL");
    await finished;
    const { status, stdout } = await bench.generate(...LOAD, "--no-checkpoint");
    expect(stdout).toContain("rows were already loaded, deduplicated");
    expect(status).toBe(0);
    await expectWhole();
    expect(readdirSync(bench.checkpoints)).toEqual(["load.json"]);
    expect(readFileSync(pathOf(), "utf8")).toBe("no checkpoint");
  });

  it("lies under its name, beside others", async () => {
    await startOver();
    const one = ["load", "-r", "10000", "--days", "1", "--name"];
    expect((await bench.generate(...one, "year-end_1.b")).status).toBe(0);
    const two = [...one, "other", "-s", "2", "--start-trade-id", "10001"];
    expect((await bench.generate(...two)).status).toBe(0);
    expect(readdirSync(bench.checkpoints).sort()).toEqual([
      "other.json",
      "year-end_1.b.json",
    ]);
    expect(checkpoint("year-end_1.b").parameters).toMatchObject({ seed: "42" });
    expect(checkpoint("other").parameters).toMatchObject({ seed: "2" });
    for (const name of ["", "../other", "a/b", ".hidden", "a b"]) {
      const { code, message } = await refusal("--name", name);
      expect(code).toBe("bad-usage");
      expect(message).toContain(
        "--name must be letters, digits, dots, dashes and underscores: ",
      );
    }
  });
});

describe("an unfinished load", () => {
  let left: CheckpointFile;
  let stored: number;

  beforeAll(async () => {
    await startOver();
    expect((await interruptedLoad()).status).toBe(130);
    left = checkpoint();
    stored = await bench.count(FACTS);
  });

  it.each([
    [["-r", "5"], "--rows 5, was 100000"],
    [["--days", "2"], "--days 2, was 5"],
    [["-s", "7"], "--seed 7, was 42"],
    [["-p", "3"], "--portfolio-managers 3, was 10"],
    [["--trade-date", "2024-01-12"], "--trade-date 2024-01-12, was 2024-01-15"],
    [["--start-trade-id", "7"], "--start-trade-id 7, was 1"],
    [
      ["-r", "100000", "--batch-size", "20000"],
      "--batch-size 20000, was 10000",
    ],
    [["--no-explode-constituents"], "--explode-constituents false, was true"],
    [["--target-size", "1GB"], /--rows \d{7}, was 100000/],
    [
      ["-s", "7", "-p", "3", "-r", "100000"],
      /managers 3, was 10; --seed 7, was 42$/,
    ],
  ])("refuses %j", async (flags, difference) => {
    const { code, message, hint } = await refusal(...flags);
    expect(code).toBe("other-parameters");
    expect(message).toContain(`the unfinished load of ${pathOf()} has other`);
    expect(message).toMatch(difference);
    for (const way of ["leaving these flags out", "--reset", "--name"]) {
      expect(hint).toContain(way);
    }
  });

  it("ends with 1 when it refuses, and nothing has changed", async () => {
    const { status, stdout, stderr } = await bench.generate("load", "-s", "7");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("--seed 7, was 42\n  hint: continue it by");
    expect(checkpoint()).toEqual(left);
    expect(await bench.count(FACTS)).toBe(stored);
  });

  it("is shown beside the database by status", async () => {
    const ids = "WHERE trade_id BETWEEN 1 AND 100000";
    const { status, stdout, stderr } = await bench.generate(
      ...["status", "--checkpoints", bench.checkpoints, "--json"],
    );
    expect([status, stderr]).toEqual([0, ""]);
    const shown = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(shown)).toEqual(["command", "checkpoints", "tables"]);
    expect(shown["checkpoints"]).toEqual([
      {
        kind: "load",
        path: pathOf(),
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
      `load ${pathOf()}: interrupted, ${number(left.trades)} of 100,000 trades, ids 1 to 100000, begun ${left.startedAt}\n`,
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
    await startOver();
    await interruptedLoad();
    const before = await bench.count(FACTS);
    const other = ["load", "-r", "10000", "-s", "8", "--days", "1", "--reset"];
    const taken = await bench.generate(...other);
    expect(taken.status).toBe(1);
    expect(taken.stderr).toContain("hint: add these trades beside them with");
    expect(
      (await bench.generate(...other, "--start-trade-id", "100001")).status,
    ).toBe(0);
    expect(checkpoint().parameters).toMatchObject({ seed: "8" });
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
      "ALTER TABLE trades_1d DELETE WHERE trade_id > 100000 SETTINGS mutations_sync = 2",
    );
    expect(await bench.contents()).toEqual(whole);
  });
});

describe("a corrupted checkpoint", () => {
  let sound: string;

  beforeAll(async () => {
    await startOver();
    await bench.generate("load", "-r", "10000", "--days", "1");
    sound = readFileSync(pathOf(), "utf8");
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
    await writeFile(pathOf(), text());
    const { code, message, hint } = await refusal();
    expect(code).toBe("checkpoint-corrupted");
    expect(message).toContain(`cannot understand the checkpoint ${pathOf()}: `);
    expect(hint).toMatch(/--reset and the flags of before/);
  });

  it("ends with 1; --reset with the flags of before goes on", async () => {
    const before = await bench.contents();
    await writeFile(pathOf(), sound.slice(0, -10));
    const failed = await bench.generate("load");
    expect([failed.status, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toContain(pathOf());
    const { status, stderr } = await bench.generate(
      ...["status", "--checkpoints", bench.checkpoints],
    );
    expect([status, stderr]).toEqual([1, failed.stderr]);

    const flags = ["-r", "10000", "--days", "1", "--reset"];
    const { stdout } = await bench.generate("load", ...flags);
    expect(stdout).toContain("nothing added");
    expect(checkpoint().state).toBe("complete");
    expect(await bench.contents()).toEqual(before);
  });
});

describe("a checkpoint and a warehouse that do not fit", () => {
  /** LOAD is complete, in the warehouse and by its checkpoint. */
  beforeEach(async () => {
    await startOver();
    expect((await bench.generate(...LOAD)).status).toBe(0);
  });

  it("loads everything into another warehouse", async () => {
    await bench.empty();
    const { status, stdout } = await bench.generate("load");
    expect(stdout).not.toContain("already loaded");
    expect(status).toBe(0);
    await expectWhole();
  });

  it("fills facts again that were emptied, and leaves rollups alone", async () => {
    await bench.command("TRUNCATE TABLE trades_1d");
    expect((await bench.generate("load")).status).toBe(0);
    await expectWhole();
  });

  it("fills an emptied rollup again when there is no checkpoint, else says how", async () => {
    await bench.command("TRUNCATE TABLE trades_1d_rollup");
    const refused = await bench.generate("load");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("a rollup counts other trades");
    expect(refused.stderr).toContain("npm run db:rollups");
    expect((await bench.generate(...LOAD, "--no-checkpoint")).status).toBe(0);
    await expectWhole();
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
    await startOver();
    const both = await Promise.all([
      bench.generate(...LOAD),
      bench.generate(...LOAD),
    ]);
    for (const { status, stderr } of both) {
      expect(stderr).not.toContain("error");
      expect(status).toBe(0);
    }
    await expectWhole();
    expect(checkpoint()).toMatchObject({ state: "complete", rows: whole.rows });
    expect(await bench.count("SELECT count() FROM instruments FINAL")).toBe(29);
  });

  it("of the same name and other parameters: the second is refused", async () => {
    await startOver();
    const running = await frozenLoad();
    const second = await bench.generate(...LOAD, "-s", "8");
    expect(second.status).toBe(1);
    expect(second.stderr).toContain("--seed 8, was 42");
    bench.thaw();
    expect((await running.finished).status).toBe(0);
    await expectWhole();
  });
});

describe("what is loaded", () => {
  beforeEach(startOver);

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
      await startOver();
      expect((await bench.generate(...LOAD, ...flags)).status).toBe(0);
      await expectWhole();
      inserted.push(await blocks());
    }
    expect(inserted).toEqual([10, 4, 1]);
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

  beforeEach(startOver);

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
      checkpoint: pathOf(),
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
    const stopped = await interruptedLoad("--json");
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
    await startOver();
    const { child, finished } = await frozenLoad("--quiet");
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
    await bench.stop();
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
