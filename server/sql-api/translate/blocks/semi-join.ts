import type { JoinExpr, Node, SelectStmt } from "@pgsql/types";
import {
  as,
  column,
  columnName,
  conjuncts,
  fingerprint,
  names,
  some,
  target,
} from "../tree/ast.ts";
import type { Scope } from "./scope.ts";

/**
 * A join with groups that only leaves rows out, as a condition: Superset asks for
 * the largest series by `JOIN (SELECT desk AS d, … GROUP BY desk LIMIT 5) s ON desk = d`.
 * Undefined for joins that do more.
 *
 * @param scope the other side of the join
 * @param groups the side with the groups
 * @param select what the join is part of
 */
export function semiJoin(
  { jointype, quals, usingClause, isNatural, alias }: JoinExpr,
  scope: Scope,
  groups: Node,
  select: SelectStmt,
): Node | undefined {
  const subquery = as(groups, "RangeSubselect");
  const name = subquery?.alias?.aliasname;
  if (
    jointype !== "JOIN_INNER" ||
    quals === undefined ||
    (usingClause ?? []).length > 0 ||
    isNatural ||
    alias !== undefined ||
    name === undefined ||
    (subquery?.alias?.colnames ?? []).length > 0
  ) {
    return undefined;
  }
  const unique = groupColumns(as(subquery!.subquery, "SelectStmt")!);
  if (unique === undefined) return undefined;
  const theirs = (node: Node | undefined): string | undefined => {
    const reference = as(node, "ColumnRef");
    if (reference === undefined) return undefined;
    // Also `*`, which has their columns too.
    const named = columnName(reference) ?? { name: "*", qualifier: [] };
    const { name: own, qualifier } = named;
    return qualifier.at(-1) === name ||
      (qualifier.length === 0 && scope.find(own, []) === undefined)
      ? own
      : undefined;
  };
  const pairs = conjuncts(quals).map((condition) => {
    const { kind, name: op, lexpr, rexpr } = as(condition, "A_Expr") ?? {};
    if (kind !== "AEXPR_OP" || names(op).at(-1) !== "=") return undefined;
    const [own, other] =
      theirs(lexpr) === undefined ? [lexpr, rexpr] : [rexpr, lexpr];
    const reference = as(own, "ColumnRef");
    const their = theirs(other);
    return reference === undefined || theirs(own) !== undefined || !their
      ? undefined
      : { own: scope.resolve(reference), their };
  });
  const known = pairs.filter((pair) => pair !== undefined);
  const joined = known.map(({ their }) => their);
  const readsThem = some(
    [{ SelectStmt: { ...select, fromClause: [] } }],
    (node) => theirs(node) !== undefined && !isResult(node, select),
  );
  if (
    known.length < pairs.length ||
    joined.toSorted().join("\0") !== unique.toSorted().join("\0") ||
    readsThem
  ) {
    return undefined;
  }
  const [first] = known;
  return {
    SubLink: {
      subLinkType: "ANY_SUBLINK",
      testexpr:
        known.length === 1
          ? first!.own
          : {
              RowExpr: {
                args: known.map(({ own }) => own),
                row_format: "COERCE_IMPLICIT_CAST",
              },
            },
      subselect: {
        SelectStmt: {
          targetList: joined.map((one) => target(column(name, one))),
          fromClause: [groups],
          limitOption: "LIMIT_OPTION_DEFAULT",
          op: "SETOP_NONE",
        },
      },
    },
  };
}

/** The names of the columns a SELECT groups by, which are different in each of its rows. */
function groupColumns({
  groupClause = [],
  targetList = [],
  larg,
}: SelectStmt): string[] | undefined {
  if (groupClause.length === 0 || larg !== undefined) return undefined;
  const targets = targetList.map((item) => as(item, "ResTarget")!);
  const nameOf = (place: number) => {
    const { name, val } = targets[place] ?? {};
    const reference = as(val, "ColumnRef");
    return name ?? (reference && columnName(reference)?.name);
  };
  const columns = groupClause.map((item) => {
    const number = as(item, "A_Const")?.ival?.ival;
    if (number !== undefined) return nameOf(number - 1);
    return nameOf(
      targets.findIndex(({ val }) => fingerprint(val) === fingerprint(item)),
    );
  });
  return columns.includes(undefined) ? undefined : (columns as string[]);
}

/** Names of the result in ORDER BY and GROUP BY are no columns. */
const isResult = (node: Node, { targetList = [] }: SelectStmt): boolean => {
  const reference = as(node, "ColumnRef");
  const named = reference && columnName(reference);
  return (
    named?.qualifier.length === 0 &&
    targetList.some((item) => as(item, "ResTarget")?.name === named.name)
  );
};
