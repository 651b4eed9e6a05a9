import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  field,
  readCheckpointFile,
  writeCheckpointFile,
} from "../../../generator/checkpoint/file.ts";
import {
  type Checkpoint,
  readCheckpoint,
  writeCheckpoint,
} from "../../../generator/load/checkpoint.ts";
import { CheckpointWriter } from "../../../generator/load/checkpoint-writer.ts";
import {
  readStreamState,
  type StreamState,
  writeStreamState,
} from "../../../generator/stream/state.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
  path = join(folder, "load.json");
});

afterEach(() => rmSync(folder, { recursive: true }));

const CHECKPOINT: Checkpoint = {
  parameters: {
    rows: 100_000,
    portfolioManagers: 12,
    seed: 'a "seed", ä',
    explode: false,
    lastDay: 6270,
    days: 5,
    startTradeId: 5_000_000_001,
    batchSize: 10_000,
  },
  state: "interrupted",
  nextBatch: 4,
  batches: 10,
  trades: 41_000,
  rows: 41_000,
  rowsSent: 51_000,
  bytes: 9_876_543_210,
  elapsedSeconds: 2.125,
  startedAt: "2024-01-15T10:00:00.000Z",
};

const STREAM: StreamState = {
  parameters: {
    seed: "42",
    portfolioManagers: 10,
    explode: true,
    startTradeId: 101,
  },
  state: "running",
  lastClaimedId: 1_000_000_100,
  ticks: 2,
  nextChunk: 4,
  nextTradeId: 30_101,
  trades: 30_000,
  rows: 55_000,
  bytes: 17_000_000,
  startedAt: "2024-01-15T10:00:00.000Z",
  last: { day: 6270, from: 1, to: 24_001 },
  pending: {
    number: 2,
    firstChunk: 4,
    firstTradeId: 30_101,
    trades: 15_000,
    window: { day: 6270, from: 24_001, to: 48_001 },
  },
};

describe("a checkpoint", () => {
  it("of a load is read as it was written, in a folder that did not exist", async () => {
    const deep = join(folder, "a", "b", "load.json");
    await writeCheckpoint(deep, CHECKPOINT);
    expect(await readCheckpoint(deep)).toEqual(CHECKPOINT);
    expect(JSON.parse(readFileSync(deep, "utf8"))).toMatchObject({
      averageRowsPerSecond: 24_000,
      parameters: { tradeDate: "2024-01-15", seed: 'a "seed", ä' },
    });
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["load.json"]);
  });

  it("of a stream is, too, with and without a batch under way", async () => {
    for (const state of [
      STREAM,
      { ...STREAM, last: undefined, pending: undefined },
    ]) {
      await writeStreamState(path, state);
      expect(await readStreamState(path)).toEqual(state);
    }
  });

  it("that does not exist is none", async () => {
    expect(await readCheckpoint(path)).toBeUndefined();
    expect(await readStreamState(join(folder, "x", "y.json"))).toBeUndefined();
  });

  it("is never read in part: it is the old one or the new one", async () => {
    const text = (fill: string) => ({ fill: fill.repeat(300_000) });
    await writeCheckpointFile(path, text("0"));
    let writing = true;
    const written = (async () => {
      for (const fill of "123456789")
        await writeCheckpointFile(path, text(fill));
      writing = false;
    })();
    const seen = new Set<string>();
    while (writing) {
      const fill = await readCheckpointFile(path, (fields) =>
        field<string>(fields, "fill", "string"),
      );
      expect(fill).toHaveLength(300_000);
      expect(fill).toBe(fill![0]!.repeat(300_000));
      seen.add(fill![0]!);
    }
    await written;
    expect(seen.size).toBeGreaterThan(1);
    expect(readdirSync(folder)).toEqual(["load.json"]);
  });

  it("stays as it was when it cannot be replaced", async () => {
    mkdirSync(path);
    await expect(writeCheckpoint(path, CHECKPOINT)).rejects.toMatchObject({
      code: "checkpoint-unusable",
      message: `cannot use the checkpoint ${path}`,
      hint: expect.stringContaining("--checkpoints") as string,
      cause: expect.objectContaining({ code: "EISDIR" }) as unknown,
    });
    expect(readdirSync(folder)).toEqual(["load.json"]);
    await expect(readCheckpoint(path)).rejects.toMatchObject({
      code: "checkpoint-unusable",
    });
  });

  it.each([
    ["rows", "a number", '"rows": 100000', '"rows": "100000"'],
    ["rows", "finite", '"rows": 100000', '"rows": 1e999'],
    ["explode", "true or false", '"explode": false', '"explode": 0'],
    ["seed", "a text", '"seed": "a', '"Seed": "a'],
    ["nextBatch", "not negative", '"nextBatch": 4', '"nextBatch": -4'],
    [
      "trade-date",
      "a trading day",
      '"tradeDate": "2024-01-15"',
      '"tradeDate": "2024-01-14"',
    ],
    ["parametersHash", "of the parameters", '"days": 5', '"days": 6'],
  ])("is refused unless %s is %s", async (name, _, from, to) => {
    await writeCheckpoint(path, CHECKPOINT);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    await expect(readCheckpoint(path)).rejects.toMatchObject({
      code: "checkpoint-corrupted",
      message: expect.stringMatching(
        new RegExp(`^cannot understand the checkpoint .*: .*${name}`),
      ) as string,
    });
  });

  it.each([
    ["window", '"to": 48001', '"end": 48001'],
    ["trades", '"trades": 15000', '"trades": null'],
    ["pending", '"pending": {', '"pending": 5, "x": {'],
    ["nextTradeId", '"nextTradeId": 30101', '"nextTradeId": -1'],
  ])("of a stream is refused with a broken %s", async (_, from, to) => {
    await writeStreamState(path, STREAM);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    await expect(readStreamState(path)).rejects.toMatchObject({
      code: "checkpoint-corrupted",
    });
  });
});

describe("CheckpointWriter", () => {
  const at = (nextBatch: number): Checkpoint => ({ ...CHECKPOINT, nextBatch });
  const saved = async () => (await readCheckpoint(path))?.nextBatch;

  it("writes every so many saves, and what is flushed", async () => {
    const writer = new CheckpointWriter(path, 3);
    for (const batch of [1, 2]) writer.save(at(batch));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await saved()).toBeUndefined();
    for (const batch of [3, 4, 5]) writer.save(at(batch));
    await expect.poll(saved).toBe(3);
    await writer.flush(at(6));
    expect(await saved()).toBe(6);
  });

  it("ends with the newest of many saves", async () => {
    const writer = new CheckpointWriter(path, 1);
    for (let batch = 1; batch <= 50; batch++) writer.save(at(batch));
    await expect.poll(saved).toBe(50);
    expect(readdirSync(folder)).toEqual(["load.json"]);
  });

  it("writes nothing without a path", async () => {
    const writer = new CheckpointWriter(undefined, 1);
    writer.save(at(1));
    await writer.flush(at(2));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("tells of a failed save at the next one", async () => {
    writeFileSync(join(folder, "file"), "");
    const writer = new CheckpointWriter(join(folder, "file", "load.json"), 1);
    writer.save(at(1));
    await expect
      .poll(() => {
        try {
          writer.save(at(2));
        } catch (error) {
          return (error as { code?: string }).code;
        }
      })
      .toBe("checkpoint-unusable");
    await expect(writer.flush(at(3))).rejects.toMatchObject({
      code: "checkpoint-unusable",
    });
  });
});
