import type { Node, WindowDef } from "@pgsql/types";
import { parseSync } from "libpg-query";
import { deparseSync, QuoteUtils } from "pgsql-deparser";
import { as, column, PLACES, replace, target } from "./ast.ts";
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
  if (text === undefined || !saysTheSame(readBack(text), select)) {
    throw unsupported(
      "syntax that cannot be taken apart",
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

/** Undefined for what the writer does not know. */
function written(select: Node): string | undefined {
  const { tree, replacements } = marked(select);
  try {
    const text = deparseSync(withQuotedNames(tree), { pretty: false });
    return replacements.reduce(
      (all, [mark, clause]) => all.replace(mark, () => clause),
      text,
    );
  } catch {
    return undefined;
  }
}

/** Of WITH and WINDOW, which the writer writes as they are. */
function withQuotedNames<T>(tree: T): T {
  if (typeof tree !== "object" || tree === null) return tree;
  if (Array.isArray(tree)) {
    return tree.map((item: unknown) => withQuotedNames(item)) as T;
  }
  const copy: Record<string, unknown> = {};
  for (const key in tree) {
    const value: unknown = tree[key];
    copy[key] =
      key === "ctename"
        ? QuoteUtils.quoteIdentifier(value as string)
        : key === "over" || key === "WindowDef"
          ? quotedWindow(withQuotedNames(value as WindowDef))
          : withQuotedNames(value);
  }
  return copy as T;
}

const quotedWindow = ({ name, refname, ...rest }: WindowDef): WindowDef => ({
  ...rest,
  ...(name && { name: QuoteUtils.quoteIdentifier(name) }),
  ...(refname && { refname: QuoteUtils.quoteIdentifier(refname) }),
});

/** What needs parentheses that the writer leaves out. */
function bareOperand(node: Node): Node | undefined {
  const tested = (as(node, "BooleanTest") ?? as(node, "NullTest"))?.arg;
  const indexed = as(node, "A_Indirection")?.arg;
  if (as(tested, "BoolExpr") !== undefined) return tested;
  return as(indexed, "A_ArrayExpr") === undefined ? undefined : indexed;
}

/** Clauses that the writer forgets get names in their places, which are replaced in the text. */
function marked(select: Node): {
  tree: Node;
  replacements: [mark: string, clause: string][];
} {
  const replacements: [mark: string, clause: string][] = [];
  const markOf = (before: string, after: string, clause: string): Node => {
    const mark = `_clause_${replacements.length}_`;
    replacements.push([`${before}${mark}${after}`, clause]);
    return column(mark);
  };
  const change = (node: Node): Node | undefined => {
    const operand = bareOperand(node);
    if (operand !== undefined) {
      const mark = markOf("", "", `(${sqlText(operand)})`);
      return replace({ content: node }, (inner) =>
        inner === operand ? mark : undefined,
      ).content;
    }
    const select = as(node, "SelectStmt");
    const isTied = select?.limitOption === "LIMIT_OPTION_WITH_TIES";
    if (!isTied && !select?.groupDistinct) return undefined;
    const copy = replace({ ...select }, change);
    if (isTied) {
      const clause = `FETCH FIRST (${sqlText(select.limitCount!)}) ROWS WITH TIES`;
      copy.limitCount = markOf("LIMIT ", "", clause);
      copy.limitOption = "LIMIT_OPTION_COUNT";
    }
    if (select.groupDistinct) {
      const mark = markOf("GROUP BY ", ", ", "GROUP BY DISTINCT ");
      copy.groupClause = [mark, ...(copy.groupClause ?? [])];
      delete copy.groupDistinct;
    }
    return { SelectStmt: copy };
  };
  return { tree: replace(select, change), replacements };
}

/** Where it stands in the text, and how calls of functions are written. */
const PASSED_OVER = new Set([...PLACES, "funcformat"]);

/** Whether two trees differ in nothing but what is written in another way. */
function saysTheSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isRecord(a) && isRecord(b)) {
    return (
      Object.keys(a).every((key) => isSameIn(key, a, b)) &&
      Object.keys(b).every((key) => key in a || isSameIn(key, a, b))
    );
  }
  const [left, right] = [itemsOf(a), itemsOf(b)];
  return (
    left !== undefined &&
    left.length === right?.length &&
    left.every((item, place) => saysTheSame(item, right[place]))
  );
}

const isSameIn = (
  key: string,
  a: Record<string, unknown>,
  b: Record<string, unknown>,
): boolean => PASSED_OVER.has(key) || saysTheSame(a[key], b[key]);

/** Protobuf leaves out lists of nothing. */
const itemsOf = (list: unknown): unknown[] | undefined =>
  list === undefined
    ? []
    : Array.isArray(list)
      ? list.filter((item) => !isCatalog(item))
      : undefined;

/** The schema that names of types and functions are looked up in first. */
const isCatalog = (value: unknown): boolean =>
  isRecord(value) &&
  isRecord(value["String"]) &&
  value["String"]["sval"] === "pg_catalog";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
