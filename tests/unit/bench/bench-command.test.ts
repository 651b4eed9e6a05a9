import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from "vitest";
import { readArguments } from "../../../base/cli.ts";
import { benchCommand, trades } from "../../../bench/bench-command.ts";

const command = benchCommand({
  name: "sleep",
  summary: "Measures sleep.",
  counts: {
    trades: trades(5000),
    rounds: { default: 3, min: 1, max: 9, description: "repetitions" },
  },
  options: { mood: { type: "string", description: "of the sleeper" } },
  measure: (counts, args) =>
    Promise.resolve({ ...counts, mood: args.text("mood") ?? "calm" }),
  markdown: ({ rounds, mood }) => `${rounds} rounds, ${mood}\n`,
});

const run = (...argv: string[]) =>
  command.run(readArguments(command.options, argv));

let folder: string;
let printed: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lookthrough-bench-"));
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(() => {
  printed = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
});

describe("benchCommand(bench)", () => {
  it("measures with the counts of the table", async () => {
    await run();
    expect(printed).toEqual(["3 rounds, calm\n"]);
  });

  it("measures with the counts and options of the command line", async () => {
    await run("--rounds", "7", "--mood", "cross");
    expect(printed).toEqual(["7 rounds, cross\n"]);
  });

  it.each([
    ["--rounds", "0", "--rounds must be a whole number from 1 to 9: 0"],
    [
      "--trades",
      "10",
      "--trades must be a whole number from 1000 to 100000000: 10",
    ],
  ])("refuses %s %s", async (option, value, message) => {
    await expect(run(option, value)).rejects.toThrow(message);
    expect(printed).toEqual([]);
  });

  it("writes every number as JSON", async () => {
    const file = join(folder, "report.json");
    await run("--json", file, "--trades", "2000");
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({
      trades: 2000,
      rounds: 3,
      mood: "calm",
    });
  });
});
