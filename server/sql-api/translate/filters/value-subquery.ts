import type { Node, SelectStmt } from "@pgsql/types";
import type { Table } from "../../tables.ts";
import type { Members } from "../blocks/members.ts";
import type { Leaf } from "../blocks/scan.ts";
import { column, replace, target, walk } from "../tree/ast.ts";
import { comparedText } from "./constants.ts";
import type { Subject } from "./subjects.ts";

/** Nothing that a subquery in the condition calls a table by. */
const ALIAS = "\0values";

/**
 * The values of a dimension for which a condition holds that Postgres has to look
 * at: `desk LIKE 'M%'` asks for the desks first and then filters by them. Undefined
 * for conditions on more than that.
 *
 * @param leaf what it looks at, and how exactly at a time
 */
export function valuesWhere(
  condition: Node,
  { dimension, granularity }: Leaf,
  [table, ...others]: Table[],
  members: Members,
): { subject: Subject; select: SelectStmt } | undefined {
  let isOfOne = table !== undefined && others.length === 0;
  walk(condition, (node) => {
    const read = members.of(node);
    isOfOne &&= read === undefined || read.name === dimension.name;
    return isOfOne;
  });
  if (table === undefined || !isOfOne) return undefined;
  const { member, type, name } = dimension;
  const value = column(ALIAS, name);
  const truncated: Node =
    granularity === undefined
      ? value
      : {
          FuncCall: {
            funcname: [{ String: { sval: "date_trunc" } }],
            args: [{ A_Const: { sval: { sval: granularity } } }, value],
            funcformat: "COERCE_EXPLICIT_CALL",
          },
        };
  return {
    subject: {
      member,
      type,
      of: "dimension",
      ...(granularity === undefined ? {} : { granularity }),
    },
    select: {
      targetList: [target(comparedText(truncated, type), "x")],
      distinctClause: [{} as Node],
      fromClause: [
        {
          RangeVar: {
            schemaname: "public",
            relname: table.name,
            inh: true,
            relpersistence: "p",
            alias: { aliasname: ALIAS },
          },
        },
      ],
      whereClause: replace(condition, (node) =>
        members.of(node) === undefined ? undefined : value,
      ),
      limitOption: "LIMIT_OPTION_DEFAULT",
      op: "SETOP_NONE",
    },
  };
}
