import { csvLine } from "../files/csv.ts";
import type { FileLine, FileNotes } from "../files/file-line.ts";
import type { SheetHead } from "../files/xlsx.ts";
import { formatTime } from "../pivot/format.ts";
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
  /** Of the amounts, ISO 4217; none = not known. */
  currencies: readonly string[];
  /** When the oldest of the answers was right, ISO 8601; undefined = not known. */
  asOf: string | undefined;
  url: string;
}

export interface HoldingsFile {
  head: SheetHead;
  lines: readonly FileLine[];
  notes: FileNotes;
}

const AMOUNT = "#,##0";
const SHARE = "0.0%";
const column = (title: string, format?: string) => ({ title, format });

const TRADED_COLUMNS = [
  column("As traded", AMOUNT),
  column("Share of total", SHARE),
];
const HELD_COLUMNS = [
  column("Direct", AMOUNT),
  column("Via wrappers", AMOUNT),
  column("Total", AMOUNT),
  column("Share of total", SHARE),
  column("Wrappers", "0"),
  column("Largest carrier"),
];

/** The table as shown, unrounded, with its totals, then what it was asked. */
export function holdingsFile(input: HoldingsExport): HoldingsFile {
  const { totals, plan, traded } = input;
  const line = (
    isTotal: boolean,
    label: string,
    ...values: FileLine["values"]
  ): FileLine => ({ labels: [label], values, isTotal });
  const rows = input.rows.map((row) =>
    traded
      ? line(false, row.key, row.total, row.share)
      : line(
          false,
          row.key,
          row.direct,
          row.via,
          row.total,
          row.share,
          row.carriers?.count,
          row.carriers?.largest,
        ),
  );
  const { total, direct, via, held, unmapped } = totals;
  const none = undefined;
  const sums = traded
    ? [line(true, "Total as traded", total, 1)]
    : [
        line(true, "Look-through", direct, via, held, shareOf(held, total)),
        line(true, "Unmapped", none, none, unmapped, shareOf(unmapped, total)),
        line(true, "Total as traded", none, none, total, 1),
      ];
  const whole = plan.part === "all" || plan.part === "unmapped";
  return {
    head: {
      levels: [input.title],
      columns: traded ? TRADED_COLUMNS : HELD_COLUMNS,
    },
    lines: [...rows, ...(whole ? sums : [])],
    notes: [
      ["Exposure", input.basis],
      ["Dates", plan.dates.join(" to ")],
      ...plan.slices.map(
        ({ dimension, values }) =>
          [`Filter ${dimension}`, values.join(" or ")] as const,
      ),
      ...(plan.part === "all" ? [] : [["Part", plan.part] as const]),
      ...(input.complete
        ? []
        : [
            [
              "Rows",
              `only the first ${input.rows.length}; the totals count all`,
            ] as const,
          ]),
      ...(input.currencies.length === 0
        ? []
        : [
            [
              "Currency",
              input.currencies.length === 1
                ? (input.currencies[0] ?? "")
                : `${input.currencies.join(", ")}, added without conversion`,
            ] as const,
          ]),
      [
        "As of",
        input.asOf === undefined ? "not known" : formatTime(input.asOf),
      ],
      ["View", input.url],
    ],
  };
}

export const holdingsCsv = ({ head, lines, notes }: HoldingsFile): string =>
  [
    [...head.levels, ...head.columns.map(({ title }) => title)],
    ...lines.map(({ labels, values }) => [...labels, ...values]),
    [],
    ...notes,
  ]
    .map(csvLine)
    .join("");
