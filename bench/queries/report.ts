import { markdownTable } from "../machine.ts";
import type { Timing } from "../measure.ts";

export interface ScenarioResult {
  name: string;
  rows: number;
  lanes: Record<Lane, Timing>;
}

export const LANES = [
  "rollup direct",
  "rollup REST",
  "unseen REST",
  "cached REST",
  "raw direct",
  "raw REST",
] as const;
export type Lane = (typeof LANES)[number];

export interface Report {
  machine: string;
  clickhouse: string;
  node: string;
  trades: number;
  facts: number;
  rollupRows: number;
  scenarios: ScenarioResult[];
  cachedPerSecond: number;
}

const ms = (value: number) => value.toFixed(1);

/** The report as Markdown: times in milliseconds (p50), then what follows from them. */
export function markdown(report: Report): string {
  const head = ["question", "rows", ...LANES, "REST − direct", "raw ÷ rollup"];
  const lines = report.scenarios.map(({ name, rows, lanes }) => {
    const direct = lanes["rollup direct"].p50;
    return [
      name,
      String(rows),
      ...LANES.map((lane) => ms(lanes[lane].p50)),
      `${ms(lanes["rollup REST"].p50 - direct)} ms`,
      `${(lanes["raw direct"].p50 / direct).toFixed(1)}×`,
    ];
  });
  const table = markdownTable([head, ...lines]);
  const all = (test: (result: ScenarioResult) => boolean) =>
    report.scenarios.every(test) ? "met" : "missed";
  const slowest = (lane: Lane) =>
    ms(Math.max(...report.scenarios.map(({ lanes }) => lanes[lane].p50)));
  return [
    `## ${report.trades.toLocaleString("en")} trades, ${report.facts.toLocaleString("en")} facts, ${report.rollupRows.toLocaleString("en")} rollup rows`,
    "",
    `${report.machine}, Node ${report.node}, ClickHouse ${report.clickhouse}. Milliseconds, p50, lanes interleaved in one run.`,
    "",
    table,
    "",
    "| target | seen | |",
    "| --- | --- | --- |",
    `| uncached REST on a rollup ≤ direct + 15 ms | see REST − direct | ${all(({ lanes }) => lanes["rollup REST"].p50 <= lanes["rollup direct"].p50 + 15)} |`,
    `| uncached REST on a rollup ≤ 60 ms | slowest ${slowest("rollup REST")} ms | ${all(({ lanes }) => lanes["rollup REST"].p50 <= 60)} |`,
    `| cached REST ≤ 2 ms | slowest ${slowest("cached REST")} ms | ${all(({ lanes }) => lanes["cached REST"].p50 <= 2)} |`,
    `| cached REST ≥ 1,000 requests/s | ${report.cachedPerSecond.toFixed(0)} requests/s, one process, 8 connections | ${report.cachedPerSecond >= 1000 ? "met" : "missed"} |`,
    `| raw ÷ rollup in ClickHouse ≥ 20 | see raw ÷ rollup | ${all(({ lanes }) => lanes["raw direct"].p50 >= 20 * lanes["rollup direct"].p50)} |`,
    "",
  ].join("\n");
}
