import type { Arguments, Command } from "../../base/cli.ts";
import { ServiceError, UsageError } from "../../base/errors.ts";
import { readDuration } from "../../base/quantities.ts";
import { processConnection } from "../config.ts";
import {
  EXPLODE_OPTIONS,
  readExplode,
  readManagers,
  readTradeId,
  refusePositionals,
  SAMPLING_OPTIONS,
} from "../parameters.ts";
import { type Beginning, runSession, summaryText } from "../stream/session.ts";
import { readStreamState, type StreamState } from "../stream/state.ts";
import { checkpointOptions, readCheckpointPath } from "./checkpoint-flags.ts";
import {
  readReporting,
  readSending,
  readWorkers,
  REPORTING_OPTIONS,
  SENDING_OPTIONS,
  WORKERS_OPTION,
} from "./flags.ts";
import { print } from "./print.ts";

const MAX_BATCH = 10_000_000;
const MIN_INTERVAL_MS = 100;
const MAX_INTERVAL_MS = 24 * 3_600_000;

const { "start-trade-id": startTradeId } = SAMPLING_OPTIONS;

/** Adds trades until it is stopped. */
export const stream: Command = {
  name: "stream",
  summary: `Keeps adding the trades of the current trading minute until it is stopped, for live
dashboards. Prices go on from where they were; outside trading hours the latest
trading day is replayed. Run it again to go on: no trade is lost or added twice.`,
  options: {
    interval: {
      type: "string",
      default: "24s",
      value: "time",
      description: "time between two batches",
    },
    batch: {
      type: "string",
      default: "123456",
      value: "n",
      description: "trades per batch, before explosion",
    },
    batches: {
      type: "string",
      value: "n",
      description: "end after so many batches",
    },
    "portfolio-managers": SAMPLING_OPTIONS["portfolio-managers"],
    seed: SAMPLING_OPTIONS.seed,
    "start-trade-id": {
      type: startTradeId.type,
      value: startTradeId.value,
      description: "id of the first trade (the next that is free)",
    },
    ...EXPLODE_OPTIONS,
    ...WORKERS_OPTION,
    ...SENDING_OPTIONS,
    ...checkpointOptions("stream"),
    reset: {
      type: "boolean",
      description: "begin another stream; rows stay in the warehouse",
    },
    ...REPORTING_OPTIONS,
  },
  async run(args) {
    refusePositionals(args);
    const reporting = readReporting(args);
    const checkpoint = readCheckpointPath(args);
    const options = {
      interval: readInterval(args),
      batch: args.integer("batch", { min: 1, max: MAX_BATCH }),
      ticks: args.given("batches")
        ? args.integer("batches", { min: 1, max: 1_000_000_000 })
        : Infinity,
      workers: readWorkers(args),
      ...readSending(args),
      checkpoint,
      quiet: reporting.quiet,
    };
    const start = await readStart(args, checkpoint);
    const connection = await processConnection();
    const { summary, error, exitCode } = await runSession(
      connection,
      start,
      options,
    );
    if (reporting.json) {
      const content = { command: "stream", ...summary };
      await print(`${JSON.stringify(content, null, 2)}\n`);
    } else if (!reporting.quiet && summary.ticks > 0) {
      await print(summaryText(summary));
    }
    if (exitCode !== undefined) process.exitCode = exitCode;
    else if (error !== undefined) throw error;
  },
};

function readInterval(args: Arguments): number {
  const text = args.text("interval") ?? "";
  const interval = readDuration("interval", text);
  if (interval < MIN_INTERVAL_MS || interval > MAX_INTERVAL_MS) {
    throw new UsageError(
      `--interval must be from 100ms to 24h: ${text}`,
      "a larger --batch gives a higher rate",
    );
  }
  return interval;
}

/** The stream of the checkpoint, or a new one. */
async function readStart(
  args: Arguments,
  path: string,
): Promise<StreamState | Beginning> {
  const asked: Beginning = {
    seed: args.text("seed") ?? "",
    portfolioManagers: readManagers(args),
    explode: readExplode(args),
    startTradeId: args.given("start-trade-id") ? readTradeId(args) : undefined,
  };
  if (args.flag("reset")) return asked;
  const earlier = await readStreamState(path);
  if (earlier === undefined) return asked;
  const different = differences(args, asked, earlier.parameters);
  if (different.length === 0) return earlier;
  throw new ServiceError(
    "other-parameters",
    `the stream of ${path} has other parameters: ${different.join("; ")}`,
    {
      hint: "go on with it by leaving these flags out, begin another with --reset (rows stay in the warehouse), or beside it with --name",
    },
  );
}

const FLAGS = {
  seed: ["seed"],
  portfolioManagers: ["portfolio-managers"],
  explode: ["explode-constituents", "no-explode-constituents"],
  startTradeId: ["start-trade-id"],
} as const satisfies Record<keyof Beginning, readonly string[]>;

const differences = (
  args: Arguments,
  asked: Beginning,
  earlier: StreamState["parameters"],
): string[] =>
  (Object.keys(FLAGS) as (keyof Beginning)[])
    .filter((key) => FLAGS[key].some((flag) => args.given(flag)))
    .filter((key) => asked[key] !== earlier[key])
    .map((key) => `--${FLAGS[key][0]} ${asked[key]}, was ${earlier[key]}`);
