import { markdownTable } from "../machine.ts";
import type { FileResult } from "./files.ts";
import type { IngestResult, LoadResult } from "./ingest.ts";

export interface Report {
  machine: string;
  node: string;
  clickhouse: string;
  trades: number;
  files: FileResult[];
  ingest: IngestResult;
  /** By number of trades, with the seconds that validating took. */
  loads: (LoadResult & { validateSeconds: number })[];
}

const whole = (value: number) => Math.round(value).toLocaleString("en");
const mega = (bytes: number) => `${whole(bytes / 1e6)} MB`;
const seconds = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} s`;

/** The report as Markdown. */
export function markdown(report: Report): string {
  const { files, ingest, loads } = report;
  const csv = files.find(({ name }) => name === "trades.csv")!;
  const write = files.find(({ name }) => name.startsWith("plain"))!;
  const largest = loads.at(-1);
  const share = ingest.load / ingest.prebuilt;
  const verdict = (met: boolean) => (met ? "met" : "missed");
  return [
    `## Generator, ${whole(report.trades)} trades exploded`,
    "",
    `${report.machine}, Node ${report.node}, ClickHouse ${report.clickhouse}.`,
    "",
    markdownTable([
      ["file", "rows", "size", "time", "rows/s", "peak memory"],
      ...files.map((file) => [
        file.name,
        whole(file.rows),
        mega(file.bytes),
        seconds(file.seconds),
        whole(file.rows / file.seconds),
        file.peakMemory === 0 ? "" : mega(file.peakMemory),
      ]),
    ]),
    "",
    markdownTable([
      [
        "load",
        "rows",
        "time",
        "rows/s",
        "facts on disk",
        "rollups",
        "memory at 1 M rows",
        "peak memory",
        "validate",
      ],
      ...loads.map((load) => [
        whole(load.trades),
        whole(load.rows),
        seconds(load.seconds),
        whole(load.rows / load.seconds),
        mega(load.facts),
        mega(load.rollups),
        mega(load.memoryAtMillion),
        mega(load.peakMemory),
        seconds(load.validateSeconds),
      ]),
    ]),
    "",
    markdownTable([
      ["target", "seen", ""],
      [
        "CSV ≥ 600,000 rows/s, process start included",
        `${whole(csv.rows / csv.seconds)} rows/s, ${(csv.seconds / write.seconds).toFixed(1)}× a plain write of the same bytes`,
        verdict(csv.rows / csv.seconds >= 600_000),
      ],
      [
        "load ≥ 85 % of the speed of Native blocks made before",
        `${whole(100 * share)} % (${whole(ingest.load)} of ${whole(ingest.prebuilt)} rows/s, ${whole(ingest.trades)} trades)`,
        verdict(share >= 0.85),
      ],
      ...(largest === undefined
        ? []
        : [
            [
              "20 M trades in ≤ 150 s, memory ≤ 400 MB",
              `${whole(largest.trades)} trades in ${seconds(largest.seconds)}, ${mega(largest.peakMemory)}`,
              largest.trades < 20_000_000
                ? "not measured"
                : verdict(
                    largest.seconds <= 150 && largest.peakMemory <= 400e6,
                  ),
            ],
            [
              "validate 20 M trades in ≤ 60 s",
              `${whole(largest.trades)} trades in ${seconds(largest.validateSeconds)}`,
              largest.trades < 20_000_000
                ? "not measured"
                : verdict(largest.validateSeconds <= 60),
            ],
          ]),
    ]),
    "",
  ].join("\n");
}
