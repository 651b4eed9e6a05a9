import type { Alias, Node } from "@pgsql/types";
import { as, columnName, names, walk } from "../tree/ast.ts";
import type { Scope } from "./scope.ts";
import { unsupported } from "../tree/unsupported.ts";

/**
 * A subquery is run before the rows are there, or over none of their columns.
 *
 * @param scope what the query around it reads from
 * @throws TranslateError for a column of the query around it
 */
export function assertIndependent(subquery: Node, scope: Scope): void {
  const own = ownNames(subquery);
  walk(subquery, (node) => {
    const reference = as(node, "ColumnRef");
    const named = reference && columnName(reference);
    if (named === undefined) return;
    const { name, qualifier } = named;
    const isOwn =
      qualifier.length > 0
        ? own.tables.has(qualifier.at(-1)!)
        : own.columns === undefined || own.columns.has(name);
    if (isOwn || scope.find(name, qualifier) === undefined) return;
    throw unsupported(
      `"${[...qualifier, name].join(".")}" of the query around the subquery`,
      "join the subquery instead, or compare its result with the column: column IN (SELECT …)",
      node,
    );
  });
}

/** What it reads from itself; columns are undefined where not all of them are named. */
function ownNames(subquery: Node): {
  tables: Set<string>;
  columns: Set<string> | undefined;
} {
  const tables = new Set<string>();
  let columns: Set<string> | undefined = new Set();
  const note = (alias: Alias | undefined, table = alias?.aliasname) => {
    if (table !== undefined) tables.add(table);
    const named = names(alias?.colnames);
    if (named.length === 0) columns = undefined;
    for (const name of named) columns?.add(name);
  };
  walk(subquery, (node) => {
    const relation = as(node, "RangeVar");
    if (relation !== undefined) {
      note(relation.alias, relation.alias?.aliasname ?? relation.relname);
    }
    const derived = as(node, "RangeSubselect") ?? as(node, "RangeFunction");
    if (derived !== undefined) note(derived.alias);
    const join = as(node, "JoinExpr")?.alias;
    if (join !== undefined) note(join);
  });
  return { tables, columns };
}
