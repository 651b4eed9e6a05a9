import type { Node, SelectStmt } from "@pgsql/types";
import type { Column } from "../result.ts";
import { as, columnName, functionName } from "../translate/tree/ast.ts";

/**
 * The columns of a SELECT, those of MEASURE(name) without an alias named after their
 * measures: Postgres would call each of them "measure".
 */
export function namedByMeasures(
  select: SelectStmt,
  columns: Column[] | undefined,
): Column[] | undefined {
  const names = measureNames(select);
  // A star stands for any number of columns.
  if (columns === undefined || names.length !== columns.length) return columns;
  return columns.map((column, place) => {
    const name = names[place];
    return name === undefined ? column : { ...column, name };
  });
}

/** Undefined for what is named otherwise. The first of several SELECTs names the columns. */
function measureNames(select: SelectStmt): (string | undefined)[] {
  if (select.larg !== undefined) return measureNames(select.larg);
  return (select.targetList ?? []).map((item) => {
    const { name, val } = as(item, "ResTarget") ?? {};
    return name === undefined ? measureName(val) : undefined;
  });
}

function measureName(node: Node | undefined): string | undefined {
  const inner = as(node, "TypeCast")?.arg;
  if (inner !== undefined) return measureName(inner);
  const { args = [], over } = as(node, "FuncCall") ?? {};
  const column = as(args[0], "ColumnRef");
  return functionName(node) === "measure" && over === undefined
    ? column && columnName(column)?.name
    : undefined;
}
