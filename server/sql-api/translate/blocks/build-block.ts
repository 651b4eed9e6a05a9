import type { Node, SelectStmt } from "@pgsql/types";
import { hasAggregate } from "./aggregates.ts";
import { assertIndependent } from "./correlation.ts";
import {
  as,
  columnName,
  conjuncts,
  fingerprint,
  names,
  replace,
} from "../tree/ast.ts";
import type { Block, Output, Sort } from "./block.ts";
import { impliedName } from "../tree/implied-name.ts";
import { plainAggregate } from "./plain-aggregates.ts";
import type { Scope } from "./scope.ts";
import { unsupported } from "../tree/unsupported.ts";

/** Whether it makes one row of several, which its text alone says. */
export const isGrouped = (select: SelectStmt): boolean =>
  (select.groupClause ?? []).length > 0 ||
  select.havingClause !== undefined ||
  hasAggregate(select.targetList) ||
  hasAggregate(select.sortClause);

/** @param where what the sources of the scope are filtered by already */
export function buildBlock(
  select: SelectStmt,
  scope: Scope,
  where: Node[],
): Block {
  assertSupported(select);
  const outputs = outputsOf(select, scope);
  const groupBy = (select.groupClause ?? []).map((item) =>
    grouping(item, outputs, scope),
  );
  return {
    tables: [...new Set(scope.sources.flatMap(({ tables }) => tables))],
    outputs,
    where: [...where, ...conjuncts(resolved(select.whereClause, scope))],
    isGrouped: isGrouped(select),
    groupBy: withoutDuplicates(groupBy),
    groupDistinct: select.groupDistinct === true,
    having: conjuncts(resolved(select.havingClause, scope)),
    distinct: select.distinctClause && distinctOn(select, outputs, scope),
    windows: resolved(select.windowClause ?? [], scope) as Block["windows"],
    sorts: (select.sortClause ?? []).map((item) =>
      sortOf(item, outputs, scope),
    ),
    limit: isNull(select.limitCount) ? undefined : select.limitCount,
    offset: isNull(select.limitOffset) ? undefined : select.limitOffset,
    withTies: select.limitOption === "LIMIT_OPTION_WITH_TIES",
  };
}

const isNull = (node: Node | undefined) => as(node, "A_Const")?.isnull === true;

function assertSupported(select: SelectStmt): void {
  if ((select.lockingClause ?? []).length > 0) {
    throw unsupported("FOR UPDATE", "leave it out: nothing is ever written");
  }
  if (select.intoClause !== undefined) {
    throw unsupported("SELECT INTO", "leave INTO out: nothing is ever written");
  }
}

/** Columns as members. Those of subqueries are theirs. */
function resolved<T extends Node | Node[] | undefined>(
  tree: T,
  scope: Scope,
): T {
  return replace(tree, (node) => {
    const link = as(node, "SubLink");
    if (link !== undefined) {
      assertIndependent(link.subselect!, scope);
      return link.testexpr === undefined
        ? node
        : {
            SubLink: { ...link, testexpr: resolved(link.testexpr, scope) },
          };
    }
    const reference = as(node, "ColumnRef");
    if (reference !== undefined) return scope.resolve(reference);
    const plain = plainAggregate(node);
    if (plain !== undefined) return resolved(plain, scope);
    // Windows are called by name in it, which no column can be.
    return undefined;
  });
}

function outputsOf(select: SelectStmt, scope: Scope): Output[] {
  return (select.targetList ?? []).flatMap((item): Output[] => {
    const target = as(item, "ResTarget")!;
    const reference = as(target.val, "ColumnRef");
    if (reference !== undefined && columnName(reference) === undefined) {
      const columns = scope.star(names(reference.fields).slice(0, -1));
      if (columns.length === 0) {
        throw unsupported(
          "* of what is no table of the model",
          "name the columns",
          item,
        );
      }
      return columns;
    }
    return [
      {
        name: target.name ?? impliedName(target.val),
        expression: resolved(target.val!, scope),
      },
    ];
  });
}

/** Numbers of results, from 1. */
const ordinal = (node: Node | undefined): number | undefined =>
  as(node, "A_Const")?.ival?.ival;

/** SQL92: a name alone is a column of FROM, or otherwise one of the result. */
function grouping(item: Node, outputs: Output[], scope: Scope): Node {
  const number = ordinal(item);
  if (number !== undefined) return outputs[number - 1]!.expression;
  const set = as(item, "GroupingSet");
  if (set !== undefined) {
    return {
      GroupingSet: {
        ...set,
        content: (set.content ?? []).map((part) =>
          grouping(part, outputs, scope),
        ),
      },
    };
  }
  const row = as(item, "RowExpr");
  if (row !== undefined) {
    return {
      RowExpr: {
        ...row,
        args: (row.args ?? []).map((part) => grouping(part, outputs, scope)),
      },
    };
  }
  const reference = as(item, "ColumnRef");
  const named = reference && columnName(reference);
  if (named?.qualifier.length === 0 && !scope.find(named.name, [])) {
    const output = outputs.find(({ name }) => name === named.name);
    if (output !== undefined) return output.expression;
  }
  return resolved(item, scope);
}

function withoutDuplicates(groupBy: Node[]): Node[] {
  const seen = new Set<string>();
  return groupBy.filter((item) => {
    const count = seen.size;
    return seen.add(fingerprint(item)).size > count;
  });
}

function distinctOn(
  select: SelectStmt,
  outputs: Output[],
  scope: Scope,
): Node[] {
  // A plain DISTINCT is a list of one empty node.
  const items = (select.distinctClause ?? []).filter(
    (item) => Object.keys(item).length > 0,
  );
  return items.map((item) => ordered(item, outputs, scope).expression);
}

/** SQL92: a name alone is one of the result, or otherwise a column of FROM. */
function ordered(
  item: Node,
  outputs: Output[],
  scope: Scope,
): { expression: Node; output: number | undefined } {
  const number = ordinal(item);
  const reference = as(item, "ColumnRef");
  const named = reference && columnName(reference);
  const place =
    number !== undefined
      ? number - 1
      : named?.qualifier.length === 0
        ? outputs.findIndex(({ name }) => name === named.name)
        : -1;
  if (place >= 0) {
    return { expression: outputs[place]!.expression, output: place };
  }
  const expression = resolved(item, scope);
  const same = outputs.findIndex(
    (output) => fingerprint(output.expression) === fingerprint(expression),
  );
  return { expression, output: same < 0 ? undefined : same };
}

function sortOf(item: Node, outputs: Output[], scope: Scope): Sort {
  const by = as(item, "SortBy")!;
  return { ...ordered(by.node!, outputs, scope), by };
}
