import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rows } from "../../server/warehouse/client.ts";
import {
  type Contents,
  generatorBench,
  type GeneratorBench,
} from "../support/generator-bench.ts";

const TRADES = 24_000;
/** Four chunks on two days of two months: enough for worker threads and partitions. */
const RUN = [
  ...["-r", String(TRADES), "--days", "2", "--trade-date", "2024-02-01"],
  // One thread starts sooner than two.
  ...["--workers", "1"],
];
const EXPLODED = [...RUN, "--explode-constituents"];

let bench: GeneratorBench;
/** The CSV of EXPLODED. */
let csv: Buffer;

const path = (name: string) => join(bench.dataDir, name);

/** Writes a file of the generator and returns what is in it. */
async function written(name: string, ...flags: string[]): Promise<Buffer> {
  const { status, stdout } = await bench.generate("-o", path(name), ...flags);
  expect([status, stdout]).toEqual([0, ""]);
  return readFileSync(path(name));
}

const sha256 = (bytes: Buffer) =>
  createHash("sha256").update(bytes).digest("hex");

const text = async (script: string) => {
  const { status, stdout, stderr } = await bench.shell(script);
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
};

beforeAll(async () => {
  bench = await generatorBench();
  csv = await written("trades.csv", ...EXPLODED, "--quiet");
});

afterAll(() => bench?.remove());

describe("the bytes", () => {
  it.each(["workers.csv", "workers.native"])(
    "of %s do not depend on the number of workers, but on the seed",
    async (name) => {
      const hash = async (...flags: string[]) =>
        sha256(await written(name, ...EXPLODED, ...flags));
      const two = await hash("--workers", "2");
      if (name.endsWith(".csv")) expect(two).toBe(sha256(csv));
      expect(await hash("--workers", "1")).toBe(two);
      expect(await hash("--workers", "4", "-s", "43")).not.toBe(two);
      expect(await hash("--workers", "4")).toBe(two);
      rmSync(path(name));
    },
  );

  it("of the standard output are those of the file", async () => {
    const command = `$GENERATE ${EXPLODED.join(" ")} -q | sha256sum`;
    expect(await text(command)).toBe(`${sha256(csv)}  -\n`);
  });

  it("of .gz are the CSV's to zlib and zcat", async () => {
    const packed = await written("trades.csv.gz", ...EXPLODED);
    expect(packed.length).toBeLessThan(csv.length / 2);
    expect(sha256(gunzipSync(packed))).toBe(sha256(csv));
    expect(await text(`zcat ${path("trades.csv.gz")} | sha256sum`)).toBe(
      `${sha256(csv)}  -\n`,
    );
  });

  it.skipIf(!existsSync("/usr/bin/zstd"))(
    "of .zst are the CSV's to zstd, which must be installed",
    async () => {
      const packed = await written("trades.csv.zst", ...EXPLODED);
      expect(packed.length).toBeLessThan(csv.length / 2);
      expect(
        await text(`/usr/bin/zstd -dc ${path("trades.csv.zst")} | sha256sum`),
      ).toBe(`${sha256(csv)}  -\n`);
    },
  );
});

describe("the commands of the getting-started guide", () => {
  /** Lines of a CSV without quotes, as fields. */
  const records = () =>
    csv
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));

  it("count lines and 55 columns", async () => {
    const trades = path("trades.csv");
    expect(csv.includes('"')).toBe(false);
    const all = records();
    expect(await text(`wc -l < ${trades}`)).toBe(`${all.length}\n`);
    expect(await text(`head -1 ${trades} | tr ',' '\\n' | wc -l`)).toBe("55\n");
    expect(
      await text(`awk -F, '{ print NF }' ${trades} | sort | uniq -c`),
    ).toMatch(new RegExp(`^ *${all.length} 55\n$`));
  });

  it("count exposure types in column 19", async () => {
    const printed = await text(
      `cut -d',' -f19 ${path("trades.csv")} | sort | uniq -c | sort -rn`,
    );
    const counted = new Map<string, number>();
    for (const record of records()) {
      const type = record[18]!;
      counted.set(type, (counted.get(type) ?? 0) + 1);
    }
    expect([...counted.keys()].sort()).toEqual(
      ["Constituent", "Direct", "ETC", "ETF", "exposure_type"].sort(),
    );
    expect(
      new Map(
        printed
          .trimEnd()
          .split("\n")
          .map((line) => line.trim().split(" "))
          .map(([count, type = ""]) => [type, Number(count)]),
      ),
    ).toEqual(counted);
    // All but the header and what was added by exploding.
    const added = counted.get("Constituent")! + counted.get("exposure_type")!;
    expect(records().length - added).toBe(TRADES);
  });

  it("count 29 instruments and 25 constituents", async () => {
    await written(
      "few.csv",
      ...["--instruments-output", path("instruments.csv")],
      ...["--constituents-output", path("constituents.csv")],
    );
    expect(await text(`wc -l < ${path("few.csv")}`)).toBe("1001\n");
    expect(await text(`wc -l < ${path("instruments.csv")}`)).toBe("30\n");
    expect(await text(`wc -l < ${path("constituents.csv")}`)).toBe("26\n");
  });
});

describe("a warehouse filled", () => {
  /** What a load of the same parameters leaves behind. */
  let loaded: Contents;
  let groups: Record<string, string>;

  /** Every group of a rollup and how many facts it counts. */
  async function rollupGroups(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const [rollup, own] of [
      ["trades_1d_rollup", "portfolio_id, book, strategy"],
      ["trades_1d_rollup_geo", "venue, currency"],
    ] as const) {
      const [row] = await rows<{ sum: string }>(
        bench.client,
        `SELECT toString(sum(cityHash64(*))) AS sum FROM (
          SELECT trade_date, exposure_type, symbol, underlying_symbol, ${own}, sum(trade_count)
          FROM ${rollup} GROUP BY ALL)`,
      );
      found[rollup] = row!.sum;
    }
    return found;
  }

  async function expectLoaded() {
    expect(await bench.contents()).toEqual(loaded);
    expect(await rollupGroups()).toEqual(groups);
    expect(await bench.unequalRollups()).toEqual([]);
  }

  /** Sends a file as it is. */
  async function insert(table: string, format: string, name: string) {
    const { url, user, password, database } = bench.warehouse.connections.owner;
    const query = `INSERT INTO ${table} FORMAT ${format}`;
    const encoding = /\.(gz|zst)$/.exec(name)?.[1];
    const response = await fetch(
      `${url}/?database=${database}&query=${encodeURIComponent(query)}`,
      {
        method: "POST",
        headers: {
          "X-ClickHouse-User": user,
          "X-ClickHouse-Key": password,
          ...(encoding && {
            "Content-Encoding": { gz: "gzip", zst: "zstd" }[encoding]!,
          }),
        },
        body: readFileSync(path(name)),
      },
    );
    expect([await response.text(), response.status]).toEqual(["", 200]);
  }

  beforeAll(async () => {
    expect((await bench.generate("load", ...RUN)).status).toBe(0);
    loaded = await bench.contents();
    groups = await rollupGroups();
    expect(loaded.rows).toBe(csv.toString().split("\n").length - 2);
    expect(new Set(Object.values(loaded.checksums)).size).toBe(55);
  });

  it("with the unchanged CSV holds what load sends, column by column", async () => {
    await bench.empty();
    await bench.client.insert({
      table: "trades_1d",
      values: createReadStream(path("trades.csv")),
      format: "CSVWithNames",
    });
    await expectLoaded();
  });

  it.each([
    ["trades.csv.gz", "CSVWithNames"],
    ["trades.csv.zst", "CSVWithNames"],
    ["trades.native", "Native"],
    ["trades.native.zst", "Native"],
  ])("with %s does, too", async (name, format) => {
    await bench.empty();
    await written(name, ...EXPLODED);
    await insert("trades_1d", format, name);
    await expectLoaded();
  });

  it("without explosion holds the trades themselves", async () => {
    await bench.empty();
    const load = ["load", ...RUN, "--no-explode-constituents", "--reset"];
    expect((await bench.generate(...load)).status).toBe(0);
    const alone = await bench.contents();
    expect(alone.rows).toBe(TRADES);
    await bench.empty();
    await written("alone.csv", ...RUN);
    await insert("trades_1d", "CSVWithNames", "alone.csv");
    expect(await bench.contents()).toEqual(alone);
    expect(await bench.unequalRollups()).toEqual([]);
  });

  it.each(["instruments", "constituents"])(
    "with the %s file holds what load sends",
    async (table) => {
      const stored = () =>
        rows(bench.client, `SELECT * FROM ${table} FINAL ORDER BY ALL`);
      const before = await stored();
      expect(before.length).toBeGreaterThan(20);
      await bench.command(`TRUNCATE TABLE ${table}`);
      await insert(table, "CSVWithNames", `${table}.csv`);
      expect(await stored()).toEqual(before);
      const packed = `${table}.csv.zst`;
      await bench.command(`TRUNCATE TABLE ${table}`);
      await written("few.csv", `--${table}-output`, path(packed));
      await insert(table, "CSVWithNames", packed);
      expect(await stored()).toEqual(before);
      // Nothing is missing, so nothing is sent again.
      await bench.empty();
      expect((await bench.generate("load", "-r", "10", "--reset")).status).toBe(
        0,
      );
      expect(await bench.count(`SELECT count() FROM ${table}`)).toBe(
        before.length,
      );
    },
  );
});
