import type { Node, SortBy, WindowDef } from "@pgsql/types";
import type { Table } from "../../tables.ts";
import { as, some } from "../tree/ast.ts";

/** A column of the result. */
export interface Output {
  name: string;
  expression: Node;
  /** What it is in conditions, where that is no data: a segment, `__user`. */
  condition?: Node;
}

export interface Sort {
  expression: Node;
  /** The column of the result it is, from 0. */
  output: number | undefined;
  by: SortBy;
}

/**
 * A SELECT that reads tables of the model only. In its expressions the columns are
 * references of {@link Members}; numbers and names of results are replaced by what
 * they stand for.
 */
export interface Block {
  tables: Table[];
  outputs: Output[];
  where: Node[];
  /** Also without GROUP BY: an aggregate makes one row of all. */
  isGrouped: boolean;
  groupBy: Node[];
  /** `GROUP BY DISTINCT` */
  groupDistinct: boolean;
  having: Node[];
  /** Undefined without; empty for all columns; otherwise DISTINCT ON. */
  distinct: Node[] | undefined;
  windows: { WindowDef: WindowDef }[];
  sorts: Sort[];
  limit: Node | undefined;
  offset: Node | undefined;
  /** FETCH FIRST … WITH TIES */
  withTies: boolean;
}

/** GROUPING SETS, CUBE or ROLLUP */
export const hasSets = ({ groupBy }: Block): boolean =>
  some(groupBy, (node) => as(node, "GroupingSet") !== undefined);
