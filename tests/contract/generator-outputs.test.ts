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
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { until } from "../support/generator-bench.ts";
import { loadBench, type LoadBench } from "../support/load-bench.ts";
import {
  lackingForSmallDisk,
  type SmallDisk,
  smallDisk,
} from "../support/small-disk.ts";

/** Five batches of 10,000 trades, one on each of five days. */
const LOAD = ["load", "-r", "50000", "--days", "5"];
const lacking = lackingForSmallDisk();
const FACTS = "SELECT count() FROM trades_1d";

let bench: LoadBench;

beforeAll(async () => {
  bench = await loadBench(LOAD);
});

afterAll(() => bench?.remove());

/** Every file below a folder and what is in it. */
const snapshot = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "ballast")
      .map(({ name }) => [name, readFileSync(join(folder, name), "latin1")]),
  );

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
      await bench.startOver();
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
      await bench.expectWhole();
      expect(bench.checkpoint(join(folder, "load.json")).state).toBe(
        "complete",
      );
      rmSync(folder, { recursive: true });
    });

    it("for the checkpoint half-way keeps the last one, from which it goes on", async () => {
      await bench.startOver();
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
      expect(stored).toBeLessThan(bench.whole.rows);
      expect(stderr).toMatch(
        new RegExp(
          `^error: load stopped, ${stored} of ${bench.whole.rows} rows are in: cannot use the checkpoint .*: ENOSPC`,
        ),
      );
      expect(stdout).toMatch(/^failed: [\d,]+ of 50,000 trades are in/);
      expect(readdirSync(folder)).toEqual(["load.json"]);
      expect(bench.checkpoint(join(folder, "load.json"))).toMatchObject({
        state: "running",
      });
      expect(
        bench.checkpoint(join(folder, "load.json")).rows,
      ).toBeLessThanOrEqual(stored);

      disk.free();
      const resumed = await bench.generate("load", "--checkpoints", folder);
      expect(resumed.stderr).toMatch(/^continuing .*load\.json: /);
      expect(resumed.status).toBe(0);
      await bench.expectWhole();
      rmSync(folder, { recursive: true });
    });

    it("for the checkpoint of a stream loses and doubles no trade", async () => {
      await bench.startOver();
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
