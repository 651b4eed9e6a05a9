import type { FuncCall, Node } from "@pgsql/types";
import {
  and,
  as,
  call,
  functionName,
  integer,
  operator,
  string,
} from "../tree/ast.ts";
import { aggregateName } from "./aggregates.ts";

/**
 * Aggregates that tools write in a roundabout way, as those that measures are asked
 * for by. Undefined for all others.
 */
export const plainAggregate = (node: Node): Node | undefined =>
  sumOfOnes(node) ?? ofCase(node);

/** SUM(1) and SUM(1.0), which are COUNT(*) but NULL without rows. */
function sumOfOnes(node: Node): Node | undefined {
  const sum = plainCall(node);
  const [summand] = sum?.args ?? [];
  if (functionName(node) !== "sum" || !sum || !isNumber(summand)) {
    return undefined;
  }
  const rows: Node = {
    FuncCall: {
      funcname: [string("count")],
      agg_star: true,
      funcformat: "COERCE_EXPLICIT_CALL",
      ...filter(sum.agg_filter === undefined ? [] : [sum.agg_filter]),
    },
  };
  const some: Node = {
    A_Expr: {
      kind: "AEXPR_NULLIF",
      name: [string("=")],
      lexpr: rows,
      rexpr: integer(0),
    },
  };
  return operator("*", some, summand!);
}

const FILTERED = new Set(["sum", "count", "min", "max"]);

/** SUM(CASE WHEN … THEN x ELSE 0 END), which is SUM(x) FILTER (WHERE …). */
function ofCase(node: Node): Node | undefined {
  const name = functionName(node) ?? "";
  const aggregate = plainCall(node);
  const choice = as(aggregate?.args?.[0], "CaseExpr");
  const [when, ...others] = choice?.args ?? [];
  const { expr, result } = as(when, "CaseWhen") ?? {};
  const isColumn = as(result, "ColumnRef") !== undefined;
  if (
    !FILTERED.has(name) ||
    !expr ||
    !result ||
    others.length > 0 ||
    !(isColumn || (name === "sum" && isNumber(result)))
  ) {
    return undefined;
  }
  const condition =
    choice!.arg === undefined ? expr : operator("=", choice!.arg, expr);
  const outer =
    aggregate!.agg_filter === undefined ? [] : [aggregate!.agg_filter];
  const where = (argument: Node, ...conditions: Node[]): Node => ({
    FuncCall: {
      ...as(call(name, argument), "FuncCall")!,
      ...filter([...outer, ...conditions]),
    },
  });
  const chosen = where(result, condition);
  const otherwise = choice!.defresult;
  if (otherwise === undefined || as(otherwise, "A_Const")?.isnull)
    return chosen;
  if (name !== "sum" || !isZero(otherwise)) return undefined;
  // Of rows that are not chosen the sum is 0, of none at all it is NULL.
  const rest: Node = {
    BooleanTest: { arg: condition, booltesttype: "IS_NOT_TRUE" },
  };
  const zeros = where(integer(0), rest);
  if (isInteger(otherwise)) return { CoalesceExpr: { args: [chosen, zeros] } };
  // Zeros with decimals give theirs to the sum.
  const decimals = operator("*", zeros, otherwise);
  const sum = operator("+", chosen, decimals);
  return { CoalesceExpr: { args: [sum, chosen, decimals] } };
}

/** A call that is an aggregate of one argument and nothing else but filtered. */
function plainCall(node: Node): FuncCall | undefined {
  const aggregate = as(node, "FuncCall");
  return aggregateName(node) === undefined ||
    aggregate?.agg_distinct === true ||
    aggregate?.args?.length !== 1
    ? undefined
    : aggregate;
}

const filter = (conditions: Node[]) => {
  const all = and(conditions);
  return all === undefined ? {} : { agg_filter: all };
};

const isInteger = (node: Node | undefined) =>
  as(node, "A_Const")?.ival !== undefined;

/** Whole numbers that are too large for an integer are of another type. */
const isNumber = (node: Node | undefined) =>
  isInteger(node) || /[.e]/i.test(as(node, "A_Const")?.fval?.fval ?? "");

const isZero = (node: Node) => {
  const { ival, fval } = as(node, "A_Const") ?? {};
  return isNumber(node) && Number(fval?.fval ?? ival?.ival ?? 0) === 0;
};
