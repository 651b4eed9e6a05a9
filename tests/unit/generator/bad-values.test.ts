import { mkdtempSync, readdirSync, rmSync } from "node:fs";
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
import { ServiceError, UsageError } from "../../../base/errors.ts";
import { generate } from "../../../generator/commands/generate.ts";
import { load } from "../../../generator/commands/load.ts";
import { status } from "../../../generator/commands/status.ts";
import { stream } from "../../../generator/commands/stream.ts";
import { readLoadParameters } from "../../../generator/load/settings.ts";
import { Plan } from "../../../generator/plan.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bad-values-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  // A value that is let through must not reach a warehouse that runs here.
  vi.stubEnv("DATA_DIR", join(folder, "none"));
  vi.stubEnv("CLICKHOUSE_URL", undefined);
});

const COMMANDS = { generate, load, stream, status };

/** What a command says to arguments before it does anything. */
async function refusal(
  name: keyof typeof COMMANDS,
  args: readonly string[],
): Promise<ServiceError> {
  const command = COMMANDS[name];
  const elsewhere =
    name === "generate"
      ? ["-o", join(folder, "out.csv")]
      : ["--checkpoints", folder];
  const thrown: unknown = await (async () =>
    command.run(
      readArguments(command.options, [...elsewhere, ...args]),
    ))().catch((error: unknown) => error);
  expect(readdirSync(folder)).toEqual([]);
  expect(thrown).toBeInstanceOf(ServiceError);
  return thrown as ServiceError;
}

/** No whole numbers as people write them. */
const NO_NUMBERS = [
  ...["", " ", "-1", "1.5", "1e3", "1e18", "0x10", "NaN", "Infinity", "ten"],
  ...["1_000", "1,000", "+5", "5 ", "1000000000000000000", "9".repeat(400)],
];

describe("a whole number", () => {
  it.each([
    ["generate", "rows", 1, 1_000_000_000],
    ["generate", "portfolio-managers", 1, 1000],
    ["generate", "days", 1, 10_000],
    ["generate", "start-trade-id", 1, 1_000_000_000_000],
    ["generate", "workers", 1, 64],
    ["load", "rows", 1, 1_000_000_000],
    ["load", "days", 1, 10_000],
    ["load", "batch-size", 1, 100_000],
    ["load", "workers", 1, 64],
    ["load", "concurrency", 1, 16],
    ["load", "checkpoint-interval", 1, 1_000_000],
    ["stream", "batch", 1, 10_000_000],
    ["stream", "batches", 1, 1_000_000_000],
    ["stream", "portfolio-managers", 1, 1000],
    ["stream", "start-trade-id", 1, 1_000_000_000_000],
    ["stream", "workers", 1, 64],
    ["stream", "concurrency", 1, 16],
  ] as const)(
    "of %s --%s is from %i to %i",
    async (command, flag, min, max) => {
      for (const value of [...NO_NUMBERS, String(min - 1), String(max + 1)]) {
        const error = await refusal(command, [`--${flag}=${value}`]);
        expect(error).toBeInstanceOf(UsageError);
        expect(error.message).toBe(
          `--${flag} must be a whole number from ${min} to ${max}: ${value || "(empty)"}`,
        );
      }
    },
  );

  it("may be as large as is legal: ids stay exact", () => {
    const parameters = readLoadParameters(
      readArguments(load.options, [
        ...["--rows", "1000000000", "--start-trade-id", "1000000000000"],
        ...["--days", "6271"],
      ]),
    );
    const plan = new Plan(parameters);
    const last = plan.chunk(plan.chunks - 1);
    expect(last.firstTradeId + last.trades - 1).toBe(1_000_999_999_999);
    expect(plan.chunk(0)).toMatchObject({ day: 0 });
  });
});

describe("what is refused", () => {
  it.each([
    ["load", ["--target-size", "5"], "--target-size must be a number and a un"],
    ["load", ["--target-size", "1constructor"], "--target-size must be a numb"],
    ["load", ["--target-size=-1GB"], "--target-size must be a number and a un"],
    ["load", ["--target-size", "0GB"], "--target-size 0GB is about 0 trades"],
    ["load", ["--target-size", "1000TB"], "legal: 1 to 1000000000 trades"],
    [
      "load",
      ["--target-size", "1GB", "-r", "5"],
      "--rows and --target-size ex",
    ],
    [
      "load",
      ["-r", "20000", "--batch-size", "9999"],
      "from 10000 to 100000: 9",
    ],
    [
      "load",
      ["--give-up-after", "2"],
      "--give-up-after must be a number and a",
    ],
    [
      "load",
      ["--give-up-after", "5toString"],
      "--give-up-after must be a numb",
    ],
    [
      "load",
      ["--give-up-after=-2s"],
      "--give-up-after must be a number and a ",
    ],
    ["load", ["--give-up-after", "169h"], "must be from 0s to 168h: 169h"],
    ["load", ["--trade-date", "2100-01-01"], "from 2000-01-03 to 2099-12-31: "],
    ["load", ["--trade-date", "2024-01-13"], "2024-01-13 is a Saturday"],
    ["load", ["--trade-date", "15.01.2024"], "must be a date YYYY-MM-DD: 15.0"],
    ["load", ["--trade-date", "2000-01-04"], "legal: 1 to 2 for this trade da"],
    ["load", ["--checkpoints", ""], "--checkpoints is empty"],
    ["load", ["--reset", "--no-checkpoint"], "exclude each other"],
    ["load", ["-q", "--json"], "--quiet and --json exclude each other"],
    ["load", ["5"], "unexpected argument: 5"],
    ["load", ["--row", "5"], "legal options: --rows, --portfolio-managers"],
    ["load", ["--rows"], "--rows"],
    ["stream", ["--interval", "99ms"], "must be from 100ms to 24h: 99ms"],
    ["stream", ["--interval", "25h"], "must be from 100ms to 24h: 25h"],
    ["stream", ["--interval", "1valueOf"], "--interval must be a number and a"],
    ["stream", ["5"], "unexpected argument: 5"],
    ["stream", ["--checkpoints", ""], "--checkpoints is empty"],
    ["generate", ["--json", "-o", "-"], "--json needs --output"],
    ["generate", ["--instruments-output", ""], "--instruments-output is empty"],
    ["status", ["all"], "unexpected argument: all"],
  ] as const)("%s %j", async (command, args, message) => {
    const error = await refusal(command, args);
    expect(error).toBeInstanceOf(UsageError);
    expect(`${error.message}; ${error.hint}`).toContain(message);
  });
});

describe("the connection", () => {
  it.each([
    [
      { CLICKHOUSE_URL: "" },
      "CLICKHOUSE_URL must be an http or https URL: (em",
    ],
    [{ CLICKHOUSE_URL: "localhost:8123" }, "http or https URL: localhost:8123"],
    [{ CLICKHOUSE_URL: "tcp://h:9000" }, "http or https URL: tcp://h:9000"],
    [{ CLICKHOUSE_DATABASE: "" }, "letters, digits and underscores: (empty)"],
    [{ CLICKHOUSE_DATABASE: "a b" }, "letters, digits and underscores: a b"],
  ])("of %j is refused", async (variables, message) => {
    for (const [name, value] of Object.entries(variables)) {
      vi.stubEnv(name, value);
    }
    for (const command of ["load", "stream", "status"] as const) {
      const error = await refusal(command, []);
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toContain(message);
    }
  });
});
