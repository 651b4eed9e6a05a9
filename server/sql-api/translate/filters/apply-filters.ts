import type { Node, SelectStmt } from "@pgsql/types";
import type { Table } from "../../tables.ts";
import { as, conjuncts, names } from "../tree/ast.ts";
import { type Condition, rangeFilters } from "./conditions.ts";
import type { Constants } from "./constants.ts";
import { intersection, isEmptyRange, type TimeRange } from "./times.ts";
import type { Members } from "../blocks/members.ts";
import { patternOf } from "./patterns.ts";
import { Predicates } from "./predicates.ts";
import type { ScanBuilder } from "../blocks/scan.ts";
import { dimensionSubject, type Subject, withoutCasts } from "./subjects.ts";
import type { Plan } from "../plan.ts";
import { bounds, subqueryOf } from "./subqueries.ts";
import { unsupported } from "../tree/unsupported.ts";

export interface FilterContext {
  members: Members;
  constants: Constants;
  scan: ScanBuilder;
  /** Notes whose rights the query has. */
  impersonate: (user: string, at: Node) => void;
  /** Those that the scan reads. */
  tables: Table[];
  /** How a subquery is answered; undefined when it is not the same for every row. */
  subplan: (select: SelectStmt) => Promise<Plan | undefined>;
}

export interface Filtered {
  /** Conditions that Cube cannot filter by. */
  rest: Node[];
  /** Whether no row can be left. */
  isEmpty: boolean;
}

/**
 * Gives the scan the filters that conditions are.
 *
 * @param subjectOf what of a condition can be filtered by
 */
export async function applyFilters(
  conditions: Node[],
  subjectOf: (node: Node) => Subject | undefined,
  context: FilterContext,
): Promise<Filtered> {
  const { constants, scan } = context;
  const predicates = new Predicates(constants, subjectOf);
  const rest: Node[] = [];
  const ranges = new Map<string, TimeRange>();
  let isEmpty = false;
  for (const node of conditions.flatMap(conjuncts).flatMap(bounds)) {
    if (await isSpecial(node, context)) continue;
    const condition = await predicates.condition(node);
    if (condition === undefined) {
      if (await filterBySubquery(node, subjectOf, context)) continue;
      await prefilter(node, subjectOf, context);
      rest.push(node);
    } else if (condition.kind === "constant") {
      isEmpty ||= !condition.holds;
    } else if (!apply(condition, scan, ranges)) {
      rest.push(node);
    }
  }
  for (const [member, range] of ranges) {
    isEmpty ||= isEmptyRange(range);
    scan.range(member, range);
  }
  return { rest, isEmpty };
}

function apply(
  condition: Condition,
  scan: ScanBuilder,
  ranges: Map<string, TimeRange>,
): boolean {
  if (condition.kind === "filter") {
    const { filter, of } = condition;
    const list = of === "measure" ? scan.groupFilters : scan.filters;
    list.push(...("and" in filter ? filter.and : [filter]));
    return true;
  }
  if (condition.kind === "constant") return false;
  const { member, range } = condition;
  if (rangeFilters(member, range) === undefined) return false;
  const known = ranges.get(member);
  ranges.set(member, known ? intersection(known, range) : range);
  return true;
}

/** @returns false when no filter of the scan can be made of it */
async function filterBySubquery(
  node: Node,
  subjectOf: (node: Node) => Subject | undefined,
  { scan, tables, subplan }: FilterContext,
): Promise<boolean> {
  const found = subqueryOf(node, subjectOf);
  if (found === undefined) return false;
  const { select, ...condition } = found;
  const dimension = tables
    .flatMap(({ columns }) => columns)
    .find((column) => column.kind === "dimension");
  const member = condition.subject?.member ?? dimension?.member;
  const plan = member === undefined ? undefined : await subplan(select);
  if (member === undefined || plan === undefined) return false;
  scan.subqueries.push({ ...condition, member, plan });
  return true;
}

/** Columns that are no data: segments and `__user`. */
async function isSpecial(
  node: Node,
  { members, constants, scan, impersonate }: FilterContext,
): Promise<boolean> {
  const segment = members.of(trueOf(node));
  if (segment?.kind === "segment") {
    scan.segments.push(segment.member);
    return true;
  }
  const { kind, name, lexpr, rexpr } = as(node, "A_Expr") ?? {};
  if (kind !== "AEXPR_OP" || names(name).at(-1) !== "=") return false;
  const isUser = (side: Node | undefined) =>
    members.of(withoutCasts(side, members))?.kind === "user";
  const constant = isUser(lexpr) ? rexpr : isUser(rexpr) ? lexpr : undefined;
  if (constant === undefined) return false;
  const user = await constants.value(constant, "text");
  if (user === null) {
    throw unsupported("__user = NULL", "compare __user with a name", node);
  }
  impersonate(user, node);
  return true;
}

/** `x` of `x`, `x IS TRUE` and `x = TRUE`. */
function trueOf(node: Node): Node | undefined {
  const test = as(node, "BooleanTest");
  if (test?.booltesttype === "IS_TRUE") return test.arg;
  const { kind, name, lexpr, rexpr } = as(node, "A_Expr") ?? {};
  const isTrue = as(rexpr, "A_Const")?.boolval?.boolval === true;
  return kind === "AEXPR_OP" && names(name).at(-1) === "=" && isTrue
    ? lexpr
    : node;
}

/**
 * LIKE minds the case and Cube does not, so that its filter leaves too much: fewer
 * rows to look at afterwards.
 */
async function prefilter(
  node: Node,
  subjectOf: (node: Node) => Subject | undefined,
  { constants, scan }: FilterContext,
): Promise<void> {
  const { kind, name, lexpr, rexpr } = as(node, "A_Expr") ?? {};
  const subject = lexpr && subjectOf(lexpr);
  if (
    kind !== "AEXPR_LIKE" ||
    names(name).at(-1) !== "~~" ||
    subject?.type !== "text" ||
    subject.of !== "dimension" ||
    rexpr === undefined
  ) {
    return;
  }
  const like = await constants.constantValue(rexpr, "text");
  const pattern = like === undefined ? undefined : patternOf(like);
  if (pattern === undefined || pattern === "any") return;
  const { operator, value } = pattern;
  scan.filters.push({ member: subject.member, operator, values: [value] });
}

/** What dimensions can be filtered by. */
export const dimensionsOf = (members: Members) => (node: Node) =>
  dimensionSubject(node, members);
