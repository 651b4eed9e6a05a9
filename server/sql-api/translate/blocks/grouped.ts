import type { Node, SelectStmt } from "@pgsql/types";
import type { MeasureType } from "../../tables.ts";
import {
  aggregateName,
  aggregatesOf,
  hasAggregate,
  type MeasureCall,
  measureCall,
} from "./aggregates.ts";
import { cast } from "../tree/ast.ts";
import { type Block, hasSets } from "./block.ts";
import {
  type BlockContext,
  expressionsOf,
  hasWindow,
  rewriter,
  settle,
} from "./compiler.ts";
import { isConstant } from "../filters/constants.ts";
import { emit } from "./emit.ts";
import { compileApart, halvesOf, isOfHalves } from "./apart.ts";
import { asksForRows, onlyOfRows } from "./existence.ts";
import { applyFilters, dimensionsOf } from "../filters/apply-filters.ts";
import { directLeaf, leavesOf, onScan } from "./leaves.ts";
import type { Measure } from "./members.ts";
import { limitsOf, pushOrder } from "./order.ts";
import {
  isAdditive,
  measuresIn,
  overDimensions,
  reaggregated,
} from "./reaggregation.ts";
import { anyMeasure, countMeasure } from "./row-count.ts";
import { type Leaf, leafKey, ScanBuilder } from "./scan.ts";
import type { Subject } from "../filters/subjects.ts";
import { bareMeasure, unsupported } from "../tree/unsupported.ts";
import { notData, someColumn, withRelation } from "./ungrouped.ts";
import { filterByValues } from "./values-filter.ts";

/** Aggregates that SQL has no value of without rows, and sources may have. */
const NULL_OF_NONE = new Set<MeasureType>(["sum", "avg", "min", "max"]);

/** One row for each group of rows of the model. */
export async function compileGrouped(
  block: Block,
  context: BlockContext,
): Promise<SelectStmt> {
  const { members, constants } = context;
  const counted = () => countMeasure(block, context);
  const callOf = (node: Node) => measureCall(node, members, counted);

  // Conditions on what is grouped by hold for all rows of a group or for none.
  const onGroups = block.groupBy.length > 0 && !hasSets(block);
  const early = block.having.filter(
    (node) => onGroups && !hasAggregate(node) && !isConstant(node),
  );
  // Every group has rows; of all rows together there may be none.
  const rowTests = hasSets(block)
    ? []
    : block.having.filter((node) => asksForRows(node));
  const late = block.having.filter(
    (node) => !early.includes(node) && !rowTests.includes(node),
  );
  if (isOfHalves(block, late, callOf)) {
    const having = onGroups ? late : [...late, ...rowTests];
    const where = [...block.where, ...early];
    const filtered = { ...block, where, having };
    const { wholes, parts } = halvesOf(filtered, having, callOf);
    const compile = (half: Block) => compileGrouped(half, context);
    return compileApart(filtered, wholes, parts, compile, context);
  }

  const scan = new ScanBuilder(block.tables);
  // Those over time are given one value for each period of a closed range.
  scan.closesRanges = !measuresIn(
    [...expressionsOf(block), ...block.having, ...block.where],
    members,
  ).some(({ cumulative }) => cumulative);
  const filtering = { ...context, scan, tables: block.tables };
  const where = await applyFilters(
    [...block.where, ...early],
    (node) =>
      dimensionsOf(members)(node) ?? measureSubject(members.measure(node)),
    filtering,
  );

  const direct = block.groupBy.map((item) => directLeaf(item, members));
  const groups = direct.filter((leaf) => leaf !== undefined);
  const aggregates = aggregatesOf([...expressionsOf(block), ...late]);
  const isKnown = (leaf: Leaf) =>
    groups.some((group) => leafKey(group) === leafKey(leaf));
  const overRows = aggregates.filter((node) => callOf(node) === undefined);
  const needsWholeGroups = aggregates.some((node) => {
    const call = callOf(node);
    return call !== undefined && !isAdditive(call.measure);
  });
  const rest = needsWholeGroups
    ? await filterByValues(where.rest, isKnown, filtering)
    : where.rest;
  const leaves = leavesOf(
    [
      ...block.groupBy.filter((_, place) => direct[place] === undefined),
      ...rest,
      ...overRows,
      ...aggregates.flatMap((node) => callOf(node)?.filter ?? []),
    ],
    isKnown,
    members,
  );
  const isGlobal = block.groupBy.length === 0;
  const isPartial =
    hasSets(block) ||
    (groups.length === 0 && rest.length > 0) ||
    overRows.length > 0 ||
    aggregates.some((node) => callOf(node)?.filter !== undefined) ||
    leaves.some((leaf) => !isKnown(leaf));

  if (isPartial && scan.filtersGroups) {
    throw unsupported(
      "a measure in WHERE together with groups that are no columns of the model",
      "write the condition in HAVING, or group by columns and date_trunc(…) of them only",
      block.where,
    );
  }

  // One row of all is easily looked at afterwards, and its NULLs are not the source's.
  const having =
    isPartial || isGlobal
      ? { rest: late, isEmpty: false }
      : await applyFilters(
          late,
          (node) => {
            const call = callOf(node);
            return call && !call.filter
              ? measureSubject(call.measure)
              : undefined;
          },
          filtering,
        );
  const limits = await limitsOf(block, constants);
  const isNone = having.isEmpty || limits?.limit === 0;
  const isOneRow = groups.length === 0 && leaves.length === 0;
  const needsRows = isOneRow && (isPartial || !isGlobal || rowTests.length > 0);
  const rows =
    isNone || (where.isEmpty && (!isOneRow || needsRows))
      ? "none"
      : where.isEmpty
        ? "one of none"
        : "asked";
  const finish = settle(scan, rows, context);

  for (const leaf of [...groups, ...leaves]) scan.dimension(leaf);
  const measureColumn = ({ measure, scanType, castTo }: MeasureCall): Node => {
    const isSum = castTo !== undefined || NULL_OF_NONE.has(measure.measureType);
    const mayBeNone = isOneRow && !needsRows && isSum;
    return scan.measure(measure, scanType, mayBeNone ? counted() : undefined);
  };
  const used = [
    ...expressionsOf(block),
    ...block.groupBy,
    ...rest,
    ...having.rest,
  ];
  const rewrite = await rewriter(used, context, (node, again) => {
    if (aggregateName(node) !== undefined) {
      const call = callOf(node);
      if (call === undefined) {
        return overDimensions(node, again, () => countedColumn(), members);
      }
      const column = measureColumn(call);
      if (isPartial) return reaggregated(call, column, again, node);
      return call.castTo === undefined ? column : cast(column, call.castTo);
    }
    const member = members.of(node);
    if (member?.kind === "measure") throw bareMeasure(member, node);
    if (member !== undefined && member.kind !== "dimension") {
      throw notData(member, node);
    }
    return onScan(node, scan, members);
  });
  const countedColumn = () => {
    const measure = counted();
    return measure && scan.measure(measure, "int8");
  };
  for (const node of used) rewrite(node);
  // One row of all is made by a measure, whichever it is.
  if (isOneRow && scan.columns.length === 0) {
    const measure = counted() ?? anyMeasure(block, context);
    if (measure !== undefined) scan.measure(measure, measure.type);
  }
  someColumn(scan, block, context);
  const ofRows =
    needsRows && rows === "asked"
      ? onlyOfRows(scan, counted(), block, context)
      : undefined;

  const canPush =
    !isPartial &&
    rest.length === 0 &&
    having.rest.length === 0 &&
    ofRows === undefined &&
    block.distinct === undefined &&
    !block.withTies &&
    !hasWindow(block);
  const pushed =
    canPush && limits !== undefined && pushOrder(block, limits, scan, rewrite);
  const select = emit(block, scan.relation(), rewrite, {
    where: [
      ...rest,
      ...(isPartial ? [] : having.rest),
      ...(ofRows === undefined ? [] : [ofRows]),
    ],
    groupBy: isPartial ? block.groupBy : [],
    having: isPartial ? [...having.rest, ...rowTests] : [],
    sorted: !pushed,
  });
  finish();
  return withRelation(select, scan);
}

const measureSubject = (measure: Measure | undefined): Subject | undefined =>
  measure && { member: measure.member, type: measure.type, of: "measure" };
