import type { Node } from "@pgsql/types";
import { as, names } from "./ast.ts";

/** Parts of the grammar that are named after themselves. */
const NAMED: Record<string, string> = {
  A_ArrayExpr: "array",
  CoalesceExpr: "coalesce",
  RowExpr: "row",
  GroupingFunc: "grouping",
  XmlSerialize: "xmlserialize",
  MergeSupportFunc: "merge_action",
};

interface Figured {
  name: string;
  /** Another name is preferred to it. */
  weak: boolean;
}

/**
 * The name Postgres gives to a column that has none: `FigureColname` in
 * https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/parser/parse_target.c
 */
export const impliedName = (node: Node | undefined): string =>
  figured(node)?.name ?? "?column?";

const strong = (name: string | undefined): Figured | undefined =>
  name === undefined || name === "" ? undefined : { name, weak: false };

function figured(node: Node | undefined): Figured | undefined {
  if (node === undefined) return undefined;
  const kind = Object.keys(node)[0]!;
  if (kind in NAMED) return strong(NAMED[kind]);
  switch (kind) {
    case "ColumnRef":
      return strong(names(as(node, "ColumnRef")!.fields).at(-1));
    case "A_Indirection": {
      const { arg, indirection } = as(node, "A_Indirection")!;
      const field = names(indirection).findLast((name) => name !== "");
      return strong(field) ?? figured(arg);
    }
    case "FuncCall":
      return strong(names(as(node, "FuncCall")!.funcname).at(-1));
    case "A_Expr":
      return as(node, "A_Expr")!.kind === "AEXPR_NULLIF"
        ? strong("nullif")
        : undefined;
    case "TypeCast": {
      const { arg, typeName } = as(node, "TypeCast")!;
      const inner = figured(arg);
      if (inner !== undefined && !inner.weak) return inner;
      const type = names(typeName?.names).at(-1);
      return type === undefined ? inner : { name: type, weak: true };
    }
    case "CollateClause":
      return figured(as(node, "CollateClause")!.arg);
    case "CaseExpr": {
      const otherwise = figured(as(node, "CaseExpr")!.defresult);
      return otherwise === undefined || otherwise.weak
        ? { name: "case", weak: true }
        : otherwise;
    }
    case "MinMaxExpr":
      return strong(
        as(node, "MinMaxExpr")!.op === "IS_GREATEST" ? "greatest" : "least",
      );
    case "SQLValueFunction":
      return strong(
        as(node, "SQLValueFunction")!
          .op!.replace(/^SVFOP_/, "")
          .replace(/_N$/, "")
          .toLowerCase(),
      );
    case "SubLink":
      return ofSubquery(node);
    default:
      return undefined;
  }
}

function ofSubquery(node: Node): Figured | undefined {
  const { subLinkType, subselect } = as(node, "SubLink")!;
  if (subLinkType === "EXISTS_SUBLINK") return strong("exists");
  if (subLinkType === "ARRAY_SUBLINK") return strong("array");
  if (subLinkType !== "EXPR_SUBLINK") return undefined;
  const [first] = as(subselect, "SelectStmt")?.targetList ?? [];
  const target = as(first, "ResTarget");
  return target?.name ? strong(target.name) : figured(target?.val);
}
