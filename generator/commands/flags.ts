import { availableParallelism } from "node:os";
import type { Arguments, Options } from "../../base/cli.ts";
import { UsageError } from "../../base/errors.ts";
import { readDuration } from "../../base/quantities.ts";

export const WORKERS_OPTION = {
  workers: {
    type: "string",
    default: String(availableParallelism()),
    value: "n",
    description: "threads that generate; the bytes do not depend on it",
  },
} as const satisfies Options;

/** What a command says while it runs and at its end. */
export const REPORTING_OPTIONS = {
  quiet: {
    type: "boolean",
    short: "q",
    description: "say nothing but errors",
  },
  json: {
    type: "boolean",
    description: "summary as JSON on the standard output",
  },
} as const satisfies Options;

export interface Reporting {
  quiet: boolean;
  json: boolean;
}

/** @throws UsageError for flags that contradict each other */
export function readReporting(args: Arguments): Reporting {
  const reporting = { quiet: args.flag("quiet"), json: args.flag("json") };
  if (reporting.quiet && reporting.json) {
    throw new UsageError(
      "--quiet and --json exclude each other",
      "--json already says nothing else on the standard output",
    );
  }
  return reporting;
}

export const readWorkers = (args: Arguments): number =>
  args.integer("workers", { min: 1, max: 64 });

/** How a command talks to the warehouse. */
export const SENDING_OPTIONS = {
  concurrency: {
    type: "string",
    default: "2",
    value: "n",
    description: "inserts under way at a time",
  },
  "give-up-after": {
    type: "string",
    default: "120s",
    value: "time",
    description: "how long to wait for a warehouse that does not answer",
  },
} as const satisfies Options;

const MAX_PATIENCE_MS = 168 * 3_600_000;

export interface Sending {
  concurrency: number;
  /** Milliseconds to wait for a warehouse that is away. */
  patience: number;
}

/** @throws UsageError */
export const readSending = (args: Arguments): Sending => ({
  concurrency: args.integer("concurrency", { min: 1, max: 16 }),
  patience: readPatience(args),
});

function readPatience(args: Arguments): number {
  const text = args.text("give-up-after") ?? "";
  const patience = readDuration("give-up-after", text);
  if (patience > MAX_PATIENCE_MS) {
    throw new UsageError(`--give-up-after must be from 0s to 168h: ${text}`);
  }
  return patience;
}
