import type { Node, SelectStmt, SortBy } from "@pgsql/types";
import {
  as,
  and,
  cast,
  fingerprint,
  integer,
  nullConst,
  target,
} from "../tree/ast.ts";
import type { Block } from "./block.ts";
import { TYPE_NAMES } from "./members.ts";
import type { Plan } from "../plan.ts";
import type { ScanBuilder } from "./scan.ts";

/** What stays to be done over the rows of a scan. */
export interface Remainder {
  where: Node[];
  groupBy: Node[];
  having: Node[];
  /** Whether the scan has not ordered and limited its rows already. */
  sorted: boolean;
}

/** A SELECT over the rows of a relation that gives what the block asks for. */
export function emit(
  block: Block,
  relation: Node,
  rewrite: (node: Node) => Node,
  { where, groupBy, having, sorted }: Remainder,
): SelectStmt {
  const limited = sorted && (block.limit ?? block.offset) !== undefined;
  return {
    targetList: block.outputs.map(({ name, expression }) =>
      target(rewrite(expression), name),
    ),
    fromClause: [relation],
    ...optional("whereClause", and(where.map(rewrite))),
    ...list(
      "groupClause",
      groupBy.map((item) => groupItem(item, block, rewrite)),
    ),
    ...(block.groupDistinct && groupBy.length > 0
      ? { groupDistinct: true }
      : {}),
    ...optional("havingClause", and(having.map(rewrite))),
    ...list(
      "windowClause",
      block.windows.map((node) => rewrite(node)),
    ),
    ...(block.distinct === undefined
      ? {}
      : {
          distinctClause:
            block.distinct.length === 0
              ? [{} as Node]
              : block.distinct.map(rewrite),
        }),
    ...(sorted ? list("sortClause", sortClause(block, rewrite)) : {}),
    ...(limited ? optional("limitCount", block.limit) : {}),
    ...(limited ? optional("limitOffset", block.offset) : {}),
    limitOption: !limited
      ? "LIMIT_OPTION_DEFAULT"
      : block.withTies
        ? "LIMIT_OPTION_WITH_TIES"
        : "LIMIT_OPTION_COUNT",
    op: "SETOP_NONE",
  };
}

/** A constant alone is read as the number of a column of the result, or refused. */
function groupItem(
  item: Node,
  block: Block,
  rewrite: (node: Node) => Node,
): Node {
  const set = as(item, "GroupingSet");
  const row = as(item, "RowExpr");
  const each = (items: Node[] = []) =>
    items.map((inner) => groupItem(inner, block, rewrite));
  if (set !== undefined) {
    return { GroupingSet: { ...set, content: each(set.content) } };
  }
  if (row !== undefined) return { RowExpr: { ...row, args: each(row.args) } };
  const constant = as(item, "A_Const");
  if (constant === undefined) return rewrite(item);
  const place = block.outputs.findIndex(
    ({ expression }) => fingerprint(expression) === fingerprint(item),
  );
  if (place >= 0) return integer(place + 1);
  return cast(item, constant.ival === undefined ? "text" : "int4");
}

const sortClause = (block: Block, rewrite: (node: Node) => Node) =>
  block.sorts.map(({ expression, output, by }) => ({
    SortBy: {
      ...by,
      node: output === undefined ? rewrite(expression) : integer(output + 1),
    } satisfies SortBy,
  }));

/** Rows that are not asked for: none, or the one that aggregates make of none. */
export const noRows = (
  scan: ScanBuilder,
  alias: string,
  one: boolean,
): Node => ({
  RangeSubselect: {
    subquery: {
      SelectStmt: {
        targetList: scan.columns.map(({ type, nullWithout }, place) =>
          target(
            cast(
              one && type === "int8" && nullWithout === undefined
                ? integer(0)
                : nullConst,
              TYPE_NAMES[type],
            ),
            `c${place}`,
          ),
        ),
        ...(one
          ? {}
          : { whereClause: { A_Const: { boolval: {} } } satisfies Node }),
        limitOption: "LIMIT_OPTION_DEFAULT",
        op: "SETOP_NONE",
      },
    },
    alias: { aliasname: alias },
  },
});

/**
 * For each column of the result the one of the scan it is, null for NULL; undefined
 * when there is more to do.
 */
export function plainOutput(select: SelectStmt): Plan["output"] | undefined {
  const { targetList = [], fromClause = [], ...rest } = select;
  const names = Object.keys(rest).filter(
    (key) => !["limitOption", "op", "all"].includes(key),
  );
  const relation = as(fromClause[0], "RangeVar");
  if (names.length > 0 || fromClause.length !== 1 || !relation)
    return undefined;
  const columns = targetList.map((item) => {
    const value = as(item, "ResTarget")?.val;
    if (isNull(as(value, "TypeCast")?.arg ?? value)) return null;
    const fields = as(value, "ColumnRef")?.fields ?? [];
    const name = as(fields[1], "String")?.sval ?? "";
    return /^c\d+$/.test(name) ? Number(name.slice(1)) : -1;
  });
  // Rows are counted by a column that they have.
  const hasColumn = columns.some((place) => place !== null);
  return hasColumn && !columns.includes(-1) ? columns : undefined;
}

const isNull = (node: Node | undefined) => as(node, "A_Const")?.isnull === true;

const optional = <K extends string, T>(key: K, value: T | undefined) =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<K, T>>;

const list = <K extends string, T>(key: K, values: T[]) =>
  optional(key, values.length === 0 ? undefined : values);
