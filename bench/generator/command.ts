import type { Arguments } from "../../base/cli.ts";
import { UsageError } from "../../base/errors.ts";
import { benchCommand, say } from "../bench-command.ts";
import { machine } from "../machine.ts";
import { measureFiles } from "./files.ts";
import { measureIngest, measureLoad } from "./ingest.ts";
import { markdown, type Report } from "./report.ts";
import { measureValidate } from "./validate.ts";
import { benchWarehouse } from "./warehouse.ts";

/** Measures the generator. */
export const generator = benchCommand({
  name: "generator",
  summary:
    "Measures files beside a plain write, and loads beside ClickHouse fed with blocks made before, in one run.",
  counts: {
    trades: {
      default: 1_000_000,
      min: 1000,
      max: 10_000_000,
      description: "trades of the files",
    },
    "ingest-trades": {
      default: 3_000_000,
      min: 1000,
      // They are in memory all at once, about 600 bytes each.
      max: 10_000_000,
      description: "trades of the load beside blocks made before",
    },
    rounds: {
      default: 3,
      min: 1,
      max: 100,
      description: "repetitions; the fastest counts",
    },
  },
  options: {
    loads: {
      type: "string",
      default: "100000,1000000",
      value: "n,n,…",
      description: "sizes of the loads that are measured and validated",
    },
  },
  measure: (counts, args) => measure(counts, readSizes(args)),
  markdown,
});

function readSizes(args: Arguments): number[] {
  const text = args.text("loads") ?? "";
  const sizes = text.split(",").map(Number);
  if (!sizes.every((size) => Number.isInteger(size) && size > 0)) {
    throw new UsageError(
      `--loads must be numbers of trades: ${text || "(empty)"}`,
      "for example --loads 100000,1000000,20000000",
    );
  }
  return sizes.sort((a, b) => a - b);
}

interface Sizes {
  trades: number;
  "ingest-trades": number;
  rounds: number;
}

async function measure(
  { trades, "ingest-trades": ingestTrades, rounds }: Sizes,
  loadSizes: number[],
): Promise<Report> {
  say("files");
  const files = await measureFiles(trades, rounds);
  const warehouse = await benchWarehouse();
  try {
    say("ingest");
    const ingest = await measureIngest(warehouse, ingestTrades, rounds);
    const loads: Report["loads"] = [];
    for (const size of loadSizes) {
      say(`load ${size}`);
      const load = await measureLoad(warehouse, size);
      const validateSeconds = await measureValidate(warehouse);
      loads.push({ ...load, validateSeconds });
    }
    return {
      machine: machine(),
      node: process.versions.node,
      clickhouse: warehouse.version,
      trades,
      files,
      ingest,
      loads,
    };
  } finally {
    await warehouse.remove();
  }
}
