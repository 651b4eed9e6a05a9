import { parse } from "yaml";

interface Member {
  name: string;
  type: string;
  sql?: string;
  description?: string;
  public?: boolean;
}

interface PreAggregation {
  name: string;
  time_dimension: string;
  granularity: string;
  dimensions: string[];
  measures: string[];
}

interface Cube {
  name: string;
  dimensions?: Member[];
  measures?: Member[];
  pre_aggregations?: PreAggregation[];
  meta?: { rollups?: Record<string, string> };
}

const cubeOf = (text: string): Cube => {
  const [cube] = (parse(text) as { cubes: Cube[] }).cubes;
  if (cube === undefined) throw new Error("model file without a cube");
  return cube;
};

/** Measures a ratio is computed from: the names in braces. */
const parts = (measure: Member): string[] =>
  [...(measure.sql ?? "").matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1] ?? "")
    .filter((name) => name !== "CUBE");

/**
 * Which members each rollup answers, as Markdown.
 *
 * @param factsYaml model file that declares the members
 * @param tradesYaml model file that declares the pre-aggregations over them
 */
export function rollupCoverage(factsYaml: string, tradesYaml: string): string {
  const facts = cubeOf(factsYaml);
  const trades = cubeOf(tradesYaml);
  const rollups = trades.pre_aggregations ?? [];
  const visible = (members: Member[] = []) =>
    members.filter((member) => member.public !== false);
  const table = (
    heading: string,
    members: Member[],
    covers: (rollup: PreAggregation, member: Member) => string,
  ) => [
    `| ${heading} | ${rollups.map(({ name }) => `\`${name}\``).join(" | ")} | meaning |`,
    `| --- | ${rollups.map(() => "---").join(" | ")} | --- |`,
    ...members.map(
      (member) =>
        `| \`${member.name}\` | ${rollups.map((rollup) => covers(rollup, member)).join(" | ")} | ${member.description ?? ""} |`,
    ),
  ];
  return [
    "# What each rollup answers",
    "",
    "Generated from `model/cubes/` by `npm run docs`. A question is answered from a rollup when one column of the table covers every dimension and filter it names; `–` means the facts are read.",
    "",
    "| pre-aggregation | ClickHouse table | grain |",
    "| --- | --- | --- |",
    ...rollups.map(
      ({ name, time_dimension, granularity }) =>
        `| \`${name}\` | \`${trades.meta?.rollups?.[name] ?? "copied"}\` | ${granularity} of \`${time_dimension}\` |`,
    ),
    "",
    "## Dimensions",
    "",
    ...table("dimension", visible(facts.dimensions), (rollup, { name }) => {
      if (name === rollup.time_dimension) {
        return `as date range, by ${rollup.granularity} or coarser`;
      }
      return rollup.dimensions.includes(name) ? "yes" : "–";
    }),
    "",
    "## Measures",
    "",
    ...table("measure", visible(facts.measures), (rollup, measure) => {
      if (rollup.measures.includes(measure.name)) return "yes";
      const needed = parts(measure);
      return needed.length > 0 &&
        needed.every((name) => rollup.measures.includes(name))
        ? "from its parts"
        : "–";
    }),
    "",
  ].join("\n");
}
