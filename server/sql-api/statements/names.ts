import type { Node } from "@pgsql/types";
import { as, some } from "../translate/tree/ast.ts";

/** Whether a statement reads a relation of one of these names, outside of a catalog. */
export const readsAny = (
  statement: Node,
  tables: ReadonlyMap<string, unknown>,
): boolean =>
  some(statement, (node) => {
    const { relname, schemaname = "public" } = as(node, "RangeVar") ?? {};
    return (
      relname !== undefined && schemaname === "public" && tables.has(relname)
    );
  });
