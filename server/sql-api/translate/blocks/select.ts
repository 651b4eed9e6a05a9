import type { Node, RangeSubselect, RangeVar, SelectStmt } from "@pgsql/types";
import type { Table } from "../../tables.ts";
import { aggregateName } from "./aggregates.ts";
import {
  as,
  functionName,
  names,
  replace,
  some,
  string,
  walk,
} from "../tree/ast.ts";
import type { Block } from "./block.ts";
import { buildBlock, isGrouped } from "./build-block.ts";
import type { BlockContext } from "./compiler.ts";
import { compileGrouped } from "./grouped.ts";
import {
  blockSource,
  isTransparent,
  scopeOf,
  type Source,
  tableSource,
} from "./scope.ts";
import { compileUngrouped } from "./ungrouped.ts";
import type { Plan } from "../plan.ts";
import { measuresIn } from "./reaggregation.ts";
import { misused, unsupported } from "../tree/unsupported.ts";

/** A query of WITH. */
interface CommonTable {
  select: SelectStmt;
  columnAliases: string[];
  scope: CommonTables;
  /** Set once something reads its rows, and not through it. */
  compiled: SelectStmt | "in work" | undefined;
  /** Belongs to another plan: it is written where it is read. */
  isInlined?: true;
}

export type CommonTables = ReadonlyMap<string, CommonTable>;

export type SelectContext = Omit<BlockContext, "subselect" | "subplan"> & {
  tables: ReadonlyMap<string, Table>;
  /** A plan of its own for a SELECT that may name queries of the WITH around it. */
  subplan: (
    select: SelectStmt,
    common: CommonTables,
  ) => Promise<Plan | undefined>;
};

export const NO_TABLES: CommonTables = new Map();

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

function commonTables(select: SelectStmt, outer: CommonTables) {
  const common = new Map(outer);
  const own = new Map<string, CommonTable>();
  const isRecursive = select.withClause?.recursive === true;
  for (const node of select.withClause?.ctes ?? []) {
    const cte = as(node, "CommonTableExpr")!;
    const query = as(cte.ctequery, "SelectStmt");
    if (query === undefined) {
      throw unsupported("WITH of something that writes", "select only", node);
    }
    const table: CommonTable = {
      select: query,
      columnAliases: names(cte.aliascolnames),
      scope: isRecursive ? common : new Map(common),
      compiled: undefined,
    };
    common.set(cte.ctename!, table);
    own.set(cte.ctename!, table);
  }
  return { common, own };
}

/** Queries of WITH for a plan that has no WITH of its own. */
function inlined(
  common: CommonTables,
  done = new Map<CommonTables, CommonTables>(),
): CommonTables {
  const known = done.get(common);
  if (known !== undefined) return known;
  const copy = new Map<string, CommonTable>();
  done.set(common, copy);
  for (const [name, table] of common) {
    copy.set(name, {
      ...table,
      scope: inlined(table.scope, done),
      compiled: undefined,
      isInlined: true,
    });
  }
  return copy;
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

/** Undefined for what reads no table of the model itself. */
function blockOf(
  select: SelectStmt,
  common: CommonTables,
  context: SelectContext,
): Block | undefined {
  const grouping = isGrouped(select);
  const found = scopeOf(select, (node) =>
    sourceOf(node, common, context, grouping),
  );
  return found && buildBlock(select, found.scope, found.where);
}

function sourceOf(
  node: Node,
  common: CommonTables,
  context: SelectContext,
  grouping: boolean,
): Source | undefined {
  const relation = as(node, "RangeVar");
  if (relation !== undefined) {
    const table = commonTable(relation, common);
    const alias = relation.alias?.aliasname;
    const columnAliases = names(relation.alias?.colnames);
    if (table !== undefined) {
      if (table.compiled === "in work") return undefined;
      const source = readThrough(
        table.select,
        table.scope,
        context,
        grouping,
        alias ?? relation.relname!,
        columnAliases.length > 0 ? columnAliases : table.columnAliases,
      );
      return hasSubquery(source) ? undefined : source;
    }
    const modelTable = modelTableOf(relation, context);
    return (
      modelTable &&
      tableSource(modelTable, alias, columnAliases, context.members)
    );
  }
  const subquery = as(node, "RangeSubselect");
  const select = as(subquery?.subquery, "SelectStmt");
  if (subquery === undefined || select === undefined) return undefined;
  const { common: inner, own } = commonTables(select, common);
  const source = readThrough(
    select,
    inner,
    context,
    grouping,
    subquery.alias?.aliasname ?? "",
    names(subquery.alias?.colnames),
  );
  return own.size > 0 && hasSubquery(source) ? undefined : source;
}

/** Subqueries may name queries of a WITH that are not known elsewhere. */
const hasSubquery = (source: Source | undefined): boolean =>
  source !== undefined &&
  some(source.where, (node) => as(node, "SubLink") !== undefined);

/** A SELECT of rows as they are is read through: what is around it reads the model. */
function readThrough(
  select: SelectStmt,
  common: CommonTables,
  context: SelectContext,
  grouping: boolean,
  alias: string,
  columnAliases: string[],
): Source | undefined {
  if (select.larg !== undefined) return undefined;
  const block = blockOf(select, common, context);
  if (block === undefined || !isTransparent(block, context.members)) {
    return undefined;
  }
  // Of rows a measure has a value; of groups it has another.
  const filtersRows = measuresIn(block.where, context.members).length > 0;
  if (grouping && filtersRows) return undefined;
  return blockSource(block, alias, columnAliases);
}

const commonTable = (relation: RangeVar, common: CommonTables) =>
  relation.schemaname === undefined
    ? common.get(relation.relname ?? "")
    : undefined;

function modelTableOf(
  { schemaname, relname }: RangeVar,
  { tables }: SelectContext,
): Table | undefined {
  return schemaname === undefined || schemaname === "public"
    ? tables.get(relname ?? "")
    : undefined;
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
