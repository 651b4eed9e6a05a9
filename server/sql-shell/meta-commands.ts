import { UsageError } from "../../base/errors.ts";
import type { Format, Layout } from "./results.ts";

/** What a line that begins with a backslash asks for. */
export type MetaCommand =
  | { kind: "quit" }
  | { kind: "help" }
  | { kind: "query"; sql: string; layout?: Partial<Layout> }
  | { kind: "expanded" }
  | { kind: "timing" }
  | { kind: "format"; format: Format }
  | { kind: "include"; path: string }
  | { kind: "watch"; seconds: number };

export const FORMATS: readonly Format[] = ["table", "csv", "json"];

const DEFAULT_WATCH_SECONDS = 2;

export const HELP = `  \\d             tables
  \\d NAME        columns of a table, with what they mean
  \\x             one line for each column, on or off
  \\timing        how long statements take, on or off
  \\format F      table, csv or json
  \\i FILE        run the statements of a file
  \\watch [SEC]   run the last statement again and again, until Ctrl-C
  \\q             quit (Ctrl-D)
  EXPLAIN SELECT …; shows the query to the model, the SQL in ClickHouse and the rollup
  MEASURE(name) aggregates a measure; Ctrl-C stops a statement
`;

const TABLES = `SELECT c.relname AS "table",
  (SELECT count(*) FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns,
  obj_description(c.oid, 'pg_class') AS description
FROM pg_catalog.pg_class c
WHERE c.relkind IN ('r', 'v') AND c.relnamespace = 'public'::regnamespace
ORDER BY 1`;

const columnsOf = (
  table: string,
) => `SELECT a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type,
  col_description(a.attrelid, a.attnum) AS description
FROM pg_catalog.pg_attribute a
WHERE a.attrelid = '${table.replaceAll("'", "''")}'::regclass AND a.attnum > 0
ORDER BY a.attnum`;

/**
 * Reads a line that begins with a backslash.
 *
 * @throws UsageError that names the legal ones
 */
export function readMetaCommand(line: string): MetaCommand {
  const [name = "", ...rest] = line.trim().split(/\s+/);
  const argument = rest.join(" ");
  switch (name) {
    case "\\q":
      return { kind: "quit" };
    case "\\?":
    case "\\h":
      return { kind: "help" };
    case "\\d":
    case "\\d+":
    case "\\dt":
    case "\\dv":
      return {
        kind: "query",
        sql: argument === "" ? TABLES : columnsOf(argument),
        layout: { format: "table", expanded: false },
      };
    case "\\x":
      return { kind: "expanded" };
    case "\\timing":
      return { kind: "timing" };
    case "\\format":
      return { kind: "format", format: readFormat(argument, "\\format") };
    case "\\i":
      if (argument === "") throw new UsageError("\\i needs the path of a file");
      return { kind: "include", path: argument };
    case "\\watch":
      return { kind: "watch", seconds: watchSeconds(argument) };
    default:
      throw new UsageError(`unknown command: ${name}`, "\\? lists them");
  }
}

/** @throws UsageError */
export function readFormat(text: string, of: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) {
    throw new UsageError(
      `${of} must be one of ${FORMATS.join(", ")}: ${text || "(empty)"}`,
    );
  }
  return format;
}

function watchSeconds(text: string): number {
  if (text === "") return DEFAULT_WATCH_SECONDS;
  const seconds = Number(text);
  if (!(seconds >= 0.1 && seconds <= 86_400)) {
    throw new UsageError(
      `\\watch takes seconds from 0.1 to 86400: ${text}`,
      "for example \\watch 5",
    );
  }
  return seconds;
}
