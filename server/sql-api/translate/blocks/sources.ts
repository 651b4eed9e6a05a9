import type { Node, RangeVar, SelectStmt } from "@pgsql/types";
import type { Table } from "../../tables.ts";
import { as, names, some } from "../tree/ast.ts";
import type { Block } from "./block.ts";
import { buildBlock, isGrouped } from "./build-block.ts";
import {
  type CommonTables,
  commonTable,
  commonTables,
} from "./common-tables.ts";
import type { Members } from "./members.ts";
import { measuresIn } from "./reaggregation.ts";
import {
  blockSource,
  isTransparent,
  scopeOf,
  type Source,
  tableSource,
} from "./scope.ts";

/** The tables of the model, and how their columns stand in expressions. */
export interface Model {
  tables: ReadonlyMap<string, Table>;
  members: Members;
}

/** Undefined for what reads no table of the model itself. */
export function blockOf(
  select: SelectStmt,
  common: CommonTables,
  model: Model,
): Block | undefined {
  const grouping = isGrouped(select);
  const found = scopeOf(select, (node) =>
    sourceOf(node, common, model, grouping),
  );
  return found && buildBlock(select, found.scope, found.where);
}

function sourceOf(
  node: Node,
  common: CommonTables,
  model: Model,
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
        model,
        grouping,
        alias ?? relation.relname!,
        columnAliases.length > 0 ? columnAliases : table.columnAliases,
      );
      return hasSubquery(source) ? undefined : source;
    }
    const modelTable = modelTableOf(relation, model);
    return (
      modelTable && tableSource(modelTable, alias, columnAliases, model.members)
    );
  }
  const subquery = as(node, "RangeSubselect");
  const select = as(subquery?.subquery, "SelectStmt");
  if (subquery === undefined || select === undefined) return undefined;
  const { common: inner, own } = commonTables(select, common);
  const source = readThrough(
    select,
    inner,
    model,
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
  model: Model,
  grouping: boolean,
  alias: string,
  columnAliases: string[],
): Source | undefined {
  if (select.larg !== undefined) return undefined;
  const block = blockOf(select, common, model);
  if (block === undefined || !isTransparent(block, model.members)) {
    return undefined;
  }
  // Of rows a measure has a value; of groups it has another.
  const filtersRows = measuresIn(block.where, model.members).length > 0;
  if (grouping && filtersRows) return undefined;
  return blockSource(block, alias, columnAliases);
}

function modelTableOf(
  { schemaname, relname }: RangeVar,
  { tables }: Model,
): Table | undefined {
  return schemaname === undefined || schemaname === "public"
    ? tables.get(relname ?? "")
    : undefined;
}
