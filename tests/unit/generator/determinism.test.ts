import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ChunkFiller, countRows } from "../../../generator/fill.ts";
import {
  type Parameters,
  parametersHash,
} from "../../../generator/parameters.ts";
import { prepareRun } from "../../../generator/run.ts";
import { CsvEncoder } from "../../../generator/sinks/csv.ts";
import { run } from "./csv-text.ts";

const PARAMETERS: Parameters = {
  rows: 45_000,
  portfolioManagers: 10,
  seed: "42",
  explode: true,
  lastDay: 6270,
  days: 2,
  startTradeId: 1,
};

const hash = (bytes: Uint8Array | string) =>
  createHash("sha256").update(bytes).digest("hex");

function chunkHash(parameters: Parameters, numbers: number[]): string[] {
  const prepared = prepareRun(parameters);
  const filler = new ChunkFiller(prepared);
  const encoder = new CsvEncoder(prepared.dictionaries);
  return numbers.map((number) =>
    hash(encoder.encode(filler.fill(prepared.plan.chunk(number)))),
  );
}

describe("the same seed", () => {
  it("gives the same bytes in another time zone", () => {
    const args = [
      "-r",
      "500",
      "--days",
      "3",
      "--explode-constituents",
      "-s",
      "a seed, any",
    ];
    const first = run(args);
    const second = run(args, { TZ: "Asia/Tokyo", LC_ALL: "de_DE" });
    expect(first.stdout.length).toBeGreaterThan(100_000);
    expect(hash(first.stdout)).toBe(hash(second.stdout));
    expect(hash(run([...args, "-s", "another"]).stdout)).not.toBe(
      hash(first.stdout),
    );
  });

  it("gives chunks that do not depend on the chunks before", () => {
    const plan = prepareRun(PARAMETERS).plan;
    expect(plan.chunks).toBe(6);
    const inOrder = chunkHash(PARAMETERS, [0, 1, 2, 3, 4, 5]);
    const backwards = chunkHash(PARAMETERS, [5, 4, 3, 2, 1, 0]);
    expect(backwards.reverse()).toEqual(inOrder);
    expect(chunkHash(PARAMETERS, [4])).toEqual([inOrder[4]]);
    expect(new Set(inOrder).size).toBe(6);
  });

  it("gives the same prices on a day whatever the other days are", () => {
    const close = (days: number) => [
      ...prepareRun({ ...PARAMETERS, days }).prices.day(6270).closes,
    ];
    expect(close(1)).toEqual(close(20));
    const { prices } = prepareRun(PARAMETERS);
    const later = [...prices.day(6270).closes];
    prices.day(100);
    expect([...prices.day(6270).closes]).toEqual(later);
  });
});

describe("countRows", () => {
  it("knows the rows of a chunk without making it", () => {
    const prepared = prepareRun(PARAMETERS);
    const filler = new ChunkFiller(prepared);
    for (const spec of prepared.plan)
      expect(countRows(prepared, spec)).toBe(filler.fill(spec).rows);
  });

  it("is 1.84 to 1.88 rows per trade", () => {
    const prepared = prepareRun({ ...PARAMETERS, rows: 1_000_000 });
    let rows = 0;
    for (const spec of prepared.plan) rows += countRows(prepared, spec);
    expect(rows / 1_000_000).toBeGreaterThan(1.84);
    expect(rows / 1_000_000).toBeLessThan(1.88);
  });
});

describe("parametersHash", () => {
  it("differs for every parameter that changes bytes", () => {
    const others: Partial<Parameters>[] = [
      {},
      { rows: 1 },
      { portfolioManagers: 1 },
      { seed: "43" },
      { explode: false },
      { lastDay: 1 },
      { days: 1 },
      { startTradeId: 2 },
    ];
    const hashes = others.map((other) =>
      parametersHash({ ...PARAMETERS, ...other }),
    );
    expect(new Set(hashes).size).toBe(others.length);
    expect(hashes[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it("does not depend on the order of the parameters", () => {
    const reversed = Object.fromEntries(
      Object.entries(PARAMETERS).reverse(),
    ) as unknown as Parameters;
    expect(parametersHash(reversed)).toBe(parametersHash(PARAMETERS));
  });
});

describe("the bytes of seed 42", () => {
  it("change only together with GENERATOR_VERSION", () => {
    expect([parametersHash(PARAMETERS), ...chunkHash(PARAMETERS, [0])])
      .toMatchInlineSnapshot(`
        [
          "68db27b80730d0b0e34291f06dc07e75",
          "b9fd6dd7956bc1c0fc42ad04e3f61f7250e00b56e00c9d2d3fd22f5ee5eb02d4",
        ]
      `);
  });
});
