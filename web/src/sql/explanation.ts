import { type Send, streamStatement } from "./stream.ts";
import { SqlFailure } from "./sql-failure.ts";

/** One query to Cube behind a statement. */
export interface ScanExplanation {
  /** As /v1/load takes it. */
  query: object;
  /** What ClickHouse runs, with its values in place. */
  sql: string;
  /** Tables of rollups it reads; none = the facts. */
  rollups: string[];
  /** Run before, for its filters. */
  subqueries: ScanExplanation[];
}

/** How a statement is answered. */
export interface Explanation {
  scans: ScanExplanation[];
  /** What Postgres computes from the rows; undefined = nothing. */
  postgres: string | undefined;
}

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : [];
const textOf = (value: unknown): string =>
  typeof value === "string" ? value : "";

/** Statements that EXPLAIN takes. */
export const isExplainable = (statement: string): boolean =>
  /^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(select|with|values|table)\b/i.test(
    statement,
  );

/**
 * Asks how a statement is answered, without running it.
 *
 * @returns undefined when Postgres answers it alone
 * @throws SqlFailure, in production also without the scope `sql`
 */
export async function explainStatement(
  send: Send,
  statement: string,
  signal: AbortSignal,
): Promise<Explanation | undefined> {
  const lines: string[] = [];
  await streamStatement(
    send,
    `EXPLAIN (FORMAT JSON) ${statement}`,
    {
      onColumns: () => undefined,
      onRows: (rows) => lines.push(...rows.map(([line]) => String(line))),
    },
    signal,
  );
  return readExplanation(lines.join("\n"));
}

/** @throws SqlFailure when the answer of EXPLAIN is no JSON */
export function readExplanation(text: string): Explanation | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new SqlFailure("the answer of EXPLAIN is not JSON");
  }
  const [plan] = listOf(answer);
  if (!isJson(plan) || !Array.isArray(plan["scans"])) return undefined;
  return {
    scans: plan["scans"].filter(isJson).map(readScan),
    postgres: textOf(plan["postgres"]) || undefined,
  };
}

const readScan = (scan: Json): ScanExplanation => ({
  query: isJson(scan["query"]) ? scan["query"] : {},
  sql: withValues(textOf(scan["sql"]), listOf(scan["values"])),
  rollups: listOf(scan["rollups"]).map(textOf),
  subqueries: listOf(scan["subqueries"])
    .flatMap(listOf)
    .filter(isJson)
    .map(readScan),
});

/** ClickHouse's literals in the places that Cube numbers `$0$`, `$1$`, … */
const withValues = (sql: string, values: readonly unknown[]): string =>
  sql.replace(/\$(\d+)\$/g, (place, number: string) => {
    const value = values[Number(number)];
    return value === undefined ? place : literal(value);
  });

const literal = (value: unknown): string =>
  typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : `'${String(value).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** Names of all rollups, each once; undefined when some query reads the facts. */
export function rollupsOf({ scans }: Explanation): string[] | undefined {
  const all = (scan: ScanExplanation): ScanExplanation[] => [
    scan,
    ...scan.subqueries.flatMap(all),
  ];
  const flat = scans.flatMap(all);
  return flat.some(({ rollups }) => rollups.length === 0)
    ? undefined
    : [...new Set(flat.flatMap(({ rollups }) => rollups))];
}
