import type { Node } from "@pgsql/types";
import { parseSync } from "libpg-query";
import { deparseSync } from "pgsql-deparser";
import { as, fingerprint, target } from "./ast.ts";

/**
 * SQL of an expression or a SELECT. What Postgres reads in the text has to be the
 * tree it was written from: the writer is younger than the grammar.
 */
export function sqlText(node: Node): string {
  const isSelect = as(node, "SelectStmt") !== undefined;
  const select: Node = isSelect
    ? node
    : {
        SelectStmt: {
          targetList: [target(node)],
          limitOption: "LIMIT_OPTION_DEFAULT",
          op: "SETOP_NONE",
        },
      };
  const text = deparseSync(select, { pretty: false });
  const [read] = parseSync(text).stmts ?? [];
  if (canonical(read?.stmt) !== canonical(select)) {
    throw new Error(`SQL is written as it is not read: ${text}`);
  }
  return isSelect ? text : text.replace(/^\s*SELECT\s+/i, "");
}

/** Parts that are written in another way and mean the same. */
const canonical = (node: Node | undefined): string =>
  fingerprint(
    JSON.parse(JSON.stringify(node ?? null), (key, value: unknown) => {
      if (key === "funcformat") return undefined;
      if (Array.isArray(value)) {
        return value.filter((one: unknown) => !isCatalog(one)) as unknown[];
      }
      if (isRecord(value)) return sorted(value);
      return value;
    }) as Node,
  );

/** The schema that names of types and functions are looked up in first. */
const isCatalog = (value: unknown): boolean =>
  isRecord(value) &&
  isRecord(value["String"]) &&
  value["String"]["sval"] === "pg_catalog";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sorted = (value: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
