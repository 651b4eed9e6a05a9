import { createServer } from "node:net";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
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
  type Contents,
  generatorBench,
  type GeneratorBench,
  type Running,
  until,
} from "../support/generator-bench.ts";
import {
  lackingForSmallDisk,
  type SmallDisk,
  smallDisk,
} from "../support/small-disk.ts";

/** Five batches of 10,000 trades, one on each of five days. */
const LOAD = ["load", "-r", "50000", "--days", "5"];
const FACTS = "SELECT count() FROM trades_1d";
const lacking = lackingForSmallDisk();

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
  rmSync(bench.checkpoints, { recursive: true, force: true });
}

/** Every file below a folder and what is in it. */
const snapshot = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "ballast")
      .map(({ name }) => [name, readFileSync(join(folder, name), "latin1")]),
  );

async function expectWhole() {
  expect(await bench.contents()).toEqual(whole);
  expect(await bench.unequalRollups()).toEqual([]);
}

interface CheckpointFile {
  state: string;
  nextBatch: number;
  trades: number;
  rows: number;
}

const checkpoint = (folder = bench.checkpoints) =>
  JSON.parse(readFileSync(join(folder, "load.json"), "utf8")) as CheckpointFile;

/** A load whose engine stands still with some batches in and others under way. */
async function frozenLoad(...args: string[]): Promise<Running> {
  const running = bench.start(...LOAD, ...args);
  await bench.untilRows(1);
  bench.freeze();
  return running;
}

describe("an output that cannot be written", () => {
  let folder: string;

  beforeAll(() => {
    folder = join(bench.dataDir, "outputs");
    mkdirSync(folder);
    writeFileSync(join(folder, "file"), "old");
  });

  it.each([
    ["in a missing folder", () => join(folder, "missing", "x.csv"), "ENOENT"],
    ["below a file", () => join(folder, "file", "x.csv"), "ENOTDIR"],
    // The modes of a folder do not stop root; this one does.
    ["in a read-only folder", () => "/proc/x.csv", "ENOENT"],
    ["that is a folder", () => folder, "it is a folder"],
    ["with a name too long", () => join(folder, "x".repeat(300)), "ENAMETOOL"],
  ])("%s is named, with the way out", async (_, path, why) => {
    const before = snapshot(folder);
    const { status, stdout, stderr } = await bench.generate(
      ...["-r", "10", "-o", path()],
    );
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(`error: cannot write ${path()}: ${why}`);
    expect(stderr).toMatch(
      /\n {2}hint: check that its folder exists, may be written and has space; nothing was left there, a file of that name is as it was\n$/,
    );
    expect(snapshot(folder)).toEqual(before);
  });

  it("is found before any trade is made, and no other output is begun", async () => {
    const instruments = join(folder, "instruments.csv");
    writeFileSync(instruments, "old");
    const { status, stderr } = await bench.generate(
      ...["-r", "1000000000", "-o", join(folder, "trades.csv")],
      ...["--instruments-output", instruments],
      ...["--constituents-output", join(folder, "missing", "x.csv")],
    );
    expect(status).toBe(1);
    expect(stderr).toContain(
      `cannot write ${join(folder, "missing", "x.csv")}`,
    );
    expect(snapshot(folder)).toEqual({ file: "old", "instruments.csv": "old" });
    rmSync(instruments);
  });

  it("leaves the other outputs as they were when it fills up half-way", async () => {
    const kept = { "trades.csv": "old trades", "constituents.csv": "old" };
    for (const [name, text] of Object.entries(kept)) {
      writeFileSync(join(folder, name), text);
    }
    const { status, stderr } = await bench.generate(
      ...["-r", "1000", "-o", join(folder, "trades.csv")],
      ...["--instruments-output", "/dev/full"],
      ...["--constituents-output", join(folder, "constituents.csv")],
    );
    expect(status).toBe(1);
    expect(stderr).toContain("error: cannot write /dev/full: ENOSPC");
    expect(stderr).toContain("what was written before this is only a part");
    expect(snapshot(folder)).toEqual({ file: "old", ...kept });
    for (const name of Object.keys(kept)) rmSync(join(folder, name));
  });

  it("is left alone, a device or a named pipe, and not replaced by a file", async () => {
    const { status, stdout } = await bench.shell(`
      mkfifo ${folder}/pipe
      head -n 1 ${folder}/pipe & $GENERATE -r 50000 -o ${folder}/pipe --json
      wait`);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^trade_date,ts,/);
    expect(lstatSync(join(folder, "pipe")).isFIFO()).toBe(true);
    expect(lstatSync("/dev/full").isCharacterDevice()).toBe(true);
    rmSync(join(folder, "pipe"));
  });

  it("is written where a link points to, and the link stays", async () => {
    const target = join(folder, "elsewhere", "trades.csv");
    mkdirSync(dirname(target));
    writeFileSync(target, "old");
    const link = join(folder, "link.csv");
    symlinkSync(target, link);
    expect((await bench.generate("-r", "10", "-o", link)).status).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, "utf8").trimEnd().split("\n")).toHaveLength(11);
    expect(readdirSync(dirname(target))).toEqual(["trades.csv"]);
    rmSync(link);
  });
});

describe("the standard output and error", () => {
  it.each([
    ["trades", "-r 50000"],
    ["a summary", "-r 10 --json -o /dev/null"],
    ["checks", "validate"],
  ])("say that there is no space: %s", async (_, args) => {
    const { status, stderr } = await bench.shell(
      `$GENERATE ${args} >/dev/full`,
    );
    expect(stderr).toMatch(
      /error: cannot write the standard output: ENOSPC: no space left on device.*\n {2}hint: .*has space; what was written before this is only a part\n$/,
    );
    expect(status).toBe(1);
  });

  it("may lose their reader: a summary that nobody reads is no error", async () => {
    const { status, stderr } = await bench.shell(
      `{ $GENERATE status --checkpoints ${bench.checkpoints}; echo "ended with $?" >&2; } | true`,
    );
    expect([status, stderr]).toEqual([0, "ended with 0\n"]);
  });

  it("may lose the reader of trades: what else was asked for is written", async () => {
    const path = join(bench.dataDir, "instruments.csv");
    const { status, stdout, stderr } = await bench.shell(
      `{ $GENERATE -r 50000 --instruments-output ${path}; echo "ended with $?" >&2; } | head -n 1`,
    );
    expect([status, stderr]).toEqual([0, "ended with 0\n"]);
    expect(stdout).toMatch(/^trade_date,ts,/);
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(30);
  });

  it("may lose the reader of notes: the work goes on", async () => {
    const path = join(bench.dataDir, "unheard.csv");
    const { stdout } = await bench.shell(`
      { { $GENERATE -r 10 -o ${path}; echo "files $?" >&3; } 2>&1 | true; } 3>&1
      { { $GENERATE load -r 10 --days 1 --name unheard --start-trade-id 70001 --checkpoints ${bench.checkpoints} >/dev/null
        echo "load $?" >&3; } 2>&1 | true; } 3>&1`);
    expect(stdout).toBe("files 0\nload 0\n");
    expect(existsSync(path)).toBe(true);
  });
});

describe.skipIf(lacking !== undefined)(
  `a full disk${lacking === undefined ? "" : `, which needs ${lacking}`}`,
  () => {
    let disk: SmallDisk;

    beforeAll(async () => {
      disk = await smallDisk(256);
    });

    afterAll(() => disk?.remove());

    afterEach(() => disk.free());

    it.each(["x.csv", "x.csv.gz", "x.csv.zst", "x.native"])(
      "keeps the %s of before, whole",
      async (name) => {
        const path = join(disk.path, name);
        const command = ["--explode-constituents", "-o", path];
        expect((await bench.generate("-r", "100", ...command)).status).toBe(0);
        const before = snapshot(disk.path);
        const full = await bench.generate("-r", "20000", ...command);
        expect([full.status, full.stdout]).toEqual([1, ""]);
        expect(full.stderr).toMatch(
          /^error: cannot write .*: ENOSPC: no space left on device, write\n {2}hint: check that its folder .* has space; nothing was left there, a file of that name is as it was\n$/,
        );
        expect(snapshot(disk.path)).toEqual(before);
        expect(Object.keys(before)).toEqual([name]);
        rmSync(path);
      },
    );

    it("for the checkpoint stops a load before its first row; with space it is whole", async () => {
      await startOver();
      const folder = join(disk.path, "checkpoints");
      mkdirSync(folder);
      disk.fill();
      const load = [...LOAD, "--checkpoints", folder];
      const full = await bench.generate(...load);
      expect([full.status, readdirSync(folder)]).toEqual([1, []]);
      expect(full.stderr).toMatch(
        /^error: load stopped, 0 of \d+ rows are in: cannot use the checkpoint .*\/checkpoints\/load\.json: ENOSPC: no space left on device/,
      );
      for (const way of [
        "have space",
        "--checkpoints",
        "--no-checkpoint",
        "run the same command again",
      ]) {
        expect(full.stderr).toContain(way);
      }
      expect(await bench.count(FACTS)).toBe(0);
      disk.free();
      expect((await bench.generate(...load)).status).toBe(0);
      await expectWhole();
      expect(checkpoint(folder).state).toBe("complete");
      rmSync(folder, { recursive: true });
    });

    it("for the checkpoint half-way keeps the last one, from which it goes on", async () => {
      await startOver();
      const folder = join(disk.path, "half-way");
      const { finished } = bench.start(
        ...[...LOAD, "--checkpoints", folder, "--concurrency", "1"],
      );
      // It is written before the first row.
      const begun = () => existsSync(join(folder, "load.json"));
      await until(begun, "the first checkpoint");
      disk.fill();
      const { status, stdout, stderr } = await finished;
      expect(status).toBe(1);
      const stored = await bench.count(FACTS);
      expect(stored).toBeGreaterThan(0);
      expect(stored).toBeLessThan(whole.rows);
      expect(stderr).toMatch(
        new RegExp(
          `^error: load stopped, ${stored} of ${whole.rows} rows are in: cannot use the checkpoint .*: ENOSPC`,
        ),
      );
      expect(stdout).toMatch(/^failed: [\d,]+ of 50,000 trades are in/);
      expect(readdirSync(folder)).toEqual(["load.json"]);
      expect(checkpoint(folder)).toMatchObject({ state: "running" });
      expect(checkpoint(folder).rows).toBeLessThanOrEqual(stored);

      disk.free();
      const resumed = await bench.generate("load", "--checkpoints", folder);
      expect(resumed.stderr).toMatch(/^continuing .*load\.json: /);
      expect(resumed.status).toBe(0);
      await expectWhole();
      rmSync(folder, { recursive: true });
    });

    it("for the checkpoint of a stream loses and doubles no trade", async () => {
      await startOver();
      const folder = join(disk.path, "streams");
      mkdirSync(folder);
      const stream = [
        ...["stream", "--batch", "10000", "--interval", "100ms"],
        ...["--checkpoints", folder],
      ];
      expect((await bench.generate(...stream, "--batches", "1")).status).toBe(
        0,
      );
      disk.fill();
      const full = await bench.generate(...stream, "--batches", "3");
      expect(full.status).toBe(1);
      expect(full.stderr).toMatch(
        /error: cannot use the checkpoint .*stream\.json: ENOSPC/,
      );
      expect(readdirSync(folder)).toEqual(["stream.json"]);
      disk.free();
      expect((await bench.generate(...stream, "--batches", "1")).status).toBe(
        0,
      );
      const ids = "SELECT uniqExact(trade_id) FROM trades_1d";
      expect(await bench.count(ids)).toBe(20_000);
      expect(await bench.count("SELECT max(trade_id) FROM trades_1d")).toBe(
        20_000,
      );
      expect(await bench.unequalRollups()).toEqual([]);
    });
  },
);

describe("an engine that is away", () => {
  beforeEach(startOver);

  /** Listens where the engine did and hangs up on everybody. @returns how often */
  async function hangUp(): Promise<() => Promise<number>> {
    let calls = 0;
    const server = createServer((socket) => {
      calls++;
      socket.destroy();
    });
    const { port } = new URL(bench.warehouse.connections.owner.url);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(Number(port), "127.0.0.1", resolve);
    });
    return async () => {
      await new Promise((resolve) => server.close(resolve));
      return calls;
    };
  }

  /** Ends an engine that stands still, before it does anything else. */
  async function stopFrozen() {
    const stopped = bench.stop();
    bench.thaw();
    await stopped;
  }

  it("is waited for, less and less often, and then the load goes on", async () => {
    const { finished } = await frozenLoad("--concurrency", "1");
    await stopFrozen();
    const stored = hangUp();
    await sleep(5000);
    const calls = await (await stored)();
    await bench.startAgain();
    const { status, stdout, stderr } = await finished;
    const notes = stderr.split("\n").filter((line) => !/^\d+ %, /.test(line));
    expect(notes).toEqual([
      expect.stringMatching(
        /^the warehouse does not answer at http:\S+: .*; trying again for up to 2m 00s$/,
      ),
      expect.stringMatching(/^the warehouse answers again after [\d.]+ s$/),
      "",
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain("verified");
    // Every 0.2 s would be 25 times; doubled to 5 s it is once per doubling.
    expect(calls).toBeGreaterThan(1);
    expect(calls).toBeLessThan(9);
    await expectWhole();
  });

  it("for good ends a load with what to do; the next one completes it", async () => {
    const running = await frozenLoad(
      ...["--give-up-after", "2s", "--concurrency", "1"],
    );
    await stopFrozen();
    const { status, stdout, stderr } = await running.finished;
    const saved = checkpoint();
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
    expect(stored).toBeLessThan(whole.rows);
    expect(saved.state).toBe("failed");
    expect(saved.rows).toBeLessThanOrEqual(stored);

    const resumed = await bench.generate("load");
    expect(resumed.stderr).toMatch(/^continuing .*load\.json: /);
    expect(resumed.status).toBe(0);
    await expectWhole();
  });

  it("from the start ends a load without a checkpoint", async () => {
    await bench.stop();
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
    await stopFrozen();
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
    const { finished } = await frozenLoad(
      ...["--give-up-after", "2s", "--concurrency", "1"],
    );
    const { status, stdout, stderr } = await finished;
    bench.thaw();
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error: load stopped, how many rows are in is unknown: the warehouse does not answer at http:\S+: a request is under way and a ping was not answered: none within 8 s\n/m,
    );
    expect(stdout).toMatch(/^failed: /);
    expect(checkpoint().state).toBe("failed");
    expect((await bench.generate("load")).status).toBe(0);
    await expectWhole();
  });
});

describe("a warehouse of another schema", () => {
  beforeAll(startOver);

  const rename = (from: string, to: string) => `RENAME TABLE ${from} TO ${to}`;
  const alter = (change: string) => `ALTER TABLE trades_1d ${change}`;
  const views = (statement: string) => [
    `${statement} TABLE trades_1d_rollup_mv`,
    `${statement} TABLE trades_1d_rollup_geo_mv`,
  ];

  it.each([
    [
      "a missing table",
      [rename("loads", "hidden")],
      [rename("hidden", "loads")],
      "it has no table loads",
    ],
    [
      "a missing rollup and a missing view",
      [...views("DETACH").slice(1), rename("trades_1d_rollup", "hidden")],
      [rename("hidden", "trades_1d_rollup"), ...views("ATTACH").slice(1)],
      "it has no table trades_1d_rollup, trades_1d_rollup_geo_mv",
    ],
    [
      "a column of another type",
      [alter("MODIFY COLUMN vol Float32")],
      [alter("MODIFY COLUMN vol Float64")],
      "vol should be Float64 and is Float32",
    ],
    [
      "a column that is missing and one that is new",
      [alter("RENAME COLUMN metric_9 TO metric_99")],
      [alter("RENAME COLUMN metric_99 TO metric_9")],
      "metric_9 should be Float64 and is missing; metric_99 is unknown",
    ],
    [
      "an older version",
      [
        "CREATE TABLE forgotten ENGINE = Memory AS SELECT * FROM schema_migrations WHERE name = '050_loads.sql'",
        "DELETE FROM schema_migrations WHERE name = '050_loads.sql'",
      ],
      [
        "INSERT INTO schema_migrations SELECT * FROM forgotten",
        "DROP TABLE forgotten",
      ],
      "sql/050_loads.sql has not been applied\n  hint: apply sql/ with `npm run db:migrate`",
    ],
    [
      "a newer version",
      [
        "INSERT INTO schema_migrations (name, checksum) VALUES ('999_new.sql', repeat('0', 64))",
      ],
      ["DELETE FROM schema_migrations WHERE name = '999_new.sql'"],
      "sql/999_new.sql has been applied, which this version does not have\n  hint: use the version of the generator that the database is of",
    ],
    [
      "an older version of a file",
      [
        "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES ('020_trades_1d.sql', repeat('0', 64), now() + 60)",
      ],
      ["DELETE FROM schema_migrations WHERE checksum = repeat('0', 64)"],
      "sql/020_trades_1d.sql has been applied in another version\n  hint: use the version of the generator that the database is of",
    ],
  ])("is refused: %s", async (_, changes, undo, difference) => {
    for (const change of changes) await bench.command(change);
    try {
      const { status, stdout, stderr } = await bench.generate(...LOAD);
      expect(stderr).toMatch(
        /^error: the database has another schema than this version of the generator: /,
      );
      expect(stderr).toContain(difference);
      expect(stderr).toContain("npm run db:reset");
      expect([status, stdout]).toEqual([1, ""]);
      expect(existsSync(bench.checkpoints)).toBe(false);
    } finally {
      for (const change of undo) await bench.command(change);
    }
  });

  it.each([
    ["without any table", "default", "it has no table instruments, constit"],
    ["without a database", "nowhere", "refused (UNKNOWN_DATABASE)"],
  ])("is refused %s", async (_, database, message) => {
    const { url, user, password } = bench.warehouse.connections.owner;
    const { status, stderr } = await bench.shell(
      `CLICKHOUSE_URL=${url} CLICKHOUSE_USER=${user} CLICKHOUSE_PASSWORD='${password}' CLICKHOUSE_DATABASE=${database} $GENERATE load --no-checkpoint`,
    );
    expect(stderr).toContain(message);
    expect(stderr).toContain("npm run db:migrate");
    expect(status).toBe(1);
  });

  it("is loaded when it is as it was", async () => {
    expect((await bench.generate(...LOAD)).status).toBe(0);
    await expectWhole();
  });
});

describe("a login that is refused", () => {
  beforeAll(startOver);

  const load = (user: string, password: string) => {
    const { url } = bench.warehouse.connections.owner;
    return bench.shell(
      `CLICKHOUSE_URL=${url} CLICKHOUSE_USER='${user}' CLICKHOUSE_PASSWORD='${password}' $GENERATE load -r 10 --checkpoints ${bench.checkpoints}`,
    );
  };

  it.each([
    [
      "another password",
      () => load(bench.warehouse.connections.owner.user, "x"),
    ],
    ["another user", () => load("nobody", "")],
  ])("says where it comes from: %s", async (_, run) => {
    const { status, stdout, stderr } = await run();
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(
      "error: the warehouse refused (AUTHENTICATION_FAILED): ",
    );
    expect(stderr).toContain(
      "hint: check CLICKHOUSE_USER and CLICKHOUSE_PASSW",
    );
    expect(stderr).not.toContain(bench.warehouse.connections.owner.password);
    expect(existsSync(bench.checkpoints)).toBe(false);
  });

  it("says which user may load, to one who may only read", async () => {
    const { user, password } = bench.warehouse.connections.reader;
    const { status, stderr } = await load(user, password);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /error: the warehouse refused \((ACCESS_DENIED|READONLY)\)/,
    );
    expect(stderr).toContain("hint: use a user that may read and insert");
    expect(await bench.count(FACTS)).toBe(0);
    expect(existsSync(bench.checkpoints)).toBe(false);
  });
});
