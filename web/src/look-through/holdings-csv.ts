import { csvLine } from "../files/csv.ts";
import { type Holding, shareOf } from "./holdings.ts";
import type { Plan } from "./queries.ts";

export interface HoldingsExport {
  /** What a row stands for. */
  title: string;
  basis: string;
  rows: readonly Holding[];
  traded: boolean;
  /** All rows are loaded. */
  complete: boolean;
  totals: {
    total: number | undefined;
    direct: number | undefined;
    via: number | undefined;
    held: number | undefined;
    unmapped: number | undefined;
  };
  plan: Pick<Plan, "dates" | "slices" | "part">;
  url: string;
}

/** The table as shown, unrounded, with its totals, then what it was asked. */
export function holdingsCsv(input: HoldingsExport): string {
  const { totals, plan, traded } = input;
  const header = traded
    ? [input.title, "As traded", "Share of total"]
    : [
        input.title,
        "Direct",
        "Via wrappers",
        "Total",
        "Share of total",
        "Wrappers",
        "Largest carrier",
      ];
  const rows = input.rows.map((row) =>
    traded
      ? [row.key, row.total, row.share]
      : [
          row.key,
          row.direct,
          row.via,
          row.total,
          row.share,
          row.carriers?.count,
          row.carriers?.largest,
        ],
  );
  const whole = plan.part === "all" || plan.part === "unmapped";
  const sums = traded
    ? [["Total as traded", totals.total, 1]]
    : [
        [
          "Look-through",
          totals.direct,
          totals.via,
          totals.held,
          shareOf(totals.held, totals.total),
        ],
        [
          "Unmapped",
          undefined,
          undefined,
          totals.unmapped,
          shareOf(totals.unmapped, totals.total),
        ],
        ["Total as traded", undefined, undefined, totals.total, 1],
      ];
  return [
    header,
    ...rows,
    ...(whole ? sums : []),
    [],
    ["Exposure", input.basis],
    ["Dates", plan.dates.join(" to ")],
    ...plan.slices.map(({ dimension, values }) => [
      `Filter ${dimension}`,
      values.join(" or "),
    ]),
    ...(plan.part === "all" ? [] : [["Part", plan.part]]),
    ...(input.complete
      ? []
      : [
          ["Rows", `only the first ${input.rows.length}; the totals count all`],
        ]),
    ["View", input.url],
  ]
    .map(csvLine)
    .join("");
}
