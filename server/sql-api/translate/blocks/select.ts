import type { Node, RangeSubselect, RangeVar, SelectStmt } from "@pgsql/types";
import { aggregateName } from "./aggregates.ts";
import { as, functionName, replace, string, walk } from "../tree/ast.ts";
import type { Block } from "./block.ts";
import {
  type CommonTable,
  commonTable,
  type CommonTables,
  commonTables,
  inlined,
} from "./common-tables.ts";
import type { BlockContext } from "./compiler.ts";
import { compileGrouped } from "./grouped.ts";
import { blockOf, type Model } from "./sources.ts";
import { compileUngrouped } from "./ungrouped.ts";
import type { Plan } from "../plan.ts";
import { misused, unsupported } from "../tree/unsupported.ts";

export type SelectContext = Model &
  Omit<BlockContext, "subselect" | "subplan"> & {
    /** A plan of its own for a SELECT that may name queries of the WITH around it. */
    subplan: (
      select: SelectStmt,
      common: CommonTables,
    ) => Promise<Plan | undefined>;
  };

/** A SELECT as Postgres can run it: over the rows of scans instead of tables of the model. */
export async function compileSelect(
  select: SelectStmt,
  outer: CommonTables,
  context: SelectContext,
): Promise<SelectStmt> {
  const { common, own } = commonTables(select, outer);
  const { withClause, ...body } = select;
  const compiled = await compileBody(body, common, context);
  const ctes = [];
  for (const node of withClause?.ctes ?? []) {
    const cte = as(node, "CommonTableExpr")!;
    const table = own.get(cte.ctename ?? "");
    if (typeof table?.compiled !== "object") continue;
    ctes.push({
      CommonTableExpr: { ...cte, ctequery: { SelectStmt: table.compiled } },
    });
  }
  return ctes.length === 0
    ? compiled
    : { ...compiled, withClause: { ...withClause, ctes } };
}

async function compileBody(
  select: SelectStmt,
  common: CommonTables,
  context: SelectContext,
): Promise<SelectStmt> {
  if (select.larg !== undefined && select.rarg !== undefined) {
    const larg = await compileSelect(select.larg, common, context);
    const rarg = await compileSelect(select.rarg, common, context);
    return { ...select, larg, rarg };
  }
  const block = blockOf(select, common, context);
  if (block !== undefined) return compileBlock(block, common, context);
  return compileOther(select, common, context);
}

function compileBlock(
  block: Block,
  common: CommonTables,
  context: SelectContext,
): Promise<SelectStmt> {
  const blockContext: BlockContext = {
    ...context,
    subselect: (node) =>
      compileSelect(as(node, "SelectStmt")!, common, context),
    subplan: (select) => context.subplan(select, inlined(common)),
  };
  return block.isGrouped
    ? compileGrouped(block, blockContext)
    : compileUngrouped(block, blockContext);
}

/** A SELECT over other rows than those of the model, such as those of its subqueries. */
async function compileOther(
  select: SelectStmt,
  common: CommonTables,
  context: SelectContext,
): Promise<SelectStmt> {
  assertNoMeasure(select);
  const fromClause: Node[] = [];
  for (const item of select.fromClause ?? []) {
    fromClause.push(await compileFrom(item, common, context));
  }
  const rest = { ...select, fromClause: [] };
  const subselects = new Map<Node, SelectStmt>();
  const found: Node[] = [];
  walk([{ SelectStmt: rest }], (node) => {
    const subselect = as(node, "SubLink")?.subselect;
    if (subselect !== undefined) found.push(subselect);
    return subselect === undefined;
  });
  for (const node of found) {
    subselects.set(
      node,
      await compileSelect(as(node, "SelectStmt")!, common, context),
    );
  }
  const replaced = replace(rest, (node) => {
    const compiled = subselects.get(node);
    return compiled && { SelectStmt: compiled };
  });
  return fromClause.length === 0
    ? withoutFrom(replaced)
    : { ...replaced, fromClause };
}

function withoutFrom({ fromClause, ...select }: SelectStmt): SelectStmt {
  return fromClause === undefined || fromClause.length === 0
    ? select
    : { fromClause, ...select };
}

async function compileFrom(
  item: Node,
  common: CommonTables,
  context: SelectContext,
): Promise<Node> {
  const join = as(item, "JoinExpr");
  if (join !== undefined) {
    return {
      JoinExpr: {
        ...join,
        larg: await compileFrom(join.larg!, common, context),
        rarg: await compileFrom(join.rarg!, common, context),
      },
    };
  }
  const relation = as(item, "RangeVar");
  if (relation !== undefined) {
    const table = commonTable(relation, common);
    if (table?.isInlined) return inlineTable(relation, table, context);
    if (table !== undefined && table.compiled === undefined) {
      table.compiled = "in work";
      table.compiled = await compileSelect(table.select, table.scope, context);
    }
    return item;
  }
  const subquery = as(item, "RangeSubselect");
  return subquery === undefined
    ? item
    : { RangeSubselect: await compileSubquery(subquery, common, context) };
}

async function inlineTable(
  { alias, relname }: RangeVar,
  table: CommonTable,
  context: SelectContext,
): Promise<Node> {
  if (table.compiled === "in work") {
    throw unsupported("WITH RECURSIVE in this place", "select from it in FROM");
  }
  table.compiled = "in work";
  const select = await compileSelect(table.select, table.scope, context);
  table.compiled = undefined;
  const renamed = alias?.colnames ?? [];
  const columns = table.columnAliases.slice(renamed.length).map(string);
  const colnames = [...renamed, ...columns];
  return {
    RangeSubselect: {
      subquery: { SelectStmt: select },
      alias: {
        aliasname: alias?.aliasname ?? relname!,
        ...(colnames.length === 0 ? {} : { colnames }),
      },
    },
  };
}

async function compileSubquery(
  subquery: RangeSubselect,
  common: CommonTables,
  context: SelectContext,
): Promise<RangeSubselect> {
  const select = as(subquery.subquery, "SelectStmt")!;
  return {
    ...subquery,
    subquery: { SelectStmt: await compileSelect(select, common, context) },
  };
}

function assertNoMeasure(select: SelectStmt): void {
  walk([{ SelectStmt: { ...select, fromClause: [] } }], (node) => {
    if (as(node, "SubLink") !== undefined) return false;
    if (functionName(node) === "measure" && aggregateName(node) !== undefined) {
      throw misused(
        "MEASURE() over rows that are grouped or limited already",
        "write MEASURE() in the SELECT that reads the table, and SUM, MIN or MAX around it",
        node,
      );
    }
    return true;
  });
}
