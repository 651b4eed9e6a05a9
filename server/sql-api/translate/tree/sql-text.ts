import type { Node } from "@pgsql/types";
import { parseSync } from "libpg-query";
import { deparseSync } from "pgsql-deparser";
import { as, column, fingerprint, replace, target } from "./ast.ts";
import { unsupported } from "./unsupported.ts";

/**
 * SQL of an expression or a SELECT. What Postgres reads in the text has to be the
 * tree it was written from: the writer is younger than the grammar.
 *
 * @throws TranslateError for what the writer cannot write
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
  const text = written(select);
  if (canonical(readBack(text)) !== canonical(select)) {
    throw unsupported(
      `syntax that is not known well enough to be taken apart (it would become ${text})`,
      "write it in another way, such as a function instead of special syntax",
      node,
    );
  }
  return isSelect ? text : text.replace(/^\s*SELECT\s+/i, "");
}

function readBack(text: string): Node | undefined {
  try {
    return parseSync(text).stmts?.[0]?.stmt;
  } catch {
    return undefined;
  }
}

/** The writer takes WITH TIES for a plain LIMIT. */
function written(select: Node): string {
  const clauses: string[] = [];
  const mark = (place: number) => `_with_ties_${place}_`;
  const marked = <T>(tree: T): T =>
    replace(tree, (node) => {
      const { limitCount, limitOption, ...rest } = as(node, "SelectStmt") ?? {};
      if (limitOption !== "LIMIT_OPTION_WITH_TIES") return undefined;
      const place = clauses.push(
        `FETCH FIRST (${sqlText(limitCount!)}) ROWS WITH TIES`,
      );
      return {
        SelectStmt: {
          ...marked(rest),
          limitCount: column(mark(place - 1)),
          limitOption: "LIMIT_OPTION_COUNT",
        },
      };
    });
  const text = deparseSync(marked(select), { pretty: false });
  return clauses.reduce(
    (all, clause, place) => all.replace(`LIMIT ${mark(place)}`, () => clause),
    text,
  );
}

/** Parts that are written in another way and mean the same. */
const canonical = (node: Node | undefined): string =>
  fingerprint(
    JSON.parse(JSON.stringify(node ?? null), (key, value: unknown) => {
      if (key === "funcformat") return undefined;
      if (Array.isArray(value)) {
        // Protobuf leaves out lists of nothing.
        const items: unknown[] = value.filter((one) => !isCatalog(one));
        return items.length === 0 ? undefined : items;
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
