import type { ExplainStmt } from "@pgsql/types";
import { askUntilDone } from "../load/ask-cube.ts";
import { hookRequest } from "../load/cube-hooks.ts";
import type { Plan, Scan } from "../translate/plan.ts";
import type { SelectContext } from "./cube-select.ts";

interface SqlAnswer {
  sql: { sql?: [text: string, values: unknown[]]; [key: string]: unknown };
}

interface Explained {
  query: Scan["query"];
  sql: string;
  values: unknown[];
  rollups: string[];
  subqueries: Explained[][];
}

/**
 * How a SELECT is answered: the queries to Cube, the SQL that ClickHouse runs, the
 * rollups it reads, and what Postgres computes from the rows.
 */
export async function explain(
  plan: Plan,
  { ExplainStmt }: { ExplainStmt: ExplainStmt },
  context: SelectContext,
): Promise<string[]> {
  const scans = await explainScans(plan, context);
  const outer = plan.outer === undefined ? {} : { postgres: plan.outer };
  const user = plan.user === undefined ? {} : { user: plan.user };
  if (isJson(ExplainStmt)) {
    return [JSON.stringify([{ scans, ...outer, ...user }], null, 2)];
  }
  const lines = scans.flatMap((scan, place) => scanLines(scan, place));
  if (plan.user !== undefined) lines.push(`User: ${plan.user}`);
  lines.push(
    plan.outer === undefined
      ? "Post-processing: none"
      : `Post-processing in Postgres: ${plan.outer}`,
  );
  return lines;
}

const isJson = ({ options = [] }: ExplainStmt) =>
  options.some(
    (option) =>
      "DefElem" in option &&
      option.DefElem.defname === "format" &&
      JSON.stringify(option.DefElem.arg ?? "").includes('"json"'),
  );

function scanLines(scan: Explained, place: number, indent = ""): string[] {
  return [
    `${indent}Scan ${place}: ${JSON.stringify(scan.query)}`,
    `${indent}  Rollup: ${scan.rollups.join(", ") || "none, reads the facts"}`,
    ...scan.sql
      .split("\n")
      .map((line, row) =>
        row === 0 ? `${indent}  ClickHouse: ${line}` : `${indent}    ${line}`,
      ),
    ...(scan.values.length > 0
      ? [`${indent}  Values: ${JSON.stringify(scan.values)}`]
      : []),
    ...scan.subqueries.flatMap((scans) =>
      scans.flatMap((inner, number) => [
        `${indent}  Subquery, run before:`,
        ...scanLines(inner, number, `${indent}    `),
      ]),
    ),
  ];
}

const explainScans = (plan: Plan, context: SelectContext) =>
  Promise.all(plan.scans.map((scan) => explainScan(scan, context)));

/** @throws SqlError */
export async function explainScan(
  scan: Scan,
  context: SelectContext,
): Promise<Explained> {
  const { hooks, caller, rowLimit, signal } = context;
  const query = { ...scan.query, limit: scan.query.limit ?? rowLimit };
  const answer = (await askUntilDone(
    () =>
      Promise.resolve(
        hooks.sql({
          request: hookRequest(caller),
          session: caller.session,
          query,
          memberToAlias: {},
          expressionParams: [],
        }),
      ),
    signal,
  )) as SqlAnswer | SqlAnswer[];
  const [first] = Array.isArray(answer) ? answer : [answer];
  const [sql = "", values = []] = first?.sql.sql ?? [];
  return {
    query: scan.query,
    sql,
    values,
    rollups: rollupsIn(sql),
    subqueries: await Promise.all(
      scan.subqueries.map(({ plan }) => explainScans(plan, context)),
    ),
  };
}

/** Pre-aggregations are tables of a database of their own. */
const rollupsIn = (sql: string): string[] => [
  ...new Set(
    [...sql.matchAll(/\b\w*pre_aggregations\w*\.(\w+)/g)].map(
      ([, name = ""]) => name,
    ),
  ),
];
