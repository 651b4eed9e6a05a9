import type { Arguments, Command } from "../../base/cli.ts";
import { UsageError } from "../../base/errors.ts";
import { processConnection } from "../config.ts";
import { MIN_BATCH_SIZE } from "../load/batches.ts";
import { readCheckpoint } from "../load/checkpoint.ts";
import { resume, type Start } from "../load/resume.ts";
import { runLoad } from "../load/session.ts";
import { LOAD_OPTIONS } from "../load/settings.ts";
import { summaryJson, summaryText } from "../load/summary.ts";
import { whole } from "../progress/numbers.ts";
import { standardError } from "../progress/standard-error.ts";
import { checkpointOptions, readCheckpointPath } from "./checkpoint-flags.ts";
import { COUNT_OPTION, printTables } from "./count.ts";
import {
  readReporting,
  readSending,
  readWorkers,
  REPORTING_OPTIONS,
  SENDING_OPTIONS,
  WORKERS_OPTION,
} from "./flags.ts";
import { print } from "./print.ts";

/** Generates straight into ClickHouse. */
export const load: Command = {
  name: "load",
  summary: `Generates trades straight into ClickHouse: CLICKHOUSE_URL, or else the running
embedded warehouse. Stop it with Ctrl-C and run it again whenever you like, or after
a crash: it continues, and no trade is ever added twice.`,
  options: {
    ...LOAD_OPTIONS,
    ...WORKERS_OPTION,
    ...SENDING_OPTIONS,
    ...checkpointOptions("load"),
    "no-checkpoint": {
      type: "boolean",
      description: "neither read nor write one; the warehouse alone decides",
    },
    "checkpoint-interval": {
      type: "string",
      default: "1",
      value: "n",
      description: "batches between saves",
    },
    reset: {
      type: "boolean",
      description: "forget the checkpoint; rows stay in the warehouse",
    },
    ...REPORTING_OPTIONS,
    ...COUNT_OPTION,
  },
  async run(args) {
    const reporting = readReporting(args);
    if (args.flag("count")) {
      return printTables(await processConnection(), reporting.json);
    }

    const checkpoint = args.flag("no-checkpoint")
      ? undefined
      : readCheckpointPath(args);
    const options = {
      workers: readWorkers(args),
      ...readSending(args),
      checkpoint,
      checkpointInterval: args.integer("checkpoint-interval", {
        min: 1,
        max: 1_000_000,
      }),
      quiet: reporting.quiet,
    };
    const start = await readStart(args, checkpoint);
    const connection = await processConnection();
    if (!reporting.quiet) announce(start, checkpoint);
    const { summary, error, exitCode } = await runLoad(
      connection,
      start,
      options,
    );
    if (reporting.json) {
      await print(summaryJson(summary, error, start.parameters));
    } else if (!reporting.quiet && summary.batches > 0) {
      await print(summaryText(summary));
    }
    if (exitCode !== undefined) process.exitCode = exitCode;
    else if (error !== undefined) throw error;
  },
};

async function readStart(
  args: Arguments,
  path: string | undefined,
): Promise<Start> {
  const reset = args.flag("reset");
  if (reset && path === undefined) {
    throw new UsageError(
      "--reset and --no-checkpoint exclude each other",
      "without a checkpoint there is nothing to forget",
    );
  }
  const checkpoint =
    reset || path === undefined ? undefined : await readCheckpoint(path);
  return resume(args, checkpoint, path ?? "");
}

function announce({ parameters, earlier }: Start, path?: string): void {
  const { rows } = parameters;
  if (rows < MIN_BATCH_SIZE) {
    standardError().write(
      `warning: ${whole(rows)} trades are less than a batch: they are sent as one insert a month; ClickHouse is at its best with ${whole(MIN_BATCH_SIZE)} or more\n`,
    );
  }
  if (earlier !== undefined && earlier.state !== "complete") {
    standardError().write(
      `continuing ${path}: ${whole(earlier.trades)} of ${whole(rows)} trades are in\n`,
    );
  }
}
