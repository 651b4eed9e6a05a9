import type { FuncCall, Node } from "@pgsql/types";
import type { MeasureType, SqlType } from "../../tables.ts";
import { as, functionName, plainType, walk } from "../tree/ast.ts";
import type { Measure, Member, Members } from "./members.ts";
import { misused, unsupported } from "../tree/unsupported.ts";

/** `select distinct proname from pg_proc where prokind = 'a'`, and MEASURE. */
const AGGREGATES = new Set(
  (
    "measure any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop " +
    "covar_samp every json_agg json_agg_strict json_object_agg json_object_agg_strict " +
    "json_object_agg_unique json_object_agg_unique_strict jsonb_agg jsonb_agg_strict " +
    "jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique " +
    "jsonb_object_agg_unique_strict max min mode percentile_cont percentile_disc " +
    "range_agg range_intersect_agg regr_avgx regr_avgy regr_count regr_intercept regr_r2 " +
    "regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp string_agg sum " +
    "var_pop var_samp variance xmlagg cume_dist dense_rank percent_rank rank grouping"
  ).split(" "),
);

/** Window functions that become aggregates by WITHIN GROUP. */
const ORDERED_SET = new Set([
  "cume_dist",
  "dense_rank",
  "percent_rank",
  "rank",
]);

/** The name of an aggregate that is called, not as a window function. */
export function aggregateName(node: Node): string | undefined {
  if (as(node, "GroupingFunc") !== undefined) return "grouping";
  const call = as(node, "FuncCall");
  if (call === undefined || call.over !== undefined) return undefined;
  const name = functionName(node);
  if (name === undefined || !AGGREGATES.has(name)) return undefined;
  return ORDERED_SET.has(name) && !call.agg_within_group ? undefined : name;
}

/** Whether an aggregate stands in it, those of its subqueries not counted. */
export function hasAggregate(tree: unknown): boolean {
  let found = false;
  walk(tree, (node) => {
    if (as(node, "SubLink") !== undefined) return false;
    found ||= aggregateName(node) !== undefined;
    return !found;
  });
  return found;
}

/** Aggregates, not those within others. */
export function aggregatesOf(trees: Node[]): Node[] {
  const found: Node[] = [];
  walk(trees, (node) => {
    if (as(node, "SubLink") !== undefined) return false;
    if (aggregateName(node) === undefined) return true;
    found.push(node);
    return false;
  });
  return found;
}

/** What an aggregate needs of the measure it is given: cubesql's table. */
const ACCEPTED: Record<string, MeasureType[]> = {
  sum: ["sum", "count", "number"],
  count: ["count", "number"],
  avg: ["avg", "number"],
  min: ["min", "number", "string", "time", "boolean"],
  max: ["max", "number", "string", "time", "boolean"],
  "count distinct": ["countDistinct", "countDistinctApprox", "number"],
  string_agg: ["string"],
};

export interface MeasureCall {
  measure: Measure;
  /** What the scan delivers it as. */
  scanType: SqlType;
  /** Set where SQL has another type than the scan: `sum(int8)` is numeric. */
  castTo: "numeric" | undefined;
  filter: Node | undefined;
}

/**
 * An aggregate over a measure, or over rows where the table has a measure that
 * counts them. Undefined for aggregates over anything else.
 *
 * @throws TranslateError 42803 when the measure is not aggregated in that way
 */
export function measureCall(
  node: Node,
  members: Members,
  rowCount: () => Measure | undefined,
): MeasureCall | undefined {
  const name = aggregateName(node);
  const call = as(node, "FuncCall");
  if (name === undefined || call === undefined) return undefined;
  const filter = call.agg_filter;
  const [first] = call.args ?? [];
  if (name === "count" && isRowCount(call)) {
    const measure = rowCount();
    if (measure === undefined) {
      throw unsupported(
        "COUNT(*)",
        "the table has no measure that counts its rows: aggregate one of its measures by MEASURE(name)",
        node,
      );
    }
    return { measure, scanType: "int8", castTo: undefined, filter };
  }
  const exact = name === "sum" ? asNumeric(first) : undefined;
  const member = members.of(stripNoOpCast(exact ?? first, members));
  if (member?.kind !== "measure") {
    if (name === "measure") throw notMeasure(member, node);
    return undefined;
  }
  if (name === "measure") {
    return {
      measure: member,
      scanType: member.type,
      castTo: undefined,
      filter,
    };
  }
  const written =
    name === "count" && call.agg_distinct ? "count distinct" : name;
  const plain = call.agg_distinct !== true || "count distinct" === written;
  if (
    !plain ||
    ACCEPTED[written]?.includes(member.measureType) !== true ||
    (call.agg_order?.length ?? 0) > 0
  ) {
    throw misused(
      `Measure aggregation type doesn't match. The aggregation type for '${member.name}' is '${member.measureType}' but '${written.toUpperCase()}' was provided`,
      `write MEASURE(${member.name})`,
      node,
    );
  }
  // A number that is counted has to be a whole one: nothing else is taken for int8.
  const scanType = written.startsWith("count") ? "int8" : member.type;
  const castTo =
    exact !== undefined || (name === "sum" && member.type === "int8")
      ? "numeric"
      : undefined;
  return { measure: member, scanType, castTo, filter };
}

/** What Power BI sums: `cast(x as decimal)`. */
function asNumeric(node: Node | undefined): Node | undefined {
  const typeCast = as(node, "TypeCast");
  return plainType(typeCast?.typeName) === "numeric"
    ? typeCast?.arg
    : undefined;
}

function notMeasure(member: Member | undefined, at: Node) {
  return misused(
    member === undefined
      ? "MEASURE() takes a column that is a measure"
      : `MEASURE() takes a measure, and "${member.name}" is a ${member.kind}`,
    "use MIN, MAX or COUNT(DISTINCT …) for dimensions, and group by them",
    at,
  );
}

/** COUNT(*), and COUNT(1), which some tools write for it. */
export function isRowCount({
  agg_star,
  agg_distinct,
  args,
}: FuncCall): boolean {
  const constant = as(args?.[0], "A_Const");
  return (
    agg_star === true ||
    (agg_distinct !== true && constant !== undefined && !constant.isnull)
  );
}

const SAME_TYPE: Record<SqlType, string[]> = {
  text: ["text"],
  float8: ["float8"],
  int8: ["int8"],
  timestamp: ["timestamp"],
  bool: ["bool"],
};

/** The member that is cast to the type it has. */
export function stripNoOpCast(
  node: Node | undefined,
  members: Members,
): Node | undefined {
  const typeCast = as(node, "TypeCast");
  const inner = typeCast && stripNoOpCast(typeCast.arg, members);
  const member = members.of(inner);
  const type = plainType(typeCast?.typeName);
  return member !== undefined &&
    type !== undefined &&
    SAME_TYPE[member.type].includes(type)
    ? inner
    : node;
}

/** The one measure that counts the rows of a table. */
export function countOf(measures: Measure[]): Measure | undefined {
  const counts = measures.filter(({ measureType }) => measureType === "count");
  return counts.length === 1
    ? counts[0]
    : counts.find(({ name }) => name === "count");
}
