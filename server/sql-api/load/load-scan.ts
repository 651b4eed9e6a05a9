import { SqlError } from "../sql-error.ts";
import { subqueryFilters } from "../translate/filters/subquery-filters.ts";
import type { CubeQuery, Scan } from "../translate/plan.ts";
import { askCube, type CubeRows } from "./ask-cube.ts";
import type { Caller, CubeHooks } from "./cube-hooks.ts";

export interface ScanRows {
  /** Values by column, in the order of the scan's columns. */
  columns: unknown[][];
  rowCount: number;
  /** Cube may have had more. */
  truncated: boolean;
  lastRefreshTime: string | undefined;
  usedPreAggregations: Record<string, unknown>;
}

/**
 * The query of a scan.
 *
 * @param values what each of its subqueries gives
 * @throws SqlError for values that no filter can have
 */
export function scanQuery(
  scan: Scan,
  values: readonly (readonly (string | null)[])[],
): CubeQuery {
  if (scan.subqueries.length === 0) return scan.query;
  const filters = scan.subqueries.flatMap((subquery, place) =>
    subqueryFilters(subquery, values[place] ?? []),
  );
  return {
    ...scan.query,
    filters: [...(scan.query.filters ?? []), ...filters],
  };
}

/**
 * Asks Cube for the rows of a scan, at most `rowLimit`.
 *
 * @throws SqlError
 */
export async function loadScan(
  hooks: CubeHooks,
  caller: Caller,
  scan: Scan,
  query: CubeQuery,
  rowLimit: number,
  signal: AbortSignal,
): Promise<ScanRows> {
  const limit = Math.min(query.limit ?? Infinity, rowLimit);
  const rows = await askCube(hooks, caller, { ...query, limit }, signal);
  return {
    ...rows,
    columns: inOrder(scan, rows),
    truncated:
      rows.rowCount >= limit && !(scan.limited && limit === query.limit),
  };
}

function inOrder(
  scan: Scan,
  { keys, columns, rowCount }: CubeRows,
): unknown[][] {
  // Without rows Cube names no columns either.
  if (rowCount === 0) return scan.columns.map(() => []);
  const valuesOf = (key: string) => {
    const place = keys.indexOf(key);
    if (place < 0) {
      throw new SqlError("XX000", `Cube answered without ${key}`, {
        hint: `it has: ${keys.join(", ")}`,
      });
    }
    return columns[place] ?? [];
  };
  return scan.columns.map(({ key, nullWithout }) => {
    const values = valuesOf(key);
    if (nullWithout === undefined) return values;
    const counts = valuesOf(nullWithout);
    return values.map((value, row) => (Number(counts[row]) > 0 ? value : null));
  });
}

/** @throws SqlError 54000 when rows are missing that the answer depends on */
export function assertWhole(rows: ScanRows, rowLimit: number): void {
  if (rows.truncated) {
    throw new SqlError(
      "54000",
      `one of the queries to the model has more than ${rowLimit} rows, and the rest of the statement needs all of them`,
      {
        hint: "filter or group more, or leave out what is computed after the rows are read (EXPLAIN shows it); CUBEJS_DB_QUERY_LIMIT raises the limit",
      },
    );
  }
}
