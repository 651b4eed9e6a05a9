import { writeFile } from "node:fs/promises";
import type { Arguments, Command, Option, Options } from "../base/cli.ts";

/** An option that is a whole number. */
export interface Count {
  default: number;
  min: number;
  max: number;
  description: string;
}

interface Bench<Counts extends Record<string, Count>, Report> {
  name: string;
  summary: string;
  counts: Counts;
  /** Options that are no counts, for `measure` to read. */
  options?: Options;
  measure: (
    counts: Record<keyof Counts, number>,
    args: Arguments,
  ) => Promise<Report>;
  markdown: (report: Report) => string;
}

/** How many trades a bench loads into its warehouse. */
export const trades = (preset: number): Count => ({
  default: preset,
  min: 1000,
  max: 100_000_000,
  description: "trades to load into a throw-away warehouse",
});

const optionOf = (count: Count): Option => ({
  type: "string",
  default: String(count.default),
  value: "n",
  description: count.description,
});

const JSON_FILE: Option = {
  type: "string",
  value: "file",
  description: "also write every number as JSON",
};

/** A command that measures, prints a report as Markdown, and writes it as JSON on request. */
export function benchCommand<Counts extends Record<string, Count>, Report>({
  name,
  summary,
  counts,
  options = {},
  measure,
  markdown,
}: Bench<Counts, Report>): Command {
  const entries = Object.entries(counts);
  return {
    name,
    summary,
    options: {
      ...Object.fromEntries(
        entries.map(([option, count]) => [option, optionOf(count)]),
      ),
      ...options,
      json: JSON_FILE,
    },
    async run(args) {
      const given = Object.fromEntries(
        entries.map(([option, bounds]) => [
          option,
          args.integer(option, bounds),
        ]),
      ) as Record<keyof Counts, number>;
      const report = await measure(given, args);
      process.stdout.write(markdown(report));
      const file = args.text("json");
      if (file !== undefined) {
        await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
      }
    },
  };
}

/** Tells the one who waits what is measured now; the report goes elsewhere. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
