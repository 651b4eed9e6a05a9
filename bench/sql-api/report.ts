import { markdownTable } from "../machine.ts";
import type { Timing } from "../measure.ts";
import type { FirstConnect } from "./connect.ts";
import { type Lane, LANES, type LatencyResult } from "./latency.ts";
import type { StreamResult } from "./stream.ts";

export interface Report {
  machine: string;
  clickhouse: string;
  node: string;
  /** Processes that wanted to run, on average over a minute, as the bench began and ended. */
  load: [begin: number, end: number];
  trades: number;
  facts: number;
  latency: LatencyResult[];
  stream: StreamResult;
  /** Milliseconds. */
  connect: Timing;
  firstConnect: FirstConnect;
}

const ms = (value: number) => value.toFixed(1);
const whole = (value: number) => Math.round(value).toLocaleString("en");
const mega = (bytes: number) => `${whole(bytes / 1e6)} MB`;

/** Lanes of the SQL API beside the lane of REST that asks the same. */
const PAIRS: [sql: Lane, rest: Lane][] = [
  ["SQL simple", "REST"],
  ["SQL prepared", "REST"],
  ["SQL simple cached", "REST cached"],
  ["SQL prepared cached", "REST cached"],
];

/** Milliseconds beyond REST that are allowed at the median. */
const ALLOWED_MS = 5;

/** The report as Markdown: times in milliseconds, what follows from them, and whether that is enough. */
export function markdown(report: Report): string {
  const { latency, stream, connect, firstConnect } = report;
  const verdict = (met: boolean) => (met ? "met" : "missed");
  const rate = stream.rows / stream.seconds;
  return [
    `## SQL API, ${whole(report.trades)} trades, ${whole(report.facts)} facts`,
    "",
    `${report.machine}, Node ${report.node}, ClickHouse ${report.clickhouse}; load average ${report.load.map((load) => load.toFixed(1)).join(" to ")}. Milliseconds, p50 / p95, lanes interleaved in one run.`,
    "",
    markdownTable([
      ["question", "rows", ...LANES],
      ...latency.map(({ name, rows, lanes }) => [
        name,
        String(rows),
        ...LANES.map(
          (lane) => `${ms(lanes[lane].p50)} / ${ms(lanes[lane].p95)}`,
        ),
      ]),
    ]),
    "",
    markdownTable([
      [
        "stream",
        "rows",
        "size",
        "first row",
        "time",
        "rows/s",
        "÷ ClickHouse alone",
        "memory before",
        "peak memory",
      ],
      [
        "all facts, 5 columns",
        whole(stream.rows),
        mega(stream.bytes),
        `${stream.firstRowSeconds.toFixed(2)} s`,
        `${stream.seconds.toFixed(2)} s`,
        whole(rate),
        `${(stream.seconds / stream.directSeconds).toFixed(1)}×`,
        mega(stream.memoryBefore),
        mega(stream.peakMemory),
      ],
    ]),
    "",
    markdownTable([
      ["target", "seen", ""],
      ...PAIRS.map(([sql, rest]) => {
        const beyond = latency.map(
          ({ lanes }) => lanes[sql].p50 - lanes[rest].p50,
        );
        return [
          `${sql} ≤ ${rest} + ${ALLOWED_MS} ms at p50`,
          `${ms(Math.min(...beyond))} to ${ms(Math.max(...beyond))} ms beyond it`,
          verdict(Math.max(...beyond) <= ALLOWED_MS),
        ];
      }),
      [
        "≥ 200,000 rows/s streamed",
        `${whole(rate)} rows/s, ${mega(stream.peakMemory - stream.memoryBefore)} more memory`,
        verdict(rate >= 200_000),
      ],
      [
        "connect ≤ 30 ms warm",
        `p50 ${ms(connect.p50)} ms, p95 ${ms(connect.p95)} ms`,
        verdict(connect.p50 <= 30),
      ],
      [
        "first connection after start ≤ 1 s",
        `${whole(firstConnect.nextStart)} ms; after the very first start ${whole(firstConnect.firstStart)} ms`,
        verdict(firstConnect.nextStart <= 1000),
      ],
    ]),
    "",
  ].join("\n");
}
