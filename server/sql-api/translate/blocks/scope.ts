import type { ColumnRef, JoinExpr, Node, SelectStmt } from "@pgsql/types";
import type { Table } from "../../tables.ts";
import {
  as,
  cast,
  columnName,
  conjuncts,
  locationOf,
  names,
  some,
} from "../tree/ast.ts";
import type { Block, Output } from "./block.ts";
import { isConstant } from "../filters/constants.ts";
import { type Members, unknownValue } from "./members.ts";
import { semiJoin } from "./semi-join.ts";
import { unsupported } from "../tree/unsupported.ts";

/** A column of what is selected from, as an expression over members. */
type SourceColumn = Output;

/** Something to select from that is made of rows of the model. */
export interface Source {
  /** What columns can be qualified by: `t`, or `public.t` without an alias. */
  alias: string;
  qualifiedAlias: string[] | undefined;
  tables: Table[];
  columns: SourceColumn[];
  /** What `*` has. */
  star: SourceColumn[];
  where: Node[];
}

/** Undefined for anything else, which Postgres reads itself. */
export type SourceOf = (node: Node) => Source | undefined;

export function tableSource(
  table: Table,
  alias: string | undefined,
  columnAliases: string[],
  members: Members,
): Source {
  const renamed = (place: number, name: string) => columnAliases[place] ?? name;
  const columns = table.columns.map((tableColumn, place) => ({
    name: renamed(place, tableColumn.name),
    expression: members.reference(table, tableColumn),
  }));
  return {
    alias: alias ?? table.name,
    qualifiedAlias: alias === undefined ? ["public", table.name] : undefined,
    tables: [table],
    columns,
    star: columns.map(({ name, expression }, place) => {
      const tableColumn = table.columns[place]!;
      const isMember =
        tableColumn.kind === "dimension" || tableColumn.kind === "measure";
      return isMember
        ? { name, expression }
        : {
            name,
            expression: unknownValue(tableColumn),
            condition: expression,
          };
    }),
    where: [],
  };
}

/** A SELECT whose rows are those of the model, so that what selects from it can read them itself. */
export function blockSource(
  block: Block,
  alias: string,
  columnAliases: string[],
): Source {
  const star = block.outputs.map(({ name, expression, condition }, place) => ({
    name: columnAliases[place] ?? name,
    expression: typed(expression),
    ...(condition === undefined ? {} : { condition }),
  }));
  return {
    alias,
    qualifiedAlias: undefined,
    tables: block.tables,
    columns: star.map(({ name, expression, condition }) => ({
      name,
      expression: condition ?? expression,
    })),
    star,
    where: block.where,
  };
}

/** Outside of its SELECT a text constant is text, and no longer of any type. */
function typed(expression: Node): Node {
  const constant = as(expression, "A_Const");
  return constant?.sval !== undefined || constant?.isnull
    ? cast(expression, "text")
    : expression;
}

/** Names of columns in what a SELECT reads from. */
export class Scope {
  readonly sources: Source[];

  constructor(sources: Source[]) {
    this.sources = sources;
  }

  /** @throws TranslateError for what is no column of it, such as one of a query around it */
  resolve(reference: ColumnRef): Node {
    const node: Node = { ColumnRef: reference };
    const named = columnName(reference);
    if (named === undefined) {
      throw unsupported(
        "* outside of the list of columns",
        "name the columns",
        node,
      );
    }
    const found = this.find(named.name, named.qualifier);
    if (found === undefined) {
      throw unsupported(
        `"${[...named.qualifier, named.name].join(".")}", which is no column of the tables it selects from`,
        "name columns one by one, and join instead of referring to an outer query",
        node,
      );
    }
    const place = locationOf(node);
    const own = as(found, "ColumnRef");
    return own === undefined || place === undefined
      ? found
      : { ColumnRef: { ...own, location: place } };
  }

  find(name: string, qualifier: string[]): Node | undefined {
    for (const source of this.#qualified(qualifier)) {
      const column = source.columns.find((known) => known.name === name);
      if (column !== undefined) return column.expression;
    }
    return undefined;
  }

  star(qualifier: string[]): SourceColumn[] {
    return this.#qualified(qualifier).flatMap(({ star }) => star);
  }

  #qualified(qualifier: string[]): Source[] {
    if (qualifier.length === 0) return this.sources;
    const wanted = qualifier.slice(-2).join("\0");
    return this.sources.filter(
      ({ alias, qualifiedAlias }) =>
        (qualifier.length === 1 && alias === qualifier[0]) ||
        (qualifier.length > 1 && qualifiedAlias?.join("\0") === wanted),
    );
  }
}

/**
 * The tables of the model that a SELECT reads, undefined when it reads others.
 *
 * @throws TranslateError when it reads both
 */
export function scopeOf(
  select: SelectStmt,
  sourceOf: SourceOf,
): { scope: Scope; where: Node[] } | undefined {
  const { fromClause = [] } = select;
  const where: Node[] = [];
  const sources = fromClause.map((item) =>
    joined(item, sourceOf, where, select),
  );
  const found = sources.filter((source) => source !== undefined);
  if (found.length === 0) return undefined;
  if (found.length < sources.length) throw mixed(fromClause);
  return {
    scope: new Scope(found.flat()),
    where: [...found.flat().flatMap((source) => source.where), ...where],
  };
}

function joined(
  item: Node,
  sourceOf: SourceOf,
  where: Node[],
  select: SelectStmt,
): Source[] | undefined {
  const join = as(item, "JoinExpr");
  if (join === undefined) {
    const source = sourceOf(item);
    return source && [source];
  }
  const left = joined(join.larg!, sourceOf, where, select);
  const right = joined(join.rarg!, sourceOf, where, select);
  if (left === undefined && right === undefined) return undefined;
  if (left === undefined || right === undefined) {
    const own = (left ?? right)!;
    const other = left === undefined ? join.larg! : join.rarg!;
    const condition = semiJoin(join, new Scope(own), other, select);
    if (condition === undefined) throw mixed([item]);
    where.push(condition);
    return own;
  }
  const sources = [...left, ...right];
  assertModelJoin(join, new Scope(sources), item);
  return sources;
}

const mixed = (at: Node[]) =>
  unsupported(
    "tables of the model together with others in one FROM",
    "group the tables of the model in a subquery and join that: FROM (SELECT …, MEASURE(…) FROM … GROUP BY …) t JOIN …",
    at,
  );

/** The model says how its tables are joined; a statement can only say that they are. */
function assertModelJoin(join: JoinExpr, scope: Scope, at: Node): void {
  const isCross =
    join.quals === undefined &&
    (join.usingClause ?? []).length === 0 &&
    !join.isNatural;
  const conditions = conjuncts(join.quals);
  const byModel =
    conditions.length > 0 &&
    conditions.every((condition) => {
      const expression = as(condition, "A_Expr");
      return (
        expression?.kind === "AEXPR_OP" &&
        names(expression.name).at(-1) === "=" &&
        [expression.lexpr, expression.rexpr].every((side) =>
          isJoinField(side, scope),
        )
      );
    });
  if ((isCross || byModel) && join.alias === undefined) return;
  throw unsupported(
    "a join of tables of the model on columns",
    'select from a view that has both, join ON a."__cubeJoinField" = b."__cubeJoinField", or join subqueries that are grouped',
    join.quals ?? at,
  );
}

function isJoinField(node: Node | undefined, scope: Scope): boolean {
  const reference = as(node, "ColumnRef");
  const named = reference && columnName(reference);
  return (
    named !== undefined &&
    named.name.toLowerCase() === "__cubejoinfield" &&
    scope.sources.some(({ columns }) =>
      columns.some(({ name }) => name === "__cubeJoinField"),
    )
  );
}

/** Whether a SELECT has the rows of the model as they are, so that it can be read through. */
export const isTransparent = (block: Block, members: Members): boolean =>
  !block.isGrouped &&
  block.distinct === undefined &&
  block.windows.length === 0 &&
  block.limit === undefined &&
  block.offset === undefined &&
  block.outputs.every(({ expression }) => isRowWise(expression, members));

/** Functions that make several rows of one are not known here, but their names are. */
const ROWS =
  /^(unnest|generate_series|generate_subscripts|regexp_matches|regexp_split_to_table|string_to_table|jsonb?_(each|each_text|array_elements|array_elements_text|object_keys|path_query))$/;

const isRowWise = (expression: Node, members: Members): boolean =>
  isConstant(expression) ||
  !some(
    expression,
    (node) =>
      as(node, "SubLink") !== undefined ||
      as(node, "FuncCall")?.over !== undefined ||
      ROWS.test(names(as(node, "FuncCall")?.funcname).at(-1) ?? "") ||
      (members.of(node) === undefined &&
        as(node, "FuncCall") !== undefined &&
        !isConstant({ FuncCall: { ...as(node, "FuncCall")!, args: [] } })),
  );
