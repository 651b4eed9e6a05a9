import type { Node, SelectStmt } from "@pgsql/types";
import type { Column } from "../result.ts";

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
    const target = "ResTarget" in item ? item.ResTarget : undefined;
    return target === undefined || target.name !== undefined
      ? undefined
      : measureName(target.val);
  });
}

function measureName(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if ("TypeCast" in node) return measureName(node.TypeCast.arg);
  if (!("FuncCall" in node)) return undefined;
  const { funcname, args = [], over } = node.FuncCall;
  const [argument] = args;
  if (lastName(funcname) !== "measure" || over !== undefined) return undefined;
  return argument !== undefined && "ColumnRef" in argument
    ? lastName(argument.ColumnRef.fields)
    : undefined;
}

function lastName(names: Node[] | undefined): string | undefined {
  const last = names?.at(-1);
  return last !== undefined && "String" in last ? last.String.sval : undefined;
}
