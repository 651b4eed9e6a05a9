import type { Arguments, Options } from "../../base/cli.ts";
import { UsageError } from "../../base/errors.ts";
import { readBytes } from "../../base/quantities.ts";
import { businessDate } from "../calendar.ts";
import {
  EXPLODE_OPTIONS,
  type LoadParameters,
  MAX_ROWS,
  readExplode,
  readParameters,
  SAMPLING_OPTIONS,
} from "../parameters.ts";
import { MIN_BATCH_SIZE } from "./batches.ts";
import { tradesOfSize } from "./target-size.ts";

const MAX_BATCH_SIZE = 100_000;

/** Flags that choose what is loaded. */
export const LOAD_OPTIONS = {
  ...SAMPLING_OPTIONS,
  days: { ...SAMPLING_OPTIONS.days, default: "20" },
  "target-size": {
    type: "string",
    value: "size",
    description:
      "instead of --rows: size of the rows before compression, such as 10GB",
  },
  "batch-size": {
    type: "string",
    default: String(MIN_BATCH_SIZE),
    value: "n",
    description: "trades per insert, at least",
  },
  ...EXPLODE_OPTIONS,
} as const satisfies Options;

/** The flags that decide each parameter. */
const FLAGS = {
  rows: ["rows", "target-size"],
  portfolioManagers: ["portfolio-managers"],
  seed: ["seed"],
  explode: ["explode-constituents", "no-explode-constituents"],
  lastDay: ["trade-date"],
  days: ["days"],
  startTradeId: ["start-trade-id"],
  batchSize: ["batch-size"],
} as const satisfies Record<keyof LoadParameters, readonly string[]>;

/**
 * Flags → what to load.
 *
 * @throws UsageError naming the flag, its value and what is legal
 */
export function readLoadParameters(args: Arguments): LoadParameters {
  const explode = readExplode(args);
  const parameters = readParameters(args, explode);
  const size = args.text("target-size");
  if (size !== undefined) {
    if (args.given("rows")) {
      throw new UsageError(
        "--rows and --target-size exclude each other",
        "leave one out",
      );
    }
    parameters.rows = tradesOfSize(readBytes("target-size", size), explode);
    if (parameters.rows < 1 || parameters.rows > MAX_ROWS) {
      throw new UsageError(
        `--target-size ${size} is about ${parameters.rows} trades`,
        `legal: 1 to ${MAX_ROWS} trades`,
      );
    }
  }
  const batchSize = args.integer("batch-size", { min: 1, max: MAX_BATCH_SIZE });
  if (batchSize < MIN_BATCH_SIZE && parameters.rows >= MIN_BATCH_SIZE) {
    throw new UsageError(
      `--batch-size must be a whole number from ${MIN_BATCH_SIZE} to ${MAX_BATCH_SIZE}: ${batchSize}`,
      "small inserts make ClickHouse slow; leave it out for the default",
    );
  }
  // Fewer trades than a batch are one insert, whatever was asked for.
  return { ...parameters, batchSize: Math.max(batchSize, MIN_BATCH_SIZE) };
}

const show = (key: keyof LoadParameters, value: string | number | boolean) =>
  key === "lastDay" ? businessDate(Number(value)) : String(value);

/**
 * What was asked for beside what an earlier load had, for the flags that are on
 * the command line: `--seed 7, was 42`.
 */
export function differences(
  args: Arguments,
  asked: LoadParameters,
  earlier: LoadParameters,
): string[] {
  const keys = Object.keys(FLAGS) as (keyof LoadParameters)[];
  return keys
    .filter((key) => FLAGS[key].some((flag) => args.given(flag)))
    .filter((key) => asked[key] !== earlier[key])
    .map((key) => {
      const flag = FLAGS[key][0];
      return `--${flag} ${show(key, asked[key])}, was ${show(key, earlier[key])}`;
    });
}
