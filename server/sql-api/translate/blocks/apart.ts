import type { Node, SelectStmt } from "@pgsql/types";
import { as, and, column, fingerprint, operator } from "../tree/ast.ts";
import { bareMeasure, ungrouped } from "../tree/unsupported.ts";
import { aggregatesOf, type MeasureCall } from "./aggregates.ts";
import { type Block, hasSets } from "./block.ts";
import { type BlockContext, expressionsOf, rewriter } from "./compiler.ts";
import { emit } from "./emit.ts";
import { isAdditive, measuresIn } from "./reaggregation.ts";

/** The two halves of a block as they are called in what joins them. */
const WHOLE = "_whole";
const PARTS = "_parts";

/**
 * Groups of which some values come from whole groups only, such as ratios, and others
 * only from parts of them, such as COUNT(DISTINCT desk): each half is asked for by a
 * block of its own, and the two are joined on what they are grouped by.
 *
 * @param wholes aggregates that take whole groups
 * @param parts all others
 */
export async function compileApart(
  block: Block,
  wholes: Node[],
  parts: Node[],
  compile: (half: Block) => Promise<SelectStmt>,
  context: BlockContext,
): Promise<SelectStmt> {
  const replaced = new Map<string, Node>();
  const name = (expressions: Node[], half: string, prefix: string) =>
    expressions.map((expression, place) => {
      const key = fingerprint(expression);
      const output = `${prefix}${place}`;
      const isNamed = as(expression, "A_Const") === undefined;
      if (isNamed && !replaced.has(key))
        replaced.set(key, column(half, output));
      return { name: output, expression };
    });
  const groups = name(block.groupBy, WHOLE, "g");
  const half = (outputs: Block["outputs"], where: Node[]): Block => ({
    tables: block.tables,
    outputs: [...groups, ...outputs],
    where,
    isGrouped: true,
    groupBy: block.groupBy,
    groupDistinct: false,
    having: [],
    distinct: undefined,
    windows: [],
    sorts: [],
    limit: undefined,
    offset: undefined,
    withTies: false,
  });
  const whole = await compile(half(name(wholes, WHOLE, "m"), block.where));
  // Measures choose groups, which the other half has chosen already.
  const ofRows = block.where.filter(
    (node) => measuresIn(node, context.members).length === 0,
  );
  const part = await compile(half(name(parts, PARTS, "m"), ofRows));

  const used = [...expressionsOf(block), ...block.having];
  const { members } = context;
  const rewrite = await rewriter(used, context, (node) => {
    const member = members.of(node);
    const known = replaced.get(fingerprint(node));
    if (known !== undefined || member === undefined) return known;
    throw member.kind === "measure"
      ? bareMeasure(member, node)
      : ungrouped(member, node);
  });
  return emit(block, joined(whole, part, groups.length), rewrite, {
    where: block.having,
    groupBy: [],
    having: [],
    sorted: true,
  });
}

function joined(whole: SelectStmt, part: SelectStmt, groups: number): Node {
  // NULL equals NULL in arrays, which are hashed; IS NOT DISTINCT FROM is not.
  const array = (half: string, place: number): Node => ({
    A_ArrayExpr: { elements: [column(half, `g${place}`)] },
  });
  const quals = and(
    Array.from({ length: groups }, (_, place) =>
      operator("=", array(WHOLE, place), array(PARTS, place)),
    ),
  );
  return {
    JoinExpr: {
      jointype: "JOIN_INNER",
      larg: subquery(whole, WHOLE),
      rarg: subquery(part, PARTS),
      ...(quals === undefined ? {} : { quals }),
    },
  };
}

const subquery = (select: SelectStmt, aliasname: string): Node => ({
  RangeSubselect: {
    subquery: { SelectStmt: select },
    alias: { aliasname },
  },
});

/** Aggregates that take whole groups, and those that take parts of them. */
export function halvesOf(
  block: Block,
  having: Node[],
  callOf: (node: Node) => MeasureCall | undefined,
): { wholes: Node[]; parts: Node[] } {
  const aggregates = aggregatesOf([...expressionsOf(block), ...having]);
  const isWhole = (node: Node) => {
    const call = callOf(node);
    return call !== undefined && call.filter === undefined;
  };
  return {
    wholes: aggregates.filter(isWhole),
    parts: aggregates.filter((node) => !isWhole(node)),
  };
}

/** Whether it has both, and groups cannot be put together for the former. */
export function isOfHalves(
  block: Block,
  having: Node[],
  callOf: (node: Node) => MeasureCall | undefined,
): boolean {
  const { wholes, parts } = halvesOf(block, having, callOf);
  return (
    !hasSets(block) &&
    parts.length > 0 &&
    wholes.some((node) => !isAdditive(callOf(node)!.measure))
  );
}
