import type { Node, SelectStmt } from "@pgsql/types";
import type { Block } from "./block.ts";
import {
  type BlockContext,
  expressionsOf,
  hasWindow,
  type Rewrite,
  rewriter,
  settle,
} from "./compiler.ts";
import { emit } from "./emit.ts";
import { applyFilters, dimensionsOf } from "../filters/apply-filters.ts";
import { leavesOf, onScan } from "./leaves.ts";
import type { Member } from "./members.ts";
import { limitsOf, pushOrder } from "./order.ts";
import { measuresIn } from "./reaggregation.ts";
import { ScanBuilder } from "./scan.ts";
import { unsupported } from "../tree/unsupported.ts";

/** Rows as the model has them, or with DISTINCT those of dimensions. */
export async function compileUngrouped(
  block: Block,
  context: BlockContext,
): Promise<SelectStmt> {
  const { members, constants } = context;
  const scan = new ScanBuilder(block.tables);
  const filtering = { ...context, scan, tables: block.tables };
  const { rest, isEmpty } = await applyFilters(
    block.where,
    dimensionsOf(members),
    filtering,
  );
  const used = [...expressionsOf(block), ...rest];
  const isDistinct =
    block.distinct !== undefined &&
    measuresIn(used, members).length === 0 &&
    !hasWindow(block);
  scan.ungrouped = !isDistinct;
  scan.closesRanges = isDistinct;
  const limits = await limitsOf(block, constants);
  const finish = settle(
    scan,
    isEmpty || limits?.limit === 0 ? "none" : "asked",
    context,
  );

  const wanted = leavesOf(used, () => false, members).map((leaf) =>
    // Cube does not cut times of rows that it does not group.
    isDistinct ? leaf : { ...leaf, granularity: undefined },
  );
  for (const leaf of wanted) {
    const raw = { ...leaf, granularity: undefined };
    const known = wanted.some(
      (other) =>
        other.granularity === undefined && other.dimension === leaf.dimension,
    );
    scan.dimension(known ? raw : leaf);
  }
  const rewrite = await rewriter(used, context, (node) => {
    const member = members.of(node);
    if (member?.kind === "measure") return scan.measure(member, member.type);
    if (member !== undefined && member.kind !== "dimension") {
      throw notData(member, node);
    }
    return onScan(node, scan, members);
  });
  for (const node of used) rewrite(node);
  someColumn(scan, block, context);

  const isDone =
    isDistinct &&
    everyColumnIsOutput(block, scan, rewrite) &&
    !block.distinct!.length;
  const pushed =
    rest.length === 0 &&
    limits !== undefined &&
    (block.distinct === undefined || isDone) &&
    !block.withTies &&
    !hasWindow(block) &&
    pushOrder(block, limits, scan, rewrite);
  const select = emit(
    isDone ? { ...block, distinct: undefined } : block,
    scan.relation(),
    rewrite,
    { where: rest, groupBy: [], having: [], sorted: !pushed },
  );
  finish();
  return withRelation(select, scan);
}

/** The rows are distinct already when no column of them is left out. */
function everyColumnIsOutput(
  block: Block,
  scan: ScanBuilder,
  rewrite: Rewrite,
): boolean {
  const outputs = block.outputs.map(({ expression }) =>
    JSON.stringify(rewrite(expression)),
  );
  return scan.references.every((reference) =>
    outputs.includes(JSON.stringify(reference)),
  );
}

/** Rows are counted by what they have: a scan of nothing is none. */
export function someColumn(
  scan: ScanBuilder,
  { tables }: Block,
  { members }: BlockContext,
): void {
  if (scan.columns.length > 0) return;
  for (const table of tables) {
    const dimensions = table.columns.filter(({ kind }) => kind === "dimension");
    const column =
      dimensions.find((one) => one.kind === "dimension" && one.primaryKey) ??
      dimensions[0];
    const dimension =
      column && members.dimension(members.reference(table, column));
    if (dimension === undefined) continue;
    scan.dimension({ dimension, granularity: undefined });
    return;
  }
  throw unsupported(
    `rows of "${tables[0]?.name}", which has no dimension`,
    "select measures of it",
  );
}

export const notData = (member: Member, at: Node) =>
  member.kind === "segment"
    ? unsupported(
        `the segment "${member.name}" elsewhere than in WHERE`,
        `write WHERE ${member.name} IS TRUE, not inside of OR or NOT`,
        at,
      )
    : unsupported(
        `"${member.name}" as a column`,
        member.kind === "user"
          ? "write WHERE __user = 'name' to see what that user sees"
          : 'use it to join: ON a."__cubeJoinField" = b."__cubeJoinField"',
        at,
      );

export const withRelation = (
  select: SelectStmt,
  scan: ScanBuilder,
): SelectStmt => ({ ...select, fromClause: [scan.relation()] });
