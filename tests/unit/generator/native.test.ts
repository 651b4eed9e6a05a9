import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ChunkEncoder } from "../../../generator/encode/chunk-encoder.ts";
import { ChunkFiller } from "../../../generator/fill.ts";
import type { Parameters } from "../../../generator/parameters.ts";
import { Plan } from "../../../generator/plan.ts";
import { prepareRun } from "../../../generator/run.ts";
import { NativeEncoder } from "../../../generator/sinks/native.ts";
import {
  fillIndices,
  int64,
  lowCardinality,
  uint64,
  varint,
} from "../../../generator/sinks/native-bytes.ts";
import { readNative } from "./native-reader.ts";

const PARAMETERS: Parameters = {
  rows: 3000,
  portfolioManagers: 1000,
  seed: "42",
  explode: true,
  lastDay: 6270,
  days: 3,
  // Ids and moments need more than 32 bits.
  startTradeId: 999_999_999_000,
};

async function encoded(format: "csv" | "native", parameters: Parameters) {
  const encoder = await ChunkEncoder.create(parameters, {
    format,
    compression: "none",
  });
  return [...new Plan(parameters)].map((spec) => {
    const { rows, bytes } = encoder.encode(spec);
    return { rows, bytes: Buffer.from(bytes) };
  });
}

/** A number as the shortest text of its double; other texts as they are. */
const normal = (text: string) =>
  /^-?\d+\.\d+$/.test(text) ? String(Number(text)) : text;

describe("NativeEncoder", () => {
  it("writes a block per chunk with the columns of the table and the values of the CSV", async () => {
    const native = await encoded("native", PARAMETERS);
    const csv = await encoded("csv", PARAMETERS);
    const blocks = readNative(Buffer.concat(native.map(({ bytes }) => bytes)));
    expect(blocks).toHaveLength(3);
    const ddl = readFileSync("sql/020_trades_1d.sql", "utf8");
    const stored = [
      ...ddl.matchAll(
        /^ {4}(\w+) (.*?)(?: CODEC.*| DEFAULT.*| COMMENT.*|,)?$/gm,
      ),
    ]
      .filter(([line]) => !line.includes(" ALIAS "))
      .map(([, name = "", type = ""]) => [name, type]);
    expect(stored).toHaveLength(55);
    blocks.forEach((block, place) => {
      expect(block.map(({ name, type }) => [name, type])).toEqual(stored);
      const records = csv[place]!.bytes.toString()
        .trimEnd()
        .split("\n")
        .map((line) => line.split(","));
      expect(records).toHaveLength(native[place]!.rows);
      block.forEach(({ name, values }, column) => {
        const expected = records.map((record) => normal(record[column]!));
        expect(values, name).toEqual(expected);
      });
    });
  });
});

describe("a zero", () => {
  it("has no sign, as in decimal text", () => {
    const run = prepareRun({ ...PARAMETERS, rows: 3 });
    const chunk = new ChunkFiller(run).fill(run.plan.chunk(0));
    chunk.decimal.theta[0] = -0;
    const bytes = new NativeEncoder(run.dictionaries).encode(chunk);
    const theta = readNative(bytes)[0]!.find(({ name }) => name === "theta");
    expect(theta?.values[0]).toBe("0");
  });
});

describe("integers of the Native format", () => {
  const LARGEST = Number.MAX_SAFE_INTEGER;
  const NUMBERS = [0, 1, 127, 128, 300, 16_384, 2 ** 31, 2 ** 32, 2 ** 40 + 5];

  it.each(NUMBERS)("%d is what it is as varint", (value) => {
    const out = Buffer.alloc(10);
    const end = varint(out, 0, value);
    let read = 0n;
    for (let i = end - 1; i >= 0; i--)
      read = (read << 7n) | BigInt(out[i]! & 127);
    expect(read).toBe(BigInt(value));
    expect([...out.subarray(0, end)].map((byte) => byte >> 7)).toEqual([
      ...Array<number>(end - 1).fill(1),
      0,
    ]);
  });

  it.each([...NUMBERS, LARGEST])("%d is what it is in 8 bytes", (value) => {
    const out = Buffer.alloc(24, 0xff);
    expect(uint64(out, 8, value)).toBe(16);
    expect(out.readBigUInt64LE(8)).toBe(BigInt(value));
    expect(int64(out, 3, Float64Array.of(value, LARGEST), 2)).toBe(19);
    expect(out.readBigUInt64LE(3)).toBe(BigInt(value));
    expect(out.readBigUInt64LE(11)).toBe(BigInt(LARGEST));
    expect(out[19]).toBe(0xff);
  });
});

describe("LowCardinality", () => {
  it.each([
    [1, 1],
    [256, 1],
    [257, 2],
    [3000, 2],
  ])("of %i texts has an index of %i byte(s)", (texts, width) => {
    // Every text twice: entries of a slot may share one, as books do a desk.
    const entries = Array.from(
      { length: 2 * texts },
      (_, i) => `täxt ${i % texts}`,
    );
    const made = lowCardinality(entries);
    expect(made.width).toBe(width);
    const slots = Uint16Array.from(entries, (_, i) => entries.length - 1 - i);
    const body = Buffer.alloc(8 + slots.length * width);
    uint64(body, 0, slots.length);
    const end = fillIndices(
      body,
      8,
      slots,
      made.index,
      made.width,
      slots.length,
    );
    expect(end).toBe(body.length);

    const head = Buffer.alloc(20);
    let at = varint(head, 0, 1);
    at = varint(head, at, slots.length);
    const named = (text: string) =>
      Buffer.from(`${String.fromCharCode(text.length)}${text}`);
    const [block] = readNative(
      Buffer.concat([
        head.subarray(0, at),
        named("c"),
        named("LowCardinality(String)"),
        made.keys,
        body,
      ]),
    );
    expect(block![0]!.values).toEqual([...entries].reverse());
  });
});
