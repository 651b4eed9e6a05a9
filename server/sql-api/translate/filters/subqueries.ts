import type { A_Expr, Node, SelectStmt } from "@pgsql/types";
import {
  as,
  column,
  names,
  nullConst,
  replace,
  some,
  target,
} from "../tree/ast.ts";
import type { ScanSubquery } from "../plan.ts";
import { comparedText, isConstant } from "./constants.ts";
import { INVERSE, MIRRORED, operatorOf } from "./operators.ts";
import { type Subject, typeOf } from "./subjects.ts";

type Found = Pick<ScanSubquery, "subject" | "op" | "quantifier"> & {
  /** Gives the values as text, in one column. */
  select: SelectStmt;
};

/** A condition on what subqueries give that are the same for every row. */
export function subqueryOf(
  node: Node,
  subjectOf: (node: Node) => Subject | undefined,
  negated = false,
): Found | undefined {
  const logic = as(node, "BoolExpr");
  const [arg] = logic?.args ?? [];
  if (logic?.boolop === "NOT_EXPR" && !isConstantButSubqueries(node)) {
    return subqueryOf(arg!, subjectOf, !negated);
  }
  if (isConstantButSubqueries(node)) {
    return {
      subject: undefined,
      op: "=",
      quantifier: "one",
      select: selectOf([comparedText(node, "bool")]),
    };
  }
  return among(node, subjectOf, negated) ?? compared(node, subjectOf, negated);
}

/** `x IN (SELECT …)`, `x <> ALL (SELECT …)` */
function among(
  node: Node,
  subjectOf: (node: Node) => Subject | undefined,
  negated: boolean,
): Found | undefined {
  const { subLinkType, testexpr, operName, subselect } =
    as(node, "SubLink") ?? {};
  const operator = names(operName).at(-1) ?? "=";
  const isIn = subLinkType === "ANY_SUBLINK" && operator === "=";
  const isNotIn = subLinkType === "ALL_SUBLINK" && operator === "<>";
  const subject = testexpr && subjectOf(testexpr);
  if (!(isIn || isNotIn) || subject?.of !== "dimension") return undefined;
  const alias = { aliasname: "_", colnames: [{ String: { sval: "x" } }] };
  const select = selectOf([comparedText(column("_", "x"), typeOf(subject))]);
  return {
    subject,
    op: "=",
    quantifier: isIn === negated ? "none" : "any",
    select: {
      ...select,
      distinctClause: [{} as Node],
      fromClause: [{ RangeSubselect: { subquery: subselect!, alias } }],
    },
  };
}

/** `x > (SELECT …)`, and with it in an expression */
function compared(
  node: Node,
  subjectOf: (node: Node) => Subject | undefined,
  negated: boolean,
): Found | undefined {
  const { kind, name, lexpr, rexpr } = as(node, "A_Expr") ?? {};
  const written = operatorOf(names(name).at(-1));
  if (kind !== "AEXPR_OP" || !written || !lexpr || !rexpr) return undefined;
  const isMirrored = isConstantButSubqueries(lexpr);
  const [side, value] = isMirrored ? [rexpr, lexpr] : [lexpr, rexpr];
  const subject = subjectOf(side);
  if (subject === undefined || !isConstantButSubqueries(value)) {
    return undefined;
  }
  const op = negated ? INVERSE[written] : written;
  return {
    subject,
    op: isMirrored ? MIRRORED[op] : op,
    quantifier: "one",
    select: selectOf([comparedText(value, typeOf(subject))]),
  };
}

/** The two comparisons of `x BETWEEN a AND b` where one of them has a subquery. */
export function bounds(node: Node): Node[] {
  const { kind, lexpr, rexpr } = as(node, "A_Expr") ?? {};
  const [low, high] = as(rexpr, "List")?.items ?? [];
  if (kind !== "AEXPR_BETWEEN" || !lexpr || !low || !high) return [node];
  const isSubquery = (inner: Node) => as(inner, "SubLink") !== undefined;
  if (!some([low, high], isSubquery) || isSubquery(lexpr)) return [node];
  const bound = (name: string, side: Node): Node => ({
    A_Expr: {
      kind: "AEXPR_OP",
      name: [{ String: { sval: name } }],
      lexpr,
      rexpr: side,
    } satisfies A_Expr,
  });
  return [bound(">=", low), bound("<=", high)];
}

/** Whether only subqueries keep it from being constant, and some do. */
function isConstantButSubqueries(node: Node): boolean {
  let found = false;
  const rest = replace(node, (inner) => {
    const link = as(inner, "SubLink");
    if (link === undefined) return undefined;
    found = true;
    return link.testexpr ?? nullConst;
  });
  return found && isConstant(rest);
}

const selectOf = (values: Node[]): SelectStmt => ({
  targetList: values.map((value) => target(value, "x")),
  limitOption: "LIMIT_OPTION_DEFAULT",
  op: "SETOP_NONE",
});
