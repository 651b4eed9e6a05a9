import type { Arguments, Command } from "../../base/cli.ts";
import { UsageError } from "../../base/errors.ts";
import { ChunkFiller } from "../fill.ts";
import { readParameters, SAMPLING_OPTIONS } from "../parameters.ts";
import { constituentsCsv, instrumentsCsv } from "../reference/tables.ts";
import { prepareRun } from "../run.ts";
import { CsvEncoder } from "../sinks/csv.ts";
import { BrokenPipe, openOutput, type Output } from "../sinks/output.ts";

/** Writes CSV files; the command without a name. */
export const generate: Command = {
  name: "",
  summary: `Generates trades and writes them as CSV.

Other commands: load (straight into ClickHouse), validate (files or database).`,
  options: {
    ...SAMPLING_OPTIONS,
    output: {
      type: "string",
      short: "o",
      default: "-",
      value: "path",
      description: "trades; - is the standard output",
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
  },
  run: writeFiles,
};

async function writeFiles(args: Arguments): Promise<void> {
  const parameters = readParameters(args, args.flag("explode-constituents"));
  const paths = readPaths(args);
  const started = performance.now();
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
      reference.push({ output: await open(path), text: text() });
    }
    for (const { output, text } of reference) {
      await output.write(Buffer.from(text));
    }
    const run = prepareRun(parameters);
    const filler = new ChunkFiller(run);
    const encoder = new CsvEncoder(run.dictionaries);
    let rows = 0;
    await trades.write(CsvEncoder.header);
    for (const spec of run.plan) {
      const chunk = filler.fill(spec);
      await trades.write(encoder.encode(chunk));
      rows += chunk.rows;
    }
    for (const output of outputs) await output.commit();
    const seconds = (performance.now() - started) / 1000;
    process.stderr.write(
      `${parameters.rows} trades, ${rows} rows, ${seconds.toFixed(2)} s, ${Math.round(rows / seconds)} rows/s\n`,
    );
  } catch (error) {
    for (const output of outputs) await output.discard();
    // Whoever reads the pipe has seen enough.
    if (error instanceof BrokenPipe) return;
    throw error;
  }
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
