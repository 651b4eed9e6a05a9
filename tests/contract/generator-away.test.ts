import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
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

/** Five batches of 10,000 trades, one on each of five days. */
const LOAD = ["load", "-r", "50000", "--days", "5"];
const FACTS = "SELECT count() FROM trades_1d";

let bench: LoadBench;

beforeAll(async () => {
  bench = await loadBench(LOAD);
});

afterAll(() => bench?.remove());

afterEach(() => bench.thaw());

describe("an engine that is away", () => {
  beforeEach(() => bench.startOver());

  /** Listens where the engine did and hangs up on everybody. */
  async function hangUp() {
    /** Moments of the calls, in milliseconds. */
    const calls: number[] = [];
    const server = createServer((socket) => {
      calls.push(performance.now());
      socket.destroy();
    });
    const { port } = new URL(bench.warehouse.connections.owner.url);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(Number(port), "127.0.0.1", resolve);
    });
    return {
      calls,
      close: () => new Promise((resolve) => server.close(resolve)),
    };
  }

  it("is waited for, less and less often, and then the load goes on", async () => {
    const { finished } = await bench.frozenLoad("--concurrency", "1");
    await bench.kill();
    const { calls, close } = await hangUp();
    await until(() => calls.length >= 5, "five calls");
    await close();
    await bench.startAgain();
    const { status, stdout, stderr } = await finished;
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(
        /^the warehouse does not answer at http:\S+: .*; trying again for up to 2m 00s$/,
      ),
      expect.stringMatching(/^the warehouse answers again after [\d.]+ s$/),
      "",
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain("verified");
    // Four times 0.2 s would be 0.8 s; doubled each time it is 3 s or more.
    expect(calls[4]! - calls[0]!).toBeGreaterThan(2000);
    await bench.expectWhole();
  });

  it("for good ends a load with what to do; the next one completes it", async () => {
    const running = await bench.frozenLoad(
      ...["--give-up-after", "2s", "--concurrency", "1"],
    );
    await bench.kill();
    const { status, stdout, stderr } = await running.finished;
    const saved = bench.checkpoint();
    await bench.startAgain();
    expect(status).toBe(1);
    const [note, error, hint] = stderr.split("\n");
    expect(note).toMatch(/; trying again for up to 2\.0 s$/);
    expect(error).toMatch(
      /^error: load stopped, how many rows are in is unknown: the warehouse does not answer at http:\S+: connect ECONNREFUSED /,
    );
    expect(hint).toBe(
      "  hint: start it with `npm run warehouse` or `npm start`, or set CLICKHOUSE_URL; then run the same command again: it continues where it stopped",
    );
    expect(stdout).toMatch(/^failed: [\d,]+ of 50,000 trades are in/);
    const stored = await bench.count(FACTS);
    expect(stored).toBeLessThan(bench.whole.rows);
    expect(saved.state).toBe("failed");
    expect(saved.rows).toBeLessThanOrEqual(stored);

    const resumed = await bench.generate("load");
    expect(resumed.stderr).toMatch(/^continuing .*load\.json: /);
    expect(resumed.status).toBe(0);
    await bench.expectWhole();
  });

  it("from the start ends a load without a checkpoint", async () => {
    await bench.kill();
    try {
      const { status, stdout, stderr } = await bench.generate(
        ...[...LOAD, "--give-up-after", "300ms"],
      );
      expect([status, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(
        /\nerror: the warehouse does not answer at http:\S+: connect ECONNREFUSED .*\n {2}hint: start it with `npm run warehouse`/,
      );
      expect(existsSync(bench.checkpoints)).toBe(false);
    } finally {
      await bench.startAgain();
    }
  });

  it("ends a stream, whose batch under way is completed by the next one", async () => {
    const stream = [
      ...["stream", "--batch", "30000", "--interval", "100ms"],
      ...["--give-up-after", "1s", "--checkpoints", bench.checkpoints],
    ];
    const { finished } = bench.start(...stream);
    await bench.untilRows(1);
    bench.freeze();
    await bench.kill();
    const { status, stderr } = await finished;
    await bench.startAgain();
    expect(status).toBe(1);
    expect(stderr).toMatch(/error: the warehouse does not answer at /);
    const path = join(bench.checkpoints, "stream.json");
    const saved = JSON.parse(readFileSync(path, "utf8")) as {
      state: string;
      ticks: number;
      pending?: object;
    };
    expect(saved.state).toBe("failed");
    expect(saved).toHaveProperty("pending");

    expect((await bench.generate(...stream, "--batches", "1")).status).toBe(0);
    const trades = (saved.ticks + 1) * 30_000;
    for (const counted of [
      "uniqExact(trade_id)",
      "max(trade_id)",
      "countIf(exposure_type != 'Constituent')",
    ]) {
      expect(await bench.count(`SELECT ${counted} FROM trades_1d`)).toBe(
        trades,
      );
    }
    expect(await bench.unequalRollups()).toEqual([]);
  });

  it("keeping its connections but silent, is given up just the same", async () => {
    const { finished } = await bench.frozenLoad(
      ...["--give-up-after", "2s", "--concurrency", "1"],
    );
    const { status, stdout, stderr } = await finished;
    bench.thaw();
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error: load stopped, how many rows are in is unknown: the warehouse does not answer at http:\S+: a request is under way and a ping was not answered: none within 8 s\n/m,
    );
    expect(stdout).toMatch(/^failed: /);
    expect(bench.checkpoint().state).toBe("failed");
    expect((await bench.generate("load")).status).toBe(0);
    await bench.expectWhole();
  });
});
