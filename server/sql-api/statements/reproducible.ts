import type { Node } from "@pgsql/types";
import { as, functionName, walk } from "../translate/tree/ast.ts";
import { REPRODUCIBLE_FUNCTIONS } from "./reproducible-functions.ts";

/** Values without parentheses that are the same all day, or for as long as a session. */
const LASTING = new Set([
  "SVFOP_CURRENT_DATE",
  "SVFOP_CURRENT_ROLE",
  "SVFOP_CURRENT_USER",
  "SVFOP_USER",
  "SVFOP_SESSION_USER",
  "SVFOP_CURRENT_CATALOG",
  "SVFOP_CURRENT_SCHEMA",
]);

/** The time, as a constant of any type of time may be written. */
const NOW = /\bnow\b/i;

/** Names that a catalog might have too. */
const OF_CATALOG = /^pg_/i;

/**
 * Whether a SELECT gives the same rows whenever it is run on the same day, by the same
 * user, with the same settings and over the same data: it reads nothing but tables of
 * the model, and calls nothing that gives something else each time.
 */
export function isReproducible(
  select: Node,
  tables: ReadonlyMap<string, unknown>,
): boolean {
  const own = new Set<string>();
  walk(select, (node) => {
    const name = as(node, "CommonTableExpr")?.ctename;
    if (name !== undefined && !OF_CATALOG.test(name)) own.add(name);
  });
  let reproducible = true;
  walk(select, (node) => {
    reproducible &&= isLasting(node, tables, own);
    return reproducible;
  });
  return reproducible;
}

function isLasting(
  node: Node,
  tables: ReadonlyMap<string, unknown>,
  own: ReadonlySet<string>,
): boolean {
  if ("RangeVar" in node) {
    const { relname = "", schemaname } = node.RangeVar;
    return schemaname === undefined
      ? own.has(relname) || tables.has(relname)
      : schemaname === "public" && tables.has(relname);
  }
  if ("FuncCall" in node) {
    return REPRODUCIBLE_FUNCTIONS.has(functionName(node) ?? "");
  }
  if ("SQLValueFunction" in node) {
    return LASTING.has(node.SQLValueFunction.op ?? "");
  }
  if ("A_Const" in node) {
    return !NOW.test(as(node, "A_Const")?.sval?.sval ?? "");
  }
  return !("RangeTableSample" in node);
}

/** Whether none of the values of parameters may stand for the time. */
export const areReproducible = (values: readonly (Buffer | null)[]): boolean =>
  values.every((value) => value === null || !NOW.test(value.toString()));
