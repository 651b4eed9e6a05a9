import { SqlError } from "../sql-error.ts";
import type { Table } from "../tables.ts";

/** Postgres says of what is neither grouped nor aggregated: its column. */
const NOT_GROUPED = /^column "(?:.*\.)?([^".]+)" must appear in the GROUP BY/;

/** Errors of grouping, with what to write instead: Postgres knows of no measures. */
export function withGroupingHint(
  error: unknown,
  tables: readonly Table[],
): unknown {
  if (!(error instanceof SqlError) || error.hint !== undefined) return error;
  const name = NOT_GROUPED.exec(error.message)?.[1];
  if (error.code !== "42803" || name === undefined) return error;
  const isMeasure = tables.some(({ columns }) =>
    columns.some((column) => column.kind === "measure" && column.name === name),
  );
  const { code, message, severity, detail, position } = error;
  return new SqlError(code, message, {
    severity,
    hint: isMeasure ? `write MEASURE(${name})` : `add ${name} to GROUP BY`,
    cause: error,
    ...(detail === undefined ? {} : { detail }),
    ...(position === undefined ? {} : { position }),
  });
}
