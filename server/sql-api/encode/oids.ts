import type { SqlType } from "../tables.ts";

/** Types that a scan delivers, by their oids: `select oid, typname from pg_type`. */
export const OID = {
  bool: 16,
  int8: 20,
  text: 25,
  float8: 701,
  timestamp: 1114,
} as const satisfies Record<SqlType, number>;

export const typeOfOid = new Map<number, SqlType>(
  Object.entries(OID).map(([type, oid]) => [oid, type as SqlType]),
);
