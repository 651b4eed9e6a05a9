import type { RangeVar, SelectStmt } from "@pgsql/types";
import { as, names } from "../tree/ast.ts";
import { unsupported } from "../tree/unsupported.ts";

/** A query of WITH. */
export interface CommonTable {
  select: SelectStmt;
  columnAliases: string[];
  scope: CommonTables;
  /** Set once something reads its rows, and not through it. */
  compiled: SelectStmt | "in work" | undefined;
  /** Belongs to another plan: it is written where it is read. */
  isInlined?: true;
}

export type CommonTables = ReadonlyMap<string, CommonTable>;

export const NO_TABLES: CommonTables = new Map();

/** Those that a SELECT can name, and among them those of its own WITH. */
export function commonTables(select: SelectStmt, outer: CommonTables) {
  const common = new Map(outer);
  const own = new Map<string, CommonTable>();
  const isRecursive = select.withClause?.recursive === true;
  for (const node of select.withClause?.ctes ?? []) {
    const cte = as(node, "CommonTableExpr")!;
    const query = as(cte.ctequery, "SelectStmt");
    if (query === undefined) {
      throw unsupported("WITH of something that writes", "select only", node);
    }
    const table: CommonTable = {
      select: query,
      columnAliases: names(cte.aliascolnames),
      scope: isRecursive ? common : new Map(common),
      compiled: undefined,
    };
    common.set(cte.ctename!, table);
    own.set(cte.ctename!, table);
  }
  return { common, own };
}

/** Queries of WITH for a plan that has no WITH of its own. */
export function inlined(
  common: CommonTables,
  done = new Map<CommonTables, CommonTables>(),
): CommonTables {
  const known = done.get(common);
  if (known !== undefined) return known;
  const copy = new Map<string, CommonTable>();
  done.set(common, copy);
  for (const [name, table] of common) {
    copy.set(name, {
      ...table,
      scope: inlined(table.scope, done),
      compiled: undefined,
      isInlined: true,
    });
  }
  return copy;
}

/** The query of WITH that a name stands for. */
export const commonTable = (relation: RangeVar, common: CommonTables) =>
  relation.schemaname === undefined
    ? common.get(relation.relname ?? "")
    : undefined;
