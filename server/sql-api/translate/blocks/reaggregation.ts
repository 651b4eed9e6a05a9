import type { Node } from "@pgsql/types";
import { aggregateName, type MeasureCall } from "./aggregates.ts";
import { as, call, cast, integer, walk } from "../tree/ast.ts";
import type { Measure, Members } from "./members.ts";
import { unsupported } from "../tree/unsupported.ts";

const SUMMED = new Set(["sum", "count"]);

/** Whether its values of groups follow from those of parts of them. */
export const isAdditive = ({ measureType, cumulative }: Measure): boolean =>
  cumulative !== true &&
  (SUMMED.has(measureType) || measureType === "min" || measureType === "max");

/** An aggregate of a measure over parts of the groups it is asked for. */
export function reaggregated(
  { measure, castTo, filter }: MeasureCall,
  column: Node,
  rewrite: (node: Node) => Node,
  at: Node,
): Node {
  const { measureType, type } = measure;
  const isSum = SUMMED.has(measureType);
  if (!isAdditive(measure)) {
    throw unsupported(
      `"${measure.name}" (${measure.cumulative ? "cumulative" : measureType}) over groups that are no columns of the model, whose values cannot be put together from smaller groups`,
      "group by columns or date_trunc(…) of them and filter by columns only, or leave this measure out",
      at,
    );
  }
  const over = (name: string): Node => ({
    FuncCall: {
      ...as(call(name, column), "FuncCall")!,
      ...(filter === undefined ? {} : { agg_filter: rewrite(filter) }),
    },
  });
  if (!isSum) return over(measureType);
  // A sum, of counts too, has no value without rows; a count has 0.
  if (type === "float8" || castTo !== undefined) return over("sum");
  const count: Node = {
    CoalesceExpr: { args: [over("sum"), integer(0)] },
  };
  return cast(count, "int8");
}

/** Aggregates for which it does not matter how often a value occurs. */
const IDEMPOTENT = new Set([
  "min",
  "max",
  "bool_and",
  "bool_or",
  "every",
  "bit_and",
  "bit_or",
]);

/**
 * An aggregate over dimensions, from one row for each of their combinations.
 *
 * @param counted the number of rows of a combination
 */
export function overDimensions(
  node: Node,
  rewrite: (node: Node) => Node,
  counted: () => Node | undefined,
  members: Members,
): Node {
  const name = aggregateName(node)!;
  const aggregate = as(node, "FuncCall");
  if (aggregate === undefined) return rewriteInside(node, rewrite);
  assertNoMeasure(node, members);
  if (aggregate.agg_distinct === true || IDEMPOTENT.has(name)) {
    return rewriteInside(node, rewrite);
  }
  const [arg] = aggregate.args ?? [];
  const count = name === "count" && arg !== undefined ? counted() : undefined;
  if (count === undefined || arg === undefined) {
    throw unsupported(
      `${name.toUpperCase()} over a dimension`,
      "use a measure of the model; MIN, MAX and COUNT(DISTINCT …) also take dimensions",
      node,
    );
  }
  const given: Node = {
    NullTest: { arg: rewrite(arg), nulltesttype: "IS_NOT_NULL" },
  };
  const filter: Node =
    aggregate.agg_filter === undefined
      ? given
      : {
          BoolExpr: {
            boolop: "AND_EXPR",
            args: [given, rewrite(aggregate.agg_filter)],
          },
        };
  const sum = {
    ...as(call("sum", count), "FuncCall")!,
    agg_filter: filter,
  };
  return cast(
    { CoalesceExpr: { args: [{ FuncCall: sum }, integer(0)] } },
    "int8",
  );
}

function assertNoMeasure(node: Node, members: Members): void {
  const measure = measuresIn(node, members)[0];
  if (measure === undefined) return;
  throw unsupported(
    `an aggregate over an expression with the measure "${measure.name}"`,
    `aggregate the measure alone and compute with the result, such as MEASURE(${measure.name}) * 2`,
    node,
  );
}

export function measuresIn(tree: unknown, members: Members): Measure[] {
  const found: Measure[] = [];
  walk(tree, (node) => {
    if (as(node, "SubLink") !== undefined) return false;
    const measure = members.measure(node);
    if (measure !== undefined) found.push(measure);
    return true;
  });
  return found;
}

/** The call itself, with what it is given rewritten. */
const rewriteInside = (node: Node, rewrite: (node: Node) => Node): Node => {
  const [[kind, content] = ["", {}]] = Object.entries(node) as [
    string,
    Record<string, unknown>,
  ][];
  return {
    [kind]: Object.fromEntries(
      Object.entries(content).map(([key, value]) => [
        key,
        key === "funcname" ? value : rewriteAny(value, rewrite),
      ]),
    ),
  } as unknown as Node;
};

const rewriteAny = (value: unknown, rewrite: (node: Node) => Node): unknown =>
  Array.isArray(value)
    ? value.map((item: unknown) => rewriteAny(item, rewrite))
    : typeof value === "object" && value !== null
      ? rewrite(value as Node)
      : value;
