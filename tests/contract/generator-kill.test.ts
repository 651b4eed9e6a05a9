import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import seedrandom from "seedrandom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Contents,
  generatorBench,
  type GeneratorBench,
} from "../support/generator-bench.ts";

/**
 * Of each of two days, in two months and so in two partitions, a batch of 10,000
 * trades and one of the rest; one thread starts sooner than two.
 */
const LOAD = [
  ...["load", "-r", "24000", "--days", "2", "--trade-date", "2024-02-01"],
  ...["--workers", "1"],
];
const BATCHES = 4;
const GENERATOR_KILLS = 20;
const ENGINE_KILLS = 10;
/** Restarts after which the supervisor waits for seconds before the next one. */
const QUICK_RESTARTS = 2;
const FACTS = "SELECT count() FROM trades_1d";

let bench: GeneratorBench;
/** What a load holds that nobody disturbs. */
let whole: Contents;
/** Milliseconds such a load takes until its first row is in … */
let untilFirst: number;
/** … and from there to the next batch, on this machine. */
let perBatch: number;

beforeAll(async () => {
  bench = await generatorBench();
  const began = performance.now();
  const { finished } = bench.start(...LOAD);
  await bench.untilRows(1);
  untilFirst = performance.now() - began;
  expect((await finished).status).toBe(0);
  perBatch = (performance.now() - began - untilFirst) / BATCHES;
  whole = await bench.contents();
  expect(Object.keys(whole.checksums)).toHaveLength(55);
  expect(whole.rows).toBeGreaterThan(40_000);
});

afterAll(() => bench?.remove());

interface Moment {
  round: number;
  /** Share of the rows that are in … */
  share: number;
  /** … and how much later, as a share of what comes until the next batch is in. */
  pause: number;
}

/** Random moments: a quarter from the start of the process on, the others spread over the rows. */
function moments(seed: string, rounds: number): Moment[] {
  const random = seedrandom(seed);
  const early = Math.floor(rounds / 4);
  return Array.from({ length: rounds }, (_, index) => ({
    round: index + 1,
    share: Number(
      Math.max(
        0,
        (0.9 * (index - early + random())) / (rounds - early),
      ).toFixed(2),
    ),
    pause: Number(random().toFixed(2)),
  }));
}

const TITLE = "round $round, $pause of a batch after a share of $share";

/** Waits for a moment. @returns rows that are in then */
async function reach({ share, pause }: Moment): Promise<number> {
  await bench.untilRows(share * whole.rows);
  await sleep(pause * (share === 0 ? untilFirst : perBatch));
  return bench.count(FACTS);
}

async function startOver() {
  await bench.empty();
  await rm(bench.checkpoints, { recursive: true, force: true });
}

async function expectWhole(moment: string) {
  const { rows, checksums } = await bench.contents();
  expect(rows, `rows ${moment}`).toBe(whole.rows);
  expect(checksums, `columns ${moment}`).toEqual(whole.checksums);
  expect(await bench.unequalRollups(), `rollups ${moment}`).toEqual([]);
}

const partly = (rows: number[]) =>
  rows.filter((count) => count > 0 && count < whole.rows);

describe("kill -9 of the generator", () => {
  /** What there was at the moments. */
  const hits: { rows: number; checkpoint: boolean }[] = [];

  it.each(moments("generator", GENERATOR_KILLS))(
    `loses and doubles nothing: ${TITLE}`,
    async (moment) => {
      await startOver();
      const { child, finished } = bench.start(...LOAD);
      const rows = await reach(moment);
      child.kill("SIGKILL");
      await finished;
      const checkpoint = existsSync(join(bench.checkpoints, "load.json"));
      hits.push({ rows, checkpoint });
      const killed = `after a kill with ${rows} rows in, ${checkpoint ? "with" : "without"} a checkpoint`;

      const again = checkpoint && moment.round % 2 === 0 ? ["load"] : LOAD;
      const resumed = await bench.generate(...again);
      expect(resumed.stderr, killed).not.toContain("error");
      expect(resumed.status, killed).toBe(0);
      await expectWhole(killed);
    },
  );

  it("has hit loads before their checkpoint and with some of their rows in", () => {
    expect(hits).toHaveLength(GENERATOR_KILLS);
    expect(hits.some(({ checkpoint }) => !checkpoint)).toBe(true);
    const partial = partly(hits.map(({ rows }) => rows));
    expect(partial.length).toBeGreaterThanOrEqual(GENERATOR_KILLS / 4);
    expect(new Set(partial).size).toBeGreaterThan(1);
  });
});

describe("kill -9 of the engine", () => {
  const hits: number[] = [];

  it.each(moments("engine", ENGINE_KILLS))(
    `is survived by the load itself: ${TITLE}`,
    async (moment) => {
      await startOver();
      const { finished } = bench.start(...LOAD);
      const rows = await reach(moment);
      process.kill(bench.warehouse.pid!, "SIGKILL");
      hits.push(rows);
      const killed = `after a kill with ${rows} rows in`;

      const { status, stderr } = await finished;
      expect(stderr, killed).not.toContain("error:");
      expect(status, killed).toBe(0);
      while (!(await bench.warehouse.isUp())) await sleep(20);
      await expectWhole(killed);
      if (moment.round % QUICK_RESTARTS === 0) {
        await bench.kill();
        await bench.startAgain();
      }
    },
  );

  it("has hit loads with some of their rows in", () => {
    expect(hits).toHaveLength(ENGINE_KILLS);
    const partial = partly(hits);
    expect(partial.length).toBeGreaterThanOrEqual(ENGINE_KILLS / 4);
    expect(new Set(partial).size).toBeGreaterThan(1);
  });
});
