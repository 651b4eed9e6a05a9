import type { Node, SelectStmt } from "@pgsql/types";
import { as, replace, walk } from "../tree/ast.ts";
import type { Block } from "./block.ts";
import type { Constants } from "../filters/constants.ts";
import { noRows } from "./emit.ts";
import type { FilterContext } from "../filters/apply-filters.ts";
import type { Members } from "./members.ts";
import type { ScanBuilder } from "./scan.ts";

/** What a block needs of the statement it is part of. */
export interface BlockContext {
  members: Members;
  constants: Constants;
  /** Gives the scan the name its rows are read by. */
  admit(scan: ScanBuilder): void;
  impersonate: FilterContext["impersonate"];
  subplan: FilterContext["subplan"];
  /** A subquery of an expression of the block, as Postgres can run it. */
  subselect(select: Node): Promise<SelectStmt>;
}

/**
 * Puts what a function gives in the place of nodes, and SQL over scans in the place
 * of subqueries.
 */
export type Rewrite = (node: Node) => Node;

export async function rewriter(
  trees: Node[],
  context: BlockContext,
  change: (node: Node, rewrite: Rewrite) => Node | undefined,
): Promise<Rewrite> {
  const subselects = new Map<Node, SelectStmt>();
  const found: Node[] = [];
  walk(trees, (node) => {
    const select = as(node, "SubLink")?.subselect;
    if (select === undefined) return true;
    found.push(select);
    return true;
  });
  for (const select of found) {
    if (!subselects.has(select)) {
      subselects.set(select, await context.subselect(select));
    }
  }
  const rewrite: Rewrite = (tree) =>
    replace(tree, (node) => {
      const link = as(node, "SubLink");
      if (link === undefined) return change(node, rewrite);
      const select = subselects.get(link.subselect!);
      return {
        SubLink: {
          ...link,
          ...(link.testexpr === undefined
            ? {}
            : { testexpr: rewrite(link.testexpr) }),
          ...(select === undefined
            ? {}
            : { subselect: { SelectStmt: select } }),
        },
      };
    });
  return rewrite;
}

/** All expressions of a block that are computed from its rows. */
export const expressionsOf = (block: Block): Node[] => [
  ...block.outputs.map(({ expression }) => expression),
  ...block.sorts.map(({ expression }) => expression),
  ...(block.distinct ?? []),
  ...block.windows,
];

export const hasWindow = (block: Block): boolean => {
  let found = block.windows.length > 0;
  walk(expressionsOf(block), (node) => {
    found ||= as(node, "FuncCall")?.over !== undefined;
    return !found;
  });
  return found;
};

let unnamed = 0;

/**
 * Names the scan. When nothing is to be asked, what reads it reads rows that are
 * known: none, or the one that an aggregate makes of none.
 */
export function settle(
  scan: ScanBuilder,
  rows: "asked" | "none" | "one of none",
  context: BlockContext,
): () => void {
  if (rows === "asked") {
    context.admit(scan);
    return () => undefined;
  }
  scan.name = `_none_${unnamed++}`;
  return () => scan.replaceBy(noRows(scan, scan.name, rows === "one of none"));
}
