import type { Arguments, Command } from "../../base/cli.ts";
import { UsageError } from "../../base/errors.ts";
import { processConnection } from "../config.ts";
import { readParameters, SAMPLING_OPTIONS } from "../parameters.ts";
import { WarehouseClient } from "../warehouse/client.ts";
import { type Loaded, loadTrades } from "../warehouse/load-trades.ts";
import { loadReferenceData } from "../warehouse/reference-data.ts";

/** Generates straight into ClickHouse. */
export const load: Command = {
  name: "load",
  summary: `Generates trades straight into ClickHouse: CLICKHOUSE_URL, or else the running
embedded warehouse. Run it again after a failure: what is there is not added twice.`,
  options: {
    ...SAMPLING_OPTIONS,
    days: { ...SAMPLING_OPTIONS.days, default: "20" },
    "explode-constituents": {
      type: "boolean",
      description:
        "add one row per holding of every ETF and ETC trade (default)",
    },
    "no-explode-constituents": {
      type: "boolean",
      description: "only the trades themselves",
    },
  },
  async run(args) {
    const parameters = readParameters(args, readExplode(args));
    const client = new WarehouseClient(await processConnection());
    try {
      const started = performance.now();
      await loadReferenceData(client);
      const loaded = await loadTrades(client, parameters, showProgress);
      report(loaded, (performance.now() - started) / 1000);
    } finally {
      await client.close();
    }
  },
};

function readExplode(args: Arguments): boolean {
  if (
    args.flag("explode-constituents") &&
    args.flag("no-explode-constituents")
  ) {
    throw new UsageError(
      "--explode-constituents and --no-explode-constituents exclude each other",
      "leave one out; exploding is the default",
    );
  }
  return !args.flag("no-explode-constituents");
}

/** One line that rewrites itself, for people only. */
function showProgress(done: number, of: number): void {
  if (!process.stderr.isTTY) return;
  const end = done === of ? "\n" : "";
  process.stderr.write(`\r${done} of ${of} batches${end}`);
}

function report({ rows, sent, trades }: Loaded, seconds: number): void {
  const rate = `${sent} rows in ${seconds.toFixed(2)} s, ${Math.round(sent / seconds)} rows/s`;
  const added =
    sent === 0
      ? `already loaded, deduplicated: nothing added, ${seconds.toFixed(2)} s`
      : sent === rows
        ? rate
        : `${rate}; ${rows - sent} rows were already loaded, deduplicated`;
  process.stdout.write(
    `${added}\nverified: ${rows} rows of ${trades} trades in trades_1d, rollups count the same trades\n`,
  );
}
