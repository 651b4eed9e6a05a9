import type { Node } from "@pgsql/types";
import { as, integer, names, target } from "../tree/ast.ts";
import { aggregateName, isRowCount } from "./aggregates.ts";
import type { Block } from "./block.ts";
import type { BlockContext } from "./compiler.ts";
import type { Measure } from "./members.ts";
import type { ScanBuilder } from "./scan.ts";
import { someColumn } from "./ungrouped.ts";

/** What `COUNT(*) > 0` is compared with, by operator. */
const SOME: Record<string, number> = { ">": 0, "<>": 0, ">=": 1 };

/** `COUNT(1) > 0`, which some tools write so that nothing has no row. */
export function asksForRows(node: Node): boolean {
  const { kind, name, lexpr, rexpr } = as(node, "A_Expr") ?? {};
  const call = as(lexpr, "FuncCall");
  const bound = as(rexpr, "A_Const")?.ival;
  return (
    kind === "AEXPR_OP" &&
    call !== undefined &&
    aggregateName(lexpr!) === "count" &&
    isRowCount(call) &&
    call.agg_filter === undefined &&
    bound !== undefined &&
    SOME[names(name).at(-1) ?? ""] === (bound.ival ?? 0)
  );
}

/**
 * Lets a scan of all rows together have no row when there are none. Undefined when
 * the scan sees to it, otherwise the condition under which there is one.
 */
export function onlyOfRows(
  scan: ScanBuilder,
  count: Measure | undefined,
  block: Block,
  context: BlockContext,
): Node | undefined {
  if (count !== undefined) {
    const { member } = count;
    scan.groupFilters.push({ member, operator: "gt", values: ["0"] });
    return undefined;
  }
  const rows = scan.ofSameRows(block.tables);
  context.admit(rows);
  someColumn(rows, block, context);
  rows.limit = 1;
  return {
    SubLink: {
      subLinkType: "EXISTS_SUBLINK",
      subselect: {
        SelectStmt: {
          targetList: [target(integer(1))],
          fromClause: [rows.relation()],
          limitOption: "LIMIT_OPTION_DEFAULT",
          op: "SETOP_NONE",
        },
      },
    },
  };
}
