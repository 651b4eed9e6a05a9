import { markdownTable } from "../machine.ts";
import type { Timing } from "../measure.ts";
import { EXPORT_LIMIT, type ExportResult } from "./export.ts";
import { LIGHTHOUSE_LIMIT, type LighthouseScore } from "./lighthouse.ts";
import { type LoadResult, SLOWDOWN } from "./load.ts";
import { RAW_LIMIT, type RawResult } from "./raw.ts";
import type { ScrollResult } from "./scroll.ts";
import { growthOf, HEAP_LIMIT, type MemoryResult } from "./memory.ts";
import type { ExpandResult } from "./session.ts";
import type { Sizes } from "./sizes.ts";
import { STRUCTURE_LIMIT, type StructureResult } from "./structure.ts";

export interface Report {
  machine: string;
  node: string;
  /** Processes that wanted to run, on average over a minute, as the bench began and ended. */
  load: [begin: number, end: number];
  trades: number;
  expands: ExpandResult;
  raw: RawResult;
  changes: Timing;
  structure: StructureResult;
  scroll: ScrollResult;
  /** By format. */
  exports: Record<string, ExportResult>;
  loads: LoadResult;
  /** With a processor SLOWDOWN times slower. */
  slowLoads: LoadResult;
  /** Empty unless it was asked for. */
  lighthouse: LighthouseScore[];
  memory: MemoryResult;
  sizes: Sizes;
}

/** Most bytes of gzip the first page may load. */
export const SCRIPT_LIMIT = 300_000;
export const STYLE_LIMIT = 40_000;

/** Most that the first page may shift while it loads. */
export const SHIFT_LIMIT = 0.02;

const ms = (value: number) => value.toFixed(0);
const both = ({ p50, p95, n }: Timing) => `${ms(p50)} / ${ms(p95)} (n = ${n})`;
const kilo = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
const mega = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
const whole = (value: number) => value.toLocaleString("en");

/** The report as Markdown: milliseconds, p50 / p95. */
export function markdown(report: Report): string {
  const { expands, changes, structure, scroll, exports } = report;
  const { loads, slowLoads, lighthouse, memory, raw, sizes } = report;
  return [
    `## Web client, ${whole(report.trades)} trades`,
    "",
    `${report.machine}, Node ${report.node}, headless Chromium on the same machine; load average ${report.load.map((load) => load.toFixed(1)).join(" to ")}. Milliseconds, p50 / p95.`,
    "",
    markdownTable([
      ["what", "seen", "target"],
      ["expand a row", both(expands.expand), "150 / 400"],
      ["requests per expand", expands.requestsPerExpand.toFixed(2), "1"],
      ["expand it again", both(expands.again), "50"],
      ["requests then", expands.requestsAgain.toFixed(2), "0"],
      [
        `expand a row of ${whole(raw.facts)} facts, first sign`,
        both(raw.feedback),
        whole(RAW_LIMIT.feedback),
      ],
      [
        "all of it, without rollups",
        both(raw.settled),
        `p95 ${whole(RAW_LIMIT.settled)}, or see below`,
      ],
      [
        `rows beyond ${whole(RAW_LIMIT.settled)}; with elapsed time, with Cancel`,
        `${raw.slow.rows}; ${raw.slow.elapsed}, ${raw.slow.cancel}`,
        "all of them",
      ],
      ["sort", both(changes), "p95 800"],
      [
        "change of fields, sort or filter, first sign",
        both(structure.feedback),
        whole(STRUCTURE_LIMIT.feedback),
      ],
      ["all of it", both(structure.settled), `p95 ${STRUCTURE_LIMIT.settled}`],
      [
        "longest task of that session",
        ms(structure.longestTask),
        whole(STRUCTURE_LIMIT.task),
      ],
      ...Object.entries(scroll.gaps).map(([name, gaps]) => [
        `frame while scrolling ${name}, ${whole(scroll.rows)} × ${scroll.columns}`,
        `${both(gaps)}, median ${(1000 / gaps.p50).toFixed(0)} fps`,
        "55 fps (30 on 2 cores), p95 33 (60)",
      ]),
      ["cells in the page", whole(scroll.cells), "3,000"],
      ...Object.entries(exports).flatMap(([format, made]) => [
        [
          `${format} of ${whole(made.lines)} rows, ${made.requests} requests`,
          ms(made.took),
          `${whole(EXPORT_LIMIT.took)} for 100,000`,
        ],
        [
          `longest task of the page meanwhile, ${format}`,
          ms(made.longestTask),
          whole(EXPORT_LIMIT.task),
        ],
      ]),
      ["largest contentful paint", both(loads.paint), "1500"],
      ["first numbers", both(loads.numbers), "2000"],
      ["cumulative layout shift", loads.shift.toFixed(3), String(SHIFT_LIMIT)],
      [
        `the three with a processor ${SLOWDOWN} times slower`,
        `${both(slowLoads.paint)}, ${both(slowLoads.numbers)}, ${slowLoads.shift.toFixed(3)}`,
        "none",
      ],
      ...lighthouse.map(({ page, colours, score }) => [
        `Lighthouse, accessibility of ${page} in ${colours} colours`,
        whole(score),
        whole(LIGHTHOUSE_LIMIT),
      ]),
      [
        `heap after ${memory.seconds} s of scrolling and opening rows`,
        `at most ${mega(Math.max(...memory.heap))}, growth ${percent(growthOf(memory))}`,
        `${mega(HEAP_LIMIT.most)}, ${percent(HEAP_LIMIT.growth)}`,
      ],
      [
        "scripts of the first page, gzip",
        kilo(sizes.script),
        kilo(SCRIPT_LIMIT),
      ],
      ["styles of the first page, gzip", kilo(sizes.style), kilo(STYLE_LIMIT)],
    ]),
    "",
  ].join("\n");
}
