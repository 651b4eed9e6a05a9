import type { Arguments, Command } from "../../base/cli.ts";
import { UsageError } from "../../base/errors.ts";
import type { Encoding } from "../encode/chunk-encoder.ts";
import { compressionOf, compressor } from "../encode/compression.ts";
import { EncoderPool } from "../encode/pool.ts";
import {
  readParameters,
  SAMPLING_OPTIONS,
  shownParameters,
} from "../parameters.ts";
import { Plan } from "../plan.ts";
import { bytes, duration, whole } from "../progress/numbers.ts";
import { startProgress } from "../progress/progress.ts";
import { standardError } from "../progress/standard-error.ts";
import { constituentsCsv, instrumentsCsv } from "../reference/tables.ts";
import { CsvEncoder } from "../sinks/csv.ts";
import { BrokenPipe, openOutput, type Output } from "../sinks/output.ts";
import { processConnection } from "../config.ts";
import { COUNT_OPTION, printTables } from "./count.ts";
import {
  readReporting,
  readWorkers,
  REPORTING_OPTIONS,
  WORKERS_OPTION,
} from "./flags.ts";
import { print } from "./print.ts";

/** Writes CSV files; the command without a name. */
export const generate: Command = {
  name: "",
  summary: `Generates trades and writes them as CSV.

Other commands: load (straight into ClickHouse), stream (goes on adding trades),
status (checkpoint and database), validate (files or database), describe (the
distributions beside their targets).`,
  options: {
    ...SAMPLING_OPTIONS,
    output: {
      type: "string",
      short: "o",
      default: "-",
      value: "path",
      description:
        "trades; - is the standard output; .gz and .zst compress, .native is ClickHouse's format",
    },
    "explode-constituents": {
      type: "boolean",
      description: "add one row per holding of every ETF and ETC trade",
    },
    "instruments-output": {
      type: "string",
      value: "path",
      description: "also write the instruments",
    },
    "constituents-output": {
      type: "string",
      value: "path",
      description: "also write what the wrappers hold",
    },
    ...WORKERS_OPTION,
    ...REPORTING_OPTIONS,
    ...COUNT_OPTION,
  },
  run: writeFiles,
};

async function writeFiles(args: Arguments): Promise<void> {
  const { quiet, json } = readReporting(args);
  if (args.flag("count")) return printTables(await processConnection(), json);
  const parameters = readParameters(args, args.flag("explode-constituents"));
  const workers = readWorkers(args);
  const paths = readPaths(args);
  if (json && paths.trades === "-") {
    throw new UsageError(
      "--json needs --output",
      "the standard output cannot carry trades and a summary",
    );
  }
  const started = performance.now();
  const encoding = encodingOf(paths.trades);
  const pool = new EncoderPool(
    parameters,
    encoding,
    workers,
    new Plan(parameters).chunks,
  );
  const progress = startProgress(parameters.rows, quiet);
  const sent = { trades: 0, rows: 0, bytes: 0 };
  const outputs: Output[] = [];
  const open = async (path: string) => {
    const output = await openOutput(path);
    outputs.push(output);
    return output;
  };
  try {
    // All are opened first: an unwritable path fails before any work is done.
    const trades = await open(paths.trades);
    const reference = [];
    for (const { path, text } of paths.reference) {
      reference.push({ path, output: await open(path), text: text() });
    }
    for (const { path, output, text } of reference) {
      const content = await compressed(path, Buffer.from(text));
      await whileRead(output.write(content));
    }
    const writeTrades = async () => {
      if (encoding.format === "csv") {
        await trades.write(await compressed(paths.trades, CsvEncoder.header));
      }
      for await (const chunk of pool.encode(new Plan(parameters))) {
        await trades.write(chunk.bytes);
        sent.trades += chunk.spec.trades;
        sent.rows += chunk.rows;
        sent.bytes += chunk.bytes.length;
        chunk.release();
        progress.update({ trades: sent.trades, sent });
      }
    };
    const read = await whileRead(writeTrades());
    for (const output of outputs) await output.commit();
    if (!read) return;
  } catch (error) {
    for (const output of outputs) await output.discard();
    throw error;
  } finally {
    progress.stop();
    await pool.close();
  }
  const seconds = (performance.now() - started) / 1000;
  const summary = {
    ...sent,
    seconds,
    rowsPerSecond: sent.rows / seconds,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
  if (json) {
    const content = {
      command: "generate",
      ...summary,
      parameters: shownParameters(parameters),
    };
    await print(`${JSON.stringify(content, null, 2)}\n`);
  } else if (!quiet) {
    standardError().write(
      `${whole(sent.trades)} trades, ${whole(sent.rows)} rows, ${bytes(sent.bytes)} in ${duration(seconds)}: ${whole(summary.rowsPerSecond)} rows/s\n`,
    );
  }
}

/**
 * Waits for writing to a pipe, whose reader may have seen enough before its end.
 *
 * @returns whether it was read to the end
 */
const whileRead = (writing: Promise<void>): Promise<boolean> =>
  writing.then(
    () => true,
    (error: unknown) => {
      if (error instanceof BrokenPipe) return false;
      throw error;
    },
  );

const encodingOf = (path: string): Encoding => ({
  format: /\.native(\.\w+)?$/.test(path) ? "native" : "csv",
  compression: compressionOf(path),
});

async function compressed(
  path: string,
  content: Uint8Array,
): Promise<Uint8Array> {
  const compress = await compressor(compressionOf(path));
  return compress === undefined ? content : compress(content);
}

function readPaths(args: Arguments) {
  const reference = [
    { flag: "instruments-output", text: instrumentsCsv },
    { flag: "constituents-output", text: constituentsCsv },
  ].flatMap(({ flag, text }) => {
    const path = args.text(flag);
    return path === undefined ? [] : [{ flag, path, text }];
  });
  const trades = { flag: "output", path: args.text("output") ?? "-" };
  const seen = new Map<string, string>();
  for (const { flag, path } of [trades, ...reference]) {
    const other = seen.get(path);
    if (path === "") {
      throw new UsageError(`--${flag} is empty`, "give it the path of a file");
    }
    if (other !== undefined) {
      throw new UsageError(`--${flag} and --${other} are the same: ${path}`);
    }
    seen.set(path, flag);
  }
  return { trades: trades.path, reference };
}
