import type { Format } from "../result.ts";
import type { SqlType } from "../tables.ts";
import { arrayOf } from "./array-encoder.ts";

/** The rows of a scan. */
export interface ScanRelation {
  columns: { type: SqlType; values: ArrayLike<unknown> }[];
  rowCount: number;
}

/** A statement with values for its parameters. */
export interface BoundStatement {
  text: string;
  parameterOids: number[];
  values: Buffer[];
  /** Binary: half the time of texts, which have to be quoted and parsed. */
  formats: Format[];
}

/** `select oid, typname from pg_type where typname like '\_%'` */
const ARRAY_OID: Record<SqlType, number> = {
  bool: 1000,
  text: 1009,
  int8: 1016,
  float8: 1022,
  timestamp: 1115,
};

/**
 * A SELECT over `_scan_0`, `_scan_1`, … with the columns c0, c1, …, and the rows
 * of those relations as parameters: one array per column, in the order of the rows.
 *
 * @param outer has no parameters of its own
 * @throws SqlError 22P02 for a value that the type of its column cannot hold
 */
export function scanRelations(
  scans: readonly ScanRelation[],
  outer: string,
): BoundStatement {
  const columns = scans.flatMap((scan) => scan.columns);
  let parameter = 0;
  const relations = scans.map((scan, place) => {
    const names = scan.columns.map((_, column) => `c${column}`);
    const arrays = scan.columns.map(() => `$${++parameter}`);
    return names.length === 0
      ? `_scan_${place} AS (SELECT FROM generate_series(1, ${scan.rowCount}))`
      : `_scan_${place}(${names.join(", ")}) AS (SELECT * FROM unnest(${arrays.join(", ")}))`;
  });
  return {
    text: withRelations(relations, outer),
    parameterOids: columns.map(({ type }) => ARRAY_OID[type]),
    values: columns.map(({ type, values }) => arrayOf(type, values)),
    formats: [1],
  };
}

/** The relations come before those that `outer` may define, which read them. */
function withRelations(relations: string[], outer: string): string {
  if (relations.length === 0) return outer;
  const own = /^\s*WITH\s+(RECURSIVE\s+)?/i.exec(outer);
  const list = relations.join(", ");
  return own === null
    ? `WITH ${list} ${outer}`
    : `WITH ${own[1] ?? ""}${list}, ${outer.slice(own[0].length)}`;
}
